"""`build/<slug>-cards-a4.html`: cut-out cards for two-sided printing on A4 paper."""

from __future__ import annotations

from pathlib import Path

from deckpress.deck.config import Config
from deckpress.model import Book
from deckpress.outputs import _cards_sheets
from deckpress.outputs._downloads import Download

DOWNLOAD = Download("Cut-out cards, A4", "-cards-a4.html")

PAPER = "A4"


def write(book: Book, config: Config) -> Path:
    """Write the sheets; see `_cards_sheets.write`."""
    return _cards_sheets.write(book, config, PAPER, DOWNLOAD)
