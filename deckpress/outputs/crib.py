"""`build/<slug>-crib.html`, a crib sheet: every question with its answer alone, small, in two columns.

Three columns on paper that lies. It needs no script; `templates/print/crib.html` and `.css` say what it looks like.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path

from markupsafe import Markup

from deckpress.deck.config import Config
from deckpress.formulas.typeset import Formula, Key, stylesheet, typeset
from deckpress.kinds import fields
from deckpress.model import Book, Note
from deckpress.outputs import _paper
from deckpress.templating import LazyText

PAPER = ""

SHOWN = ("Question", "Answer")
"""The sections that a crib sheet has room for."""


def write(book: Book, config: Config) -> tuple[Path, ...]:
    """Write the crib sheet. Same book, same bytes.

    Raises BadTemplate for a mistake in the deck's own template, OSError if the file cannot be written.
    """
    decks = _paper.decks(book)
    notes = [note for chapters in decks.values() for chapter in chapters for note in chapter.notes]
    formulas = typeset(fields.formulas(note.card for note in notes), config.cache / "formulas.json")
    numbers = {note.card.id: n for n, note in enumerate(notes, book.first)}

    def entries(deck: str) -> Iterator[LazyText]:
        for note in (note for chapter in decks[deck] for note in chapter.notes):
            yield LazyText(functools.partial(_entry, note, config.root, formulas, numbers))

    path = _paper.write(
        config,
        "print/crib.html",
        "crib",
        parts=[
            (_paper.deck_title(deck, config) or config.name, tuple(entries(deck))) for deck in decks
        ],
        count=len(notes),
        math_css=Markup(stylesheet("".join(formula.html for formula in formulas.values()))),
    )
    return (path,)


def _entry(
    note: Note, root: Path, formulas: Mapping[Key, Formula], numbers: Mapping[str, int]
) -> Markup:
    """A card as HTML. Written here, not in Jinja, which takes three times as long for 10,000 cards."""
    number, write = numbers[note.card.id], _paper.writer(note, root, formulas, numbers)
    found = {section.name: section.html for section in reversed(note.card.sections) if section.html}
    title = _paper.unlinked(note.card.title.html)
    body = "".join([f"<div>{found[name]}</div>" for name in SHOWN if name in found])
    return write(f'<article id="q{number}"><h3><b>{number}</b> {title}</h3>{body}</article>')
