""".apkg and .colpkg of every generation: schema 11 (`collection.anki2`, `anki21`) and 18 (zstd, `anki21b`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from deckpress.sources.foreign import collection, kinds, notes
from deckpress.sources.foreign.archive import LARGEST_MEDIA, Archive
from deckpress.sources.foreign.found import Found, Harvest, Refused, Tick
from deckpress.sources.foreign.taken import media_names, taken

ORDER = 10


def recognises(path: Path, head: bytes) -> bool:
    """By its name, or because it is a zip archive."""
    return path.suffix.lower() in (".apkg", ".colpkg") or head[:4] == b"PK\x03\x04"


def read(path: Path, name: str, fields: Mapping[str, str], tick: Tick) -> Harvest:
    """All notes of a package, with the media that they use."""
    archive = Archive(path)
    listed = archive.media()
    with collection.of_package(archive) as connection:
        (total,) = connection.execute("SELECT count(*) FROM notes").fetchone()
        harvest = taken(_rows(connection), fields, name, total=total, tick=tick)
    return replace(harvest, media=harvest.media | _media(archive, listed, harvest.cards))


def _rows(connection: sqlite3.Connection) -> Iterator[notes.Row]:
    found, decks = collection.kinds(connection), collection.decks(connection)
    for line, note in enumerate(collection.stored(connection), 1):
        kind = found.get(note.type_id) or kinds.Kind(notes.NO_KIND, ())
        deck = "" if note.deck_id is None else decks.get(note.deck_id, "")
        values = tuple(note.fields.split("\x1f"))
        yield notes.Row(kind, values, line, deck, tuple(note.tags.split()), note.guid, len(note.ordinals))


def _media(archive: Archive, listed: Mapping[str, str], cards: Sequence[Found]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    total = 0
    for name in (name for name in media_names(cards) if name in listed):
        found[name] = archive.medium(listed[name])
        total += len(found[name])
        if total > LARGEST_MEDIA:
            fix = "export one deck at a time, or without media"
            raise Refused("archive-bomb", f"its media are larger than {LARGEST_MEDIA:,} bytes", fix)
    return found
