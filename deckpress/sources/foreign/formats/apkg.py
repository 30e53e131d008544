""".apkg and .colpkg of every generation: schema 11 (`collection.anki2`, `anki21`) and 18 (zstd, `anki21b`)."""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from deckpress.sources.foreign import notes
from deckpress.sources.foreign.archive import LARGEST_MEDIA, Archive
from deckpress.sources.foreign.found import Found, Harvest, Refused, Skipped, Tick

ORDER = 10

_MEDIA = re.compile(r"\]\(media/([^)\s]+)\)")
_TABLES = ("notes", "cards", "col")


def recognises(path: Path, head: bytes) -> bool:
    """By its name, or because it is a zip archive."""
    return path.suffix.lower() in (".apkg", ".colpkg") or head[:4] == b"PK\x03\x04"


def read(path: Path, name: str, fields: Mapping[str, str], tick: Tick) -> Harvest:
    """All notes of a package, with the media that they use."""
    archive = Archive(path)
    listed = archive.media()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "collection"
        with place.open("wb") as target:
            archive.unpack_collection(target)
        try:
            harvest = _collection(place, name, fields, tick)
        except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as error:
            raise Refused(
                "bad-package", f"its database is broken: {error}", "export the deck from Anki again"
            ) from None
    return Harvest(
        name, harvest.cards, harvest.skipped, harvest.problems, decks=True, media=_media(archive, listed, harvest.cards)
    )


def _collection(place: Path, name: str, fields: Mapping[str, str], tick: Tick) -> Harvest:
    connection = sqlite3.connect(f"file:{quote(str(place))}?mode=ro&immutable=1", uri=True)
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, notes.LARGEST_FIELD * 20)
        connection.create_collation("unicase", _unicase)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        _tables_only(connection)
        kinds, decks = _kinds(connection), _decks(connection)
        cards, skipped = _cards(connection, kinds, decks, name, fields, tick)
        used = [kinds[mid] for mid in _used(connection) if mid in kinds]
        shown = tuple(notes.shown(kind, notes.mapping(kind, fields), name) for kind in used)
        return Harvest(name, tuple(cards), tuple(skipped), shown)
    finally:
        connection.close()


def _unicase(a: str, b: str) -> int:
    return (a.lower() > b.lower()) - (a.lower() < b.lower())


def _tables_only(connection: sqlite3.Connection) -> None:
    """A view in place of a table can compute without end."""
    found = dict(connection.execute("SELECT name, type FROM sqlite_master"))
    wrong = [table for table in _TABLES if found.get(table) != "table"]
    if wrong or any(kind == "view" for kind in found.values()):
        raise Refused(
            "bad-package",
            f"its database is no collection: no table {', '.join(wrong) or 'but views'}",
            "export the deck from Anki again",
        )


def _has(connection: sqlite3.Connection, table: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", (table,)).fetchone())


def _used(connection: sqlite3.Connection) -> list[int]:
    return [int(mid) for (mid,) in connection.execute("SELECT DISTINCT mid FROM notes ORDER BY mid")]


def _kinds(connection: sqlite3.Connection) -> dict[int, notes.Kind]:
    if not _has(connection, "notetypes"):
        return {int(mid): _old_kind(model) for mid, model in _stored(connection, "models").items()}
    fields: dict[int, list[str]] = {}
    for mid, field in connection.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(mid, []).append(field)
    counted = "SELECT ntid, count(*), max(instr(config, CAST('{{type:' AS BLOB)) > 0) FROM templates GROUP BY ntid"
    counts = {mid: (count, bool(typed)) for mid, count, typed in connection.execute(counted)}
    kinds = {}
    for mid, name, config in connection.execute("SELECT id, name, config FROM notetypes"):
        # NotetypeConfig.kind is field 1, a varint: 08 01 at the start means cloze
        kinds[mid] = notes.Kind(
            name, tuple(fields.get(mid, ())), bytes(config)[:2] == b"\x08\x01", *counts.get(mid, (1, False))
        )
    return kinds


def _old_kind(model: Mapping[str, Any]) -> notes.Kind:
    templates = [t for t in model.get("tmpls") or () if isinstance(t, dict)]
    names = tuple(str(f.get("name", "")) for f in model.get("flds") or () if isinstance(f, dict))
    typed = any("{{type:" in str(t.get("qfmt", "")) for t in templates)
    return notes.Kind(str(model.get("name", "")), names, model.get("type") == 1, len(templates), typed)


def _decks(connection: sqlite3.Connection) -> dict[int, str]:
    if _has(connection, "decks"):
        return {did: name.replace("\x1f", "::") for did, name in connection.execute("SELECT id, name FROM decks")}
    return {int(did): str(deck.get("name", "")) for did, deck in _stored(connection, "decks").items()}


def _stored(connection: sqlite3.Connection, column: str) -> dict[str, dict[str, Any]]:
    row = connection.execute(f"SELECT {column} FROM col").fetchone()
    try:
        table = json.loads(row[0]) if row else {}
        return {key: value for key, value in table.items() if isinstance(value, dict) and key.lstrip("-").isdigit()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise Refused("bad-package", f"its {column} cannot be read", "export the deck from Anki again") from None


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
    for line, (mid, guid, tags, text, did) in enumerate(_notes(connection), 1):
        if not line % 500:
            tick(line, total)
        kind = kinds.get(mid)
        values = tuple(str(text).split("\x1f"))
        reason = _reason(kind, values)
        if reason or kind is None:
            skipped.append(Skipped(line, reason, values[0][:80]))
            continue
        card = notes.card(
            notes.Row(kind, values, line, decks.get(did, ""), tuple(str(tags).split()), str(guid)), parts[mid], name
        )
        if card.question:
            cards.append(card)
        else:
            skipped.append(Skipped(line, "a note without a question", card.answer[:80]))
    return cards, skipped


def _notes(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str, str, int]]:
    """`(note type, guid, tags, fields, deck)`; a card in a filtered deck belongs to its original one."""
    yield from connection.execute(
        "SELECT n.mid, n.guid, n.tags, n.flds, c.did FROM notes n LEFT JOIN "
        "(SELECT nid, min(CASE WHEN odid THEN odid ELSE did END) AS did FROM cards GROUP BY nid) c "
        "ON c.nid = n.id ORDER BY n.id"
    )


def _reason(kind: notes.Kind | None, values: tuple[str, ...]) -> str:
    if kind is None:
        return "a note type that the package does not describe"
    if notes.too_large(values):
        return "a field of more than a million characters"
    return "an image occlusion" if kind.cloze and "Occlusion" in kind.fields else ""


def _media(archive: Archive, listed: Mapping[str, str], cards: tuple[Found, ...]) -> dict[str, bytes]:
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
