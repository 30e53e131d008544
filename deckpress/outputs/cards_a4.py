"""`build/<slug>-cards-a4.html`: cut-out cards for two-sided printing on A4 paper."""

from __future__ import annotations

from pathlib import Path

from deckpress.deck.config import Config
from deckpress.model import Book
from deckpress.outputs import _cards

PAPER = "A4"


def write(book: Book, config: Config) -> tuple[Path, ...]:
    """Write the sheets; see `_cards.write`."""
    return _cards.write(book, config, PAPER)
