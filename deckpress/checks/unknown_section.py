"""A `###` heading that is no section of a card.

Its text would be in no output. Inside an answer, use `####` or bold text.

Bad:
    ### Analgy

Good:
    ### Analogy
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck.suggestions import suggest
from deckpress.model import SECTIONS, Card, Fault

FIX = "use one of the sections"
WAIVABLE = False


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each unknown name, and for one that stands there twice."""
    seen: set[str] = set()
    for section in card.sections:
        if section.name not in SECTIONS:
            yield Fault(
                section.span, f"unknown section {section.name!r}", suggest(section.name, SECTIONS)
            )
        elif section.name in seen:
            fix = "put the text of both under one heading"
            yield Fault(section.span, f"a second {section.name!r} section", fix)
        seen.add(section.name)
