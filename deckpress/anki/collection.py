"""What Anki's database holds: note types, decks and notes. Schema 11 and 18."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from deckpress.anki import json
from deckpress.anki.archive import protobuf
from deckpress.anki.note_types import Kind
from deckpress.model.digits import whole_number
from deckpress.model.refused import Refused

_AGAIN = "export the deck from Anki again"


class Stored(NamedTuple):
    """A note as the database holds it."""

    type_id: int
    guid: str
    tags: str
    """Separated by blanks."""
    fields: str
    """HTML, separated by U+001F, in the order of the note type."""
    deck_id: int | None
    """Of one of its cards; a card in a filtered deck belongs to its original one."""
    ordinals: tuple[int, ...]
    """Which cards it has, from 0."""


def _has(connection: sqlite3.Connection, table: str) -> bool:
    return bool(
        connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", (table,)
        ).fetchone()
    )


def kinds(connection: sqlite3.Connection) -> dict[int, Kind]:
    """The note types by id."""
    if not _has(connection, "notetypes"):
        return {mid: of_model(model) for mid, model in _stored(connection, "models").items()}
    try:
        return _new_kinds(connection)
    except (ValueError, IndexError, TypeError):
        raise Refused("bad-package", "its note types cannot be read", _AGAIN) from None


def _new_kinds(connection: sqlite3.Connection) -> dict[int, Kind]:
    fields: dict[int, list[str]] = {}
    for mid, field in connection.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(mid, []).append(str(field))
    templates: dict[int, list[tuple[str, str]]] = {}
    for mid, config in connection.execute(
        "SELECT ntid, CAST(config AS BLOB) FROM templates ORDER BY ntid, ord"
    ):
        # NotetypeTemplateConfig in notetypes.proto: q_format is field 1, a_format field 2
        sides = {
            number: value.decode("utf-8", "replace") for number, value in protobuf(config or b"")
        }
        templates.setdefault(mid, []).append((sides.get(1, ""), sides.get(2, "")))
    found = {}
    for mid, name, config in connection.execute(
        "SELECT id, name, CAST(config AS BLOB) FROM notetypes"
    ):
        # NotetypeConfig.kind is field 1, a varint: 08 01 at the start means cloze; css is field 3
        cloze = (config or b"")[:2] == b"\x08\x01"
        css = dict(protobuf(config or b"")).get(3, b"").decode("utf-8", "replace")
        found[mid] = Kind(
            str(name), tuple(fields.get(mid, ())), cloze, tuple(templates.get(mid, ())), css
        )
    return found


def of_model(model: Mapping[str, Any]) -> Kind:
    """A note type of schema 11, or of CrowdAnki."""
    sides = [(str(t.get("qfmt", "")), str(t.get("afmt", ""))) for t in json.dicts(model, "tmpls")]
    names = tuple(str(f.get("name", "")) for f in json.dicts(model, "flds"))
    return Kind(
        str(model.get("name", "")),
        names,
        model.get("type") == 1,
        tuple(sides),
        str(model.get("css", "")),
    )


def decks(connection: sqlite3.Connection) -> dict[int, str]:
    """The names of the decks by id, `::` between their parts."""
    if _has(connection, "decks"):
        return {
            did: str(name).replace("\x1f", "::")
            for did, name in connection.execute("SELECT id, name FROM decks")
        }
    return {did: str(deck.get("name", "")) for did, deck in _stored(connection, "decks").items()}


def _stored(connection: sqlite3.Connection, column: str) -> dict[int, dict[str, Any]]:
    """The objects that a column of the only row of `col` holds as JSON, by id."""
    row = connection.execute(f"SELECT CAST({column} AS TEXT) FROM col").fetchone()
    try:
        table = json.loads(row[0] or "{}") if row else {}
        numbered = (
            (_identifier(key), value) for key, value in table.items() if isinstance(value, dict)
        )
        return {number: value for number, value in numbered if number is not None}
    except (ValueError, AttributeError):
        raise Refused("bad-package", f"its {column} cannot be read", _AGAIN) from None


def _identifier(key: str) -> int | None:
    number = whole_number(key.removeprefix("-"))
    return -number if number is not None and key.startswith("-") else number


def stored(connection: sqlite3.Connection) -> Iterator[Stored]:
    """All notes in the order of their ids."""
    rows = connection.execute(
        "SELECT n.mid, n.guid, n.tags, n.flds, c.did, c.ords FROM notes n LEFT JOIN (SELECT nid, "
        "min(CASE WHEN odid THEN odid ELSE did END) AS did, group_concat(ord) AS ords FROM cards GROUP BY nid) c "
        "ON c.nid = n.id ORDER BY n.id"
    )
    for mid, guid, tags, fields, did, ords in rows:
        numbers = {
            number
            for text in str(ords or "").split(",")
            if (number := whole_number(text)) is not None
        }
        yield Stored(mid, str(guid), str(tags), str(fields), did, tuple(sorted(numbers)))


def mods(connection: sqlite3.Connection) -> dict[str, int]:
    """GUID -> epoch seconds at which the note last changed."""
    rows = connection.execute("SELECT guid, CAST(coalesce(mod, 0) AS INTEGER) FROM notes")
    return {str(guid): mod for guid, mod in rows}
