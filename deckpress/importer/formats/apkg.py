""".apkg and .colpkg of every generation, schema 11 (`anki2`, `anki21`) and 18 (zstd, `anki21b`),
and profiles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from deckpress.anki import collection, note_types, opening
from deckpress.anki.archive import LARGEST_MEDIA
from deckpress.importer.harvest import Found, Harvest, Tick
from deckpress.importer.reading import note_cards
from deckpress.importer.reading.rows import media_names, taken
from deckpress.model.refused import Refused

ORDER = 10


def recognises(path: Path, head: bytes) -> bool:
    """By its name, or because it is a zip archive or a database."""
    return path.suffix.lower() in (".apkg", ".colpkg") or head.startswith(
        (b"PK\x03\x04", opening.MAGIC)
    )


def read(path: Path, name: str, fields: Mapping[str, str], tick: Tick) -> Harvest:
    """All notes of a package or a collection, with the media that they use."""
    with opening.opened(path) as (connection, medium):
        (total,) = connection.execute("SELECT count(*) FROM notes").fetchone()
        harvest = taken(_rows(connection), fields, name, total=total, tick=tick)
        return replace(harvest, media=harvest.media | _media(medium, harvest.cards))


def _rows(connection: sqlite3.Connection) -> Iterator[note_cards.Row]:
    found, decks = collection.note_types(connection), collection.decks(connection)
    for line, note in enumerate(collection.notes(connection), 1):
        kind = found.get(note.type_id) or note_types.StoredType(note_cards.NO_KIND, ())
        deck = "" if note.deck_id is None else decks.get(note.deck_id, "")
        values = tuple(note.fields.split("\x1f"))
        yield note_cards.Row(
            kind, values, line, deck, tuple(note.tags.split()), note.guid, len(note.ordinals)
        )


def _media(medium: opening.MediaReader, cards: Sequence[Found]) -> dict[str, bytes]:
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
