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
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "info"
FIX = "move the example to `### Application`"

_MARKER = re.compile(
    r"\bfor (?:example|instance)\b|\be\.g\.|\ba (?:real-world|prime|classic|typical) (?:example|application)\b"
    r"|, like (?!any|every|some|no)[a-z]+ing\b",
    re.IGNORECASE,
)


def marker(card: Card) -> str:
    """The words by which an answer begins an example; empty if it gives none."""
    low = prose.lowered(card.answer) if card.answer else ""
    if not any(word in low for word in ("for example", "for instance", "e.g.", " a ", ", like ")):
        return ""
    found = _MARKER.search(prose.plain(card.answer)) if card.answer else None
    return found[0] if found else ""


def opens(text: str) -> bool:
    """Whether some plain text begins an example."""
    return bool(_MARKER.search(text))


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the example."""
    if card.answer and not card.section("Application") and (phrase := marker(card)):
        yield Fault(
            prose.find(card.answer, phrase),
            f"“{phrase.strip(' ,')}” begins an example inside the answer",
        )
