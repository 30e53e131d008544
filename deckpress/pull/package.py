"""What a learner has: the notes of an .apkg, a .colpkg or a `collection.anki2`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deckpress import files
from deckpress.sources.foreign import collection
from deckpress.sources.foreign.archive import LARGEST_MEDIUM, Archive
from deckpress.sources.foreign.found import Refused

Medium = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Learned:
    """A note as a learner has it."""

    guid: str
    mod: int
    """Epoch seconds of the release it came from, or of the last edit in Anki."""
    tags: tuple[str, ...]
    fields: Mapping[str, str]
    """HTML, by the names of the note type's fields."""


@dataclass(frozen=True, slots=True)
class Learner:
    """A collection, as far as it concerns one deck."""

    path: str
    """Where it was read from."""
    known: tuple[Learned, ...]
    """The notes whose GUID the deck has, each once."""
    new: tuple[Learned, ...]
    """Notes that it does not have, in its note types."""
    others: int
    """How many further notes there are."""
    medium: Medium
    """The bytes of one of its media files, by name; None if it has none of that name."""


def read(path: Path, shown: str, guids: Collection[str], types: Collection[int]) -> Learner:
    """The notes of a collection that is called `shown`; `guids` and `types` are the deck's.

    Raises Refused for what is no collection, or a broken one.
    """
    known: dict[str, Learned] = {}
    new: list[Learned] = []
    others = 0
    with _opened(path) as (connection, medium):
        kinds, mods = collection.kinds(connection), collection.mods(connection)
        for note in collection.stored(connection):
            ours = note.guid in guids
            if note.type_id not in kinds or not (ours or note.type_id in types):
                others += 1
                continue
            names = kinds[note.type_id].fields
            fields = dict(zip(names, note.fields.split("\x1f"), strict=False))
            learned = Learned(note.guid, mods[note.guid], tuple(note.tags.split()), fields)
            if ours:
                known.setdefault(note.guid, learned)
            else:
                new.append(learned)
    return Learner(shown, tuple(known.values()), tuple(new), others, medium)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[sqlite3.Connection, Medium]]:
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(b"SQLite format 3"):
        with collection.of_profile(path) as connection:
            yield connection, lambda name: _beside(path.with_suffix(".media"), name)
    elif head.startswith(b"PK"):
        archive = Archive(path)
        listed = archive.media()
        with collection.of_package(archive) as connection:
            yield connection, lambda name: archive.medium(listed[name]) if name in listed else None
    else:
        raise Refused("bad-package", "neither a package nor a collection", "name an .apkg, .colpkg or collection.anki2")


def _beside(folder: Path, name: str) -> bytes | None:
    """A file of a profile's media folder."""
    path = folder / name
    there = Path(name).name == name and files.inside(path, folder) and path.stat().st_size <= LARGEST_MEDIUM
    return path.read_bytes() if there else None
