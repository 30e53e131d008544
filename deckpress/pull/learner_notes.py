"""What a learner has: the notes of an .apkg, a .colpkg or a `collection.anki2`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from deckpress.anki import collection, opening


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
    medium: opening.MediaReader
    """The bytes of one of its media files, by name; None if it has none of that name."""


def read(
    path: Path,
    shown: str,
    guids: Collection[str],
    types: Collection[int],
) -> Learner:
    """The notes of a collection that is called `shown`; `guids` and `types` are the deck's.

    Raises Refused for what is no collection, or a broken one.
    """
    known = dict[str, Learned]()
    new = list[Learned]()
    others = 0
    with opening.opened(path) as (connection, medium):
        kinds = collection.note_types(connection)
        mods = collection.mods(connection)
        for note in collection.notes(connection):
            ours = note.guid in guids
            if note.type_id not in kinds or not (ours or note.type_id in types):
                others += 1
                continue
            names = kinds[note.type_id].fields
            # As Anki stores them: notes.flds, parted by U+001F.
            fields = dict(zip(names, note.fields.split("\x1f"), strict=False))
            learned = Learned(
                note.guid,
                mods[note.guid],
                tuple(note.tags.split()),
                fields,
            )
            # A collection can hold two notes of one GUID; Anki would update the first.
            if not ours:
                new.append(learned)
            elif note.guid not in known:
                known[note.guid] = learned
    return Learner(
        shown,
        tuple(known.values()),
        tuple(new),
        others,
        medium,
    )
