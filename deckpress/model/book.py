"""What outputs write: notes and note types made ready for Anki, and the chapters that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from deckpress.model.card import Card
from deckpress.model.tables import Topic


@dataclass(frozen=True, slots=True)
class NoteType:
    """An Anki note type: constant ids, a frozen field list, and what the Jinja templates made."""

    kind: str
    id: int
    name: str
    # (("ID", 3141…), ("Question", 5926…), …)
    fields: tuple[tuple[str, int], ...]
    """`(name, id)` in order."""
    templates: tuple[tuple[str, int, str, str], ...]
    """`(name, id, front, back)` in order."""
    css: str
    mod: int
    """Epoch seconds at which templates or CSS last changed."""


class Note(NamedTuple):
    """A card made ready for Anki."""

    card: Card
    guid: str
    fields: tuple[str, ...]
    """HTML, in the order of the note type's field list."""
    # {{c1::…}} and {{c3::…}}: (0, 2)
    ordinals: tuple[int, ...]
    """Which cards of the note exist, from 0."""
    mod: int
    """Epoch seconds at which the content last changed."""
    # ("plot.png", "plot-0123456789abcdef.png", "content/media/plot.png")
    media: tuple[tuple[str, str, str], ...] = ()
    """`(target as written, name in the collection, path of the file)`, sorted."""


class Chapter(NamedTuple):
    """A page's cards, for outputs that show the deck as a book."""

    title: str
    deck: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """What every output writes."""

    chapters: tuple[Chapter, ...]
    note_types: tuple[NoteType, ...]
    descriptions: tuple[tuple[str, str], ...] = ()
    """`(full deck name, Markdown description)`, sorted."""
    topics: tuple[Topic, ...] = ()
    """The taxonomy."""
    first: int = 1
    """The number of its first note: more than 1 in a second volume."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes in deck order."""
        return tuple(note for chapter in self.chapters for note in chapter.notes)
