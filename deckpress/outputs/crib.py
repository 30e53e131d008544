"""`build/<slug>-crib.html`, a crib sheet: every question with its answer alone, in two columns.

Three columns on paper that lies. `templates/print/crib.html` and `.css` say what it looks like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from markupsafe import Markup

from deckpress.deck.config import Config
from deckpress.model import Book, Chapter, Note
from deckpress.outputs import _edition, _paper
from deckpress.outputs._downloads import Download
from deckpress.outputs._edition import Edition, filled_sections, unlinked
from deckpress.templating import LazyText

DOWNLOAD = Download("Crib sheet", "-crib.html")

PAPER = ""

SHOWN = ("Question", "Answer")
"""The sections that a crib sheet has room for."""


def write(book: Book, config: Config) -> Path:
    """Write the crib sheet. Same book, same bytes.

    Raises BadTemplate for a mistake in the deck's own template, OSError if the file cannot be
    written.
    """
    edition = _edition.make(book, config, _paper.LINK, described=False)
    parts = []
    for deck, chapters in edition.decks.items():
        title = edition.title(deck) or config.name
        entries = [*_entries(chapters, edition)]
        parts.append((title, entries))
    return _paper.write(edition, "print/crib.html", DOWNLOAD, parts=parts)


def _entries(
    chapters: Sequence[Chapter],
    edition: Edition,
) -> Iterator[LazyText]:
    for chapter in chapters:
        for note in chapter.notes:
            yield LazyText(partial(_entry, note, edition))


def _entry(note: Note, edition: Edition) -> Markup:
    """A card as HTML. Not in Jinja, which takes three times as long for 10,000 cards."""
    card = note.card
    number = edition.numbers[card.id]
    title = unlinked(card.title.html)
    sections = filled_sections(card)
    shown = [f"<div>{sections[name].html}</div>" for name in SHOWN if name in sections]
    body = edition.linked("".join(shown))
    entry = f'<article id="q{number}"><h3><b>{number}</b> {title}</h3>{body}</article>'
    pictures = edition.data_uris([note])
    return edition.html(entry, pictures)
