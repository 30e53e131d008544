"""The nouns that cross stages: frozen, plain, and without any import of ours.

Those of which a deck has thousands are named tuples: made, compared and unpickled four times as
fast as dataclasses.
"""

from deckpress.model.book import Book, Chapter, Note, NoteType
from deckpress.model.card import CARD_KEYS, KINDS, PAGE_KEYS, SECTIONS, Card, Mark, Section, Setting
from deckpress.model.deck import Deck, Page, card_finder
from deckpress.model.places import (
    CONTROL,
    SEVERITIES,
    Fault,
    Problem,
    Span,
    printable,
    printable_lines,
    row_and_column,
    stored_column,
)
from deckpress.model.released import Ledger, Released, ReleasedType, Retirement
from deckpress.model.tables import Misconception, Term, Topic

__all__ = [
    "CARD_KEYS",
    "CONTROL",
    "KINDS",
    "PAGE_KEYS",
    "SECTIONS",
    "SEVERITIES",
    "Book",
    "Card",
    "Chapter",
    "Deck",
    "Fault",
    "Ledger",
    "Mark",
    "Misconception",
    "Note",
    "NoteType",
    "Page",
    "Problem",
    "Released",
    "ReleasedType",
    "Retirement",
    "Section",
    "Setting",
    "Span",
    "Term",
    "Topic",
    "card_finder",
    "printable",
    "printable_lines",
    "row_and_column",
    "stored_column",
]
