"""A question with a "this layer", "them" or "the other" that refers to nothing on the card.

It happens when a question was taken out of its context. A leading sentence about a video or a text does not count as
context, since the learner does not see it. (Where the question shows code, a formula or a picture, "this" may mean it.)

Bad:
    ## Which weights does this layer share?

Good:
    ## Which weights does a convolutional layer share?
"""

import re

from deckpress.checks import context_dependent
from deckpress.checks._contract import Faults, Options
from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
FIX = "name the thing"

_THIS = re.compile(
    r"""
    (?<!\bthe\ )\b(?:this|these|those)[ ]                # this
    ((?:[a-z]+(?:al|ive|ous|ic|ed|ing|ar)\ )?([a-z]{3,}))  # convolutional layer
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BARE = re.compile(
    r"""
      \b(?:it|they|them)\b
    | \bone\ over\ the\ other\b
    | \b(?:of|between)\ (?:these|those)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HINTS = frozenset("this these those it they them over".split())
# What follows without being the thing: "this is", "those who"; and times, which need no name.
_NO_NOUN = frozenset(
    """
    and are been but can cannot case century could day did does for from had has have how into kind
    may means might moment month must not order per same should than that the then this time today
    was way week were what when where which who why will with without would year you
    """.split()
)


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the first reference that dangles."""
    question = card.question
    if question.marks or _HINTS.isdisjoint(prose.words(question)):
        return
    plain = prose.plain(question)
    phrase = "" if prose.OBJECT in plain else _dangling(plain)
    if phrase:
        message = f"“{phrase}” refers to nothing that the learner sees"
        yield Fault(prose.find(question, phrase), message)


def _dangling(text: str) -> str:
    """The first words that refer to nothing; empty if none do."""
    sentences = prose.sentences(text)
    if len(sentences) > 1 and context_dependent.points_away(sentences[0]):
        # "The video shows a network. What does it learn?": the network is out of sight.
        rest = " ".join(sentences[1:])
        bare = _BARE.search(rest)
        return _without_noun(rest) or (bare[0] if bare else "")
    return _without_noun(" ".join(sentences))


def _without_noun(text: str) -> str:
    """A "this layer" of the first sentence before which no layer was named.

    A later sentence may mean what the first tells.
    """
    sentences = prose.sentences(text)
    first = sentences[0] if sentences else ""
    for found in _THIS.finditer(first):
        noun = found[2].lower()
        before = first[: found.start()].lower()
        if noun not in _NO_NOUN and noun.removesuffix("s") not in before:
            return found[0]
    return ""
