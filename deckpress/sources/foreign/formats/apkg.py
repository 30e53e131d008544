""".apkg and .colpkg of every generation, schema 11 (`anki2`, `anki21`) and 18 (zstd, `anki21b`), and profiles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from deckpress.sources.foreign import collection, kinds, notes, opening
from deckpress.sources.foreign.archive import LARGEST_MEDIA
from deckpress.sources.foreign.found import Found, Harvest, Refused, Tick
from deckpress.sources.foreign.taken import media_names, taken

ORDER = 10


def recognises(path: Path, head: bytes) -> bool:
    """By its name, or because it is a zip archive or a database."""
    return path.suffix.lower() in (".apkg", ".colpkg") or head.startswith((b"PK\x03\x04", opening.MAGIC))


def read(path: Path, name: str, fields: Mapping[str, str], tick: Tick) -> Harvest:
    """All notes of a package or a collection, with the media that they use."""
    with opening.opened(path) as (connection, medium):
        (total,) = connection.execute("SELECT count(*) FROM notes").fetchone()
        harvest = taken(_rows(connection), fields, name, total=total, tick=tick)
        return replace(harvest, media=harvest.media | _media(medium, harvest.cards))


def _rows(connection: sqlite3.Connection) -> Iterator[notes.Row]:
    found, decks = collection.kinds(connection), collection.decks(connection)
    for line, note in enumerate(collection.stored(connection), 1):
        kind = found.get(note.type_id) or kinds.Kind(notes.NO_KIND, ())
        deck = "" if note.deck_id is None else decks.get(note.deck_id, "")
        values = tuple(note.fields.split("\x1f"))
        yield notes.Row(kind, values, line, deck, tuple(note.tags.split()), note.guid, len(note.ordinals))


def _media(medium: opening.Medium, cards: Sequence[Found]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    total = 0
    for name in media_names(cards):
        data = medium(name)
        if data is None:
            continue
        found[name] = data
        total += len(data)
        if total > LARGEST_MEDIA:
            fix = "export one deck at a time, or without media"
            raise Refused("archive-bomb", f"its media are larger than {LARGEST_MEDIA:,} bytes", fix)
    return found
