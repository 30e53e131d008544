"""A `###` heading with nothing below it.

It is either forgotten text or a left-over heading.

Bad:
    ### Analogy
    ### Application
    Spam filters.

Good:
    ### Application
    Spam filters.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = "write the text, or delete the heading"


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each empty section other than question and answer, which have checks of their own."""
    for section in card.sections:
        empty = not section.text.strip() and not section.marks
        if empty and section.name not in ("Question", "Answer"):
            yield Fault(section.span, f"the section {section.name!r} is empty")
