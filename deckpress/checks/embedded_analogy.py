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

from deckpress.checks._contract import Faults, Options
from deckpress.checks._phrases import first_phrase
from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "info"
FIX = "move the comparison to `### Analogy`"

_ADVERB = r"(?:(?:just|very|much|quite|rather|a\ bit|a\ little|somewhat|more|almost|in\ a\ way)\ )?"
_MARKER = re.compile(
    rf"""
      \bimagine\b
    | \bthink\ of\b
    | \banalogous\ to\b
    | \bakin\ to\b
    | \bas\ if\b
    | (?:\b(?:is|are|acts?|works?|behaves?)|'s)\ {_ADVERB}(?:like|similar\ to)\b  # is a bit like
    | ,\ similar\ to\b
    | ,\ (?:just\ )?like\ (?:an?|the|how)\b                                       # , like a door
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HINTS = ("like", "similar to", "imagine", "think of", "analogous", "akin", "as if")


def marker(card: Card) -> str:
    """The words by which an answer begins a comparison; empty if it draws none."""
    return first_phrase(_MARKER, card.answer, _HINTS)


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the comparison."""
    phrase = "" if card.section("Analogy") else marker(card)
    if card.answer and phrase:
        message = f"“{phrase.strip(' ,')}” begins an analogy inside the answer"
        yield Fault(prose.find(card.answer, phrase), message)
