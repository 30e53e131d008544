"""An example inside the answer, on a card without a section for it.

The answer is what the learner grades; what it looks like in practice belongs under `### Application`.

Bad:
    It halts training early. For example, Keras has a callback for it.

Good:
    It halts training early.

    ### Application
    Keras has a callback for it.
"""

import re

from deckpress.checks._contract import Faults, Options
from deckpress.checks._phrases import first_phrase
from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "info"
FIX = "move the example to `### Application`"

_MARKER = re.compile(
    r"""
      \bfor\ (?:example|instance)\b
    | \be\.g\.
    | \ba\ (?:real-world|prime|classic|typical)\ (?:example|application)\b
    | ,\ like\ (?!any|every|some|no)[a-z]+ing\b  # , like translating; not , like everything
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HINTS = ("for example", "for instance", "e.g.", " a ", ", like ")


def marker(card: Card) -> str:
    """The words by which an answer begins an example; empty if it gives none."""
    return first_phrase(_MARKER, card.answer, _HINTS)


def opens(text: str) -> bool:
    """Whether some plain text begins an example."""
    return bool(_MARKER.search(text))


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the example."""
    phrase = "" if card.section("Application") else marker(card)
    if card.answer and phrase:
        message = f"“{phrase.strip(' ,')}” begins an example inside the answer"
        yield Fault(prose.find(card.answer, phrase), message)
