"""What Anki's database holds: note types, decks and notes. Schema 11 and 18."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from deckpress.anki import foreign_json, protobuf
from deckpress.anki.note_types import StoredType
from deckpress.anki.refusals import broken
from deckpress.model.digits import whole_number

# a card in a filtered deck has its own one in `odid`, which is 0 elsewhere
_NOTES = """
    SELECT n.mid, n.guid, n.tags, n.flds, c.did, c.ords
    FROM notes AS n LEFT JOIN (
        SELECT nid, min(CASE WHEN odid THEN odid ELSE did END) AS did, group_concat(ord) AS ords
        FROM cards GROUP BY nid
    ) AS c ON c.nid = n.id
    ORDER BY n.id
"""


class StoredNote(NamedTuple):
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


def notes(connection: sqlite3.Connection) -> Iterator[StoredNote]:
    """All notes in the order of their ids."""
    for type_id, guid, tags, fields, deck_id, ordinals in connection.execute(_NOTES):
        # SQLite keeps a value of any type in a column of any type, as strangers' databases do
        yield StoredNote(
            type_id,
            str(guid),
            str(tags),
            str(fields),
            deck_id,
            _numbers(str(ordinals or "")),
        )


def _numbers(text: str) -> tuple[int, ...]:
    """`2,0,1` -> (0, 1, 2)"""
    numbers = set(map(whole_number, text.split(",")))
    return tuple(sorted(number for number in numbers if number is not None))


def mods(connection: sqlite3.Connection) -> dict[str, int]:
    """GUID -> epoch seconds at which the note last changed."""
    rows = connection.execute("SELECT guid, CAST(coalesce(mod, 0) AS INTEGER) FROM notes")
    return {str(guid): mod for guid, mod in rows}


def decks(connection: sqlite3.Connection) -> dict[int, str]:
    """The names of the decks by id, `::` between their parts."""
    names = {}
    if _has(connection, "decks"):
        for deck_id, name in connection.execute("SELECT id, name FROM decks"):
            names[deck_id] = str(name).replace("\x1f", "::")
    else:
        for deck_id, deck in _json_column(connection, "decks").items():
            names[deck_id] = _text(deck, "name")
    return names


def note_types(connection: sqlite3.Connection) -> dict[int, StoredType]:
    """The note types by id."""
    if not _has(connection, "notetypes"):
        models = _json_column(connection, "models")
        return {type_id: legacy_note_type(model) for type_id, model in models.items()}
    try:
        return _note_types_of_tables(connection)
    except (ValueError, IndexError, TypeError):
        raise broken("its note types cannot be read") from None


def legacy_note_type(model: Mapping[str, Any]) -> StoredType:
    """A note type of schema 11, or of CrowdAnki, where it is called a model."""
    fields = foreign_json.dicts(model, "flds")
    templates = foreign_json.dicts(model, "tmpls")
    return StoredType(
        _text(model, "name"),
        tuple(_text(field, "name") for field in fields),
        cloze=model.get("type") == 1,
        templates=tuple((_text(sides, "qfmt"), _text(sides, "afmt")) for sides in templates),
        css=_text(model, "css"),
    )


def _text(table: Mapping[str, Any], key: str) -> str:
    return str(table.get(key, ""))


def _note_types_of_tables(connection: sqlite3.Connection) -> dict[int, StoredType]:
    """The note types of schema 18, whose settings are messages of `notetypes.proto`."""
    fields: dict[int, list[str]] = defaultdict(list)
    query = "SELECT ntid, name FROM fields ORDER BY ntid, ord"
    for type_id, field in connection.execute(query):
        fields[type_id].append(str(field))

    templates: dict[int, list[tuple[str, str]]] = defaultdict(list)
    query = "SELECT ntid, CAST(config AS BLOB) FROM templates ORDER BY ntid, ord"
    for type_id, config in connection.execute(query):
        sides = protobuf.texts(config)
        # NotetypeTemplateConfig: q_format is field 1, a_format field 2
        front = sides.get(1, "")
        back = sides.get(2, "")
        templates[type_id].append((front, back))

    found = {}
    query = "SELECT id, name, CAST(config AS BLOB) FROM notetypes"
    for type_id, name, config in connection.execute(query):
        # NotetypeConfig: kind is field 1, a number, so that 08 01 at the start means cloze
        is_cloze = (config or b"").startswith(b"\x08\x01")
        css = protobuf.texts(config).get(3, "")
        found[type_id] = StoredType(
            str(name),
            tuple(fields[type_id]),
            is_cloze,
            tuple(templates[type_id]),
            css,
        )
    return found


def _has(connection: sqlite3.Connection, table: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type='table' AND name=?"
    return connection.execute(query, (table,)).fetchone() is not None


def _json_column(connection: sqlite3.Connection, column: str) -> dict[int, dict[str, Any]]:
    """The objects by id that schema 11 holds as JSON in a column of the only row of `col`.

    Of `{"1": {"name": "Default"}, "x": {}}` the first: what has no id cannot be referred to.
    """
    row = connection.execute(f"SELECT CAST({column} AS TEXT) FROM col").fetchone()
    text = row[0] if row else None
    try:
        pairs = foreign_json.loads(text or "{}").items()
    except (ValueError, AttributeError):
        raise broken(f"its {column} cannot be read") from None
    objects = {}
    for key, value in pairs:
        number = _identifier(key)
        if number is not None and isinstance(value, dict):
            objects[number] = value
    return objects


def _identifier(key: str) -> int | None:
    """An id as a number, which an old collection may have made negative."""
    number = whole_number(key.removeprefix("-"))
    if number is None:
        return None
    return -number if key.startswith("-") else number
