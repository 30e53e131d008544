""".apkg and .colpkg of every generation: schema 11 (`collection.anki2`, `anki21`) and 18 (zstd, `anki21b`)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from deckpress.sources.foreign import collection, notes
from deckpress.sources.foreign.archive import LARGEST_MEDIA, Archive
from deckpress.sources.foreign.found import Found, Harvest, Refused, Skipped, Tick

ORDER = 10

_MEDIA = re.compile(r"\]\(media/([^)\s]+)\)")


def recognises(path: Path, head: bytes) -> bool:
    """By its name, or because it is a zip archive."""
    return path.suffix.lower() in (".apkg", ".colpkg") or head[:4] == b"PK\x03\x04"


def read(path: Path, name: str, fields: Mapping[str, str], tick: Tick) -> Harvest:
    """All notes of a package, with the media that they use."""
    archive = Archive(path)
    listed = archive.media()
    with collection.of_package(archive) as connection:
        kinds, decks = collection.kinds(connection), collection.decks(connection)
        cards, skipped = _cards(connection, kinds, decks, name, fields, tick)
        used = [kinds[mid] for mid in _used(connection) if mid in kinds]
    shown = tuple(notes.shown(kind, notes.mapping(kind, fields), name) for kind in used)
    media = _media(archive, listed, cards)
    return Harvest(name, tuple(cards), tuple(skipped), shown, decks=True, media=media)


def _used(connection: sqlite3.Connection) -> list[int]:
    return [int(mid) for (mid,) in connection.execute("SELECT DISTINCT mid FROM notes ORDER BY mid")]


def _cards(
    connection: sqlite3.Connection,
    kinds: Mapping[int, notes.Kind],
    decks: Mapping[int, str],
    name: str,
    fields: Mapping[str, str],
    tick: Tick,
) -> tuple[list[Found], list[Skipped]]:
    parts = {mid: notes.mapping(kind, fields) for mid, kind in kinds.items()}
    cards: list[Found] = []
    skipped: list[Skipped] = []
    (total,) = connection.execute("SELECT count(*) FROM notes").fetchone()
    for line, note in enumerate(collection.stored(connection), 1):
        if not line % 500:
            tick(line, total)
        kind = kinds.get(note.type_id)
        values = tuple(note.fields.split("\x1f"))
        reason = _reason(kind, values)
        if reason or kind is None:
            skipped.append(Skipped(line, reason, values[0][:80]))
            continue
        deck = "" if note.deck_id is None else decks.get(note.deck_id, "")
        row = notes.Row(kind, values, line, deck, tuple(note.tags.split()), note.guid)
        card = notes.card(row, parts[note.type_id], name)
        if card.question:
            cards.append(card)
        else:
            skipped.append(Skipped(line, "a note without a question", card.answer[:80]))
    return cards, skipped


def _reason(kind: notes.Kind | None, values: tuple[str, ...]) -> str:
    if kind is None:
        return "a note type that the package does not describe"
    if notes.too_large(values):
        return "a field of more than a million characters"
    return "an image occlusion" if kind.cloze and "Occlusion" in kind.fields else ""


def _media(archive: Archive, listed: Mapping[str, str], cards: Sequence[Found]) -> dict[str, bytes]:
    texts = (text for card in cards for text in (card.question, card.answer, card.notes, card.hint) if "media/" in text)
    used = {unquote(name) for text in texts for name in _MEDIA.findall(text)}
    found: dict[str, bytes] = {}
    total = 0
    for name in sorted(used & set(listed)):
        found[name] = archive.medium(listed[name])
        total += len(found[name])
        if total > LARGEST_MEDIA:
            raise Refused(
                "archive-bomb", f"its media are larger than {LARGEST_MEDIA:,} bytes", "do not trust this package"
            )
    return found
