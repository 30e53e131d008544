"""A question that contains its own short answer.

The learner reads it off and remembers nothing. (A question that offers a choice with "or" is fine.)

Bad:
    ## Which activation does the rectified linear unit use?

    Rectified linear.

Good:
    ## Which activation is max(0, x)?

    The rectified linear unit.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = "ask so that the answer is not given away"
OPTIONS: Mapping[str, Any] = {"words": 4}
"""The longest answer that is looked at."""

_WORD = re.compile(r"\w{3,}")
_EMPTY = frozenset("the and for with from its are was not yes you all each one".split())


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the answer."""
    answer = card.answer
    if (
        answer is None
        or card.kind == "cloze"
        or answer.marks
        or len(answer.text) > 20 * options["words"]
    ):
        return
    text, front = prose.lowered(answer), prose.lowered(card.question)
    words = [word for word in _WORD.findall(text) if word not in _EMPTY]
    if (
        words
        and len(text.split()) <= options["words"]
        and " or " not in front
        and prose.OBJECT not in text
    ):
        stems = {_stem(word) for word in _WORD.findall(front)}
        if all(_stem(word) in stems for word in words):
            yield Fault(answer.at(0), "every word of the answer stands in the question")


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|ed|es|s)$", "", word) if len(word) > 4 else word
