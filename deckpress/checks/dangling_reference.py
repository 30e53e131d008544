"""A question with a "this layer", "them" or "the other" that refers to nothing on the card.

It happens when a question was taken out of its context. A leading sentence about a video or a text does not count as
context, since the learner does not see it. (Where the question shows code, a formula or a picture, "this" may mean it.)

Bad:
    ## Which weights does this layer share?

Good:
    ## Which weights does a convolutional layer share?
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.checks import context_dependent
from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
FIX = "name the thing"

_THIS = re.compile(
    r"(?<!\bthe )\b(?:this|these|those) ((?:[a-z]+(?:al|ive|ous|ic|ed|ing|ar) )?([a-z]{3,}))",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\b(?:it|they|them)\b|\bone over the other\b|\b(?:of|between) (?:these|those)\b", re.IGNORECASE
)
_MAYBE = frozenset("this these those it they them over".split())
_NO_NOUN = frozenset(
    (
        "and are been but can cannot case century could day did does for from had has have how into kind may "
        "means might moment month must not order per same should than that the then this time today was way week "
        "were what when where which who why will with without would year you"
    ).split()
)


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the first reference that dangles."""
    question = card.question
    if not _MAYBE.isdisjoint(prose.words(question)) and not question.marks:
        plain = prose.plain(question)
        phrase = _dangling(plain) if prose.OBJECT not in plain else ""
        if phrase:
            yield Fault(
                prose.find(question, phrase), f"“{phrase}” refers to nothing that the learner sees"
            )


def _dangling(text: str) -> str:
    whole = prose.sentences(text)
    kept = " ".join(
        whole[1:] if len(whole) > 1 and context_dependent.points_away(whole[0]) else whole
    )
    for found in _THIS.finditer(
        next(iter(prose.sentences(kept)), "")
    ):  # a later one may mean what the first tells
        noun = found[2].lower()
        if noun not in _NO_NOUN and noun.removesuffix("s") not in kept[: found.start()].lower():
            return found[0]
    bare = _BARE.search(kept) if len(kept) < len(" ".join(whole)) else None
    return bare[0] if bare else ""
