"""A Markdown file without a card.

It is a forgotten file, or its questions are not written as `##` headings.

Bad:
    # Training

Good:
    # Training

    ## What is an epoch?
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Deck, Fault, Span

SEVERITY = "warning"
FIX = "write a `## question` in it, or delete the file"


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each page with neither a card nor another fault."""
    for page in deck.pages:
        if not page.cards and not page.faults:
            yield Fault(Span(page.path), "there is no card in this file")
