"""An analogy inside the answer, on a card without a section for it.

The answer is what the learner grades; the picture that helps to remember it belongs under `### Analogy`, where it is
shown apart and does not lengthen the answer.

Bad:
    It clips the gradient, similar to applying the brakes of a train.

Good:
    It clips the gradient.

    ### Analogy
    Applying the brakes of a train.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "info"
FIX = "move the comparison to `### Analogy`"

_ADVERB = r"(?:(?:just|very|much|quite|rather|a bit|a little|somewhat|more|almost|in a way) )?"
_MARKER = re.compile(
    rf"""\bimagine\b | \bthink\ of\b | \banalogous\ to\b | \bakin\ to\b | \bas\ if\b
    | (?:\b(?:is|are|acts?|works?|behaves?)|'s)\ {_ADVERB}(?:like|similar\ to)\b
    | ,\ similar\ to\b | ,\ (?:just\ )?like\ (?:an?|the|how)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def marker(card: Card) -> str:
    """The words by which an answer begins a comparison; empty if it draws none."""
    low = prose.lowered(card.answer) if card.answer else ""
    if not any(
        word in low
        for word in ("like", "similar to", "imagine", "think of", "analogous", "akin", "as if")
    ):
        return ""
    found = _MARKER.search(prose.plain(card.answer)) if card.answer else None
    return found[0] if found else ""


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the comparison."""
    if card.answer and not card.section("Analogy") and (phrase := marker(card)):
        yield Fault(
            prose.find(card.answer, phrase),
            f"“{phrase.strip(' ,')}” begins an analogy inside the answer",
        )
