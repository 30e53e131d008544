"""`build/<slug>-crib.html`, a crib sheet: every question with its answer alone, in two columns.

Three columns on paper that lies. `templates/print/crib.html` and `.css` say what it looks like.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from markupsafe import Markup

from deckpress.deck.config import Config
from deckpress.model import Book, Note
from deckpress.outputs import _paper
from deckpress.outputs._downloads import Download
from deckpress.outputs._edition import Edition, edition, filled_sections, unlinked
from deckpress.templating import LazyText

DOWNLOAD = Download("Crib sheet", "-crib.html")

PAPER = ""

SHOWN = ("Question", "Answer")
"""The sections that a crib sheet has room for."""


def write(book: Book, config: Config) -> tuple[Path, ...]:
    """Write the crib sheet. Same book, same bytes.

    Raises BadTemplate for a mistake in the deck's own template, OSError if the file cannot be
    written.
    """
    made = edition(book, config, _paper.LINK, with_descriptions=False)
    parts = []
    for deck, chapters in made.decks.items():
        entries: list[LazyText] = []
        for chapter in chapters:
            entries += [LazyText(partial(_entry, note, made)) for note in chapter.notes]
        parts.append((made.title(deck) or config.name, tuple(entries)))
    return (_paper.write(made, "print/crib.html", DOWNLOAD, parts=parts),)


def _entry(note: Note, made: Edition) -> Markup:
    """A card as HTML. Not in Jinja, which takes three times as long for 10,000 cards."""
    number = made.numbers[note.card.id]
    title = unlinked(note.card.title.html)
    sections = filled_sections(note.card)
    shown = [f"<div>{sections[name].html}</div>" for name in SHOWN if name in sections]
    body = made.linked("".join(shown))
    entry = f'<article id="q{number}"><h3><b>{number}</b> {title}</h3>{body}</article>'
    return made.html(entry, made.inlined([note]))
