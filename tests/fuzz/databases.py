"""Anki's databases, written here: schema 11 and 18, with odd values, hostile statements and damaged
bytes.

Tables and columns are those of ankitects/anki, rslib/src/storage/schema11.sql and
upgrades/schema14_upgrade.sql to schema18; only what a reader could ask for is here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from random import Random
from typing import Any

from tests.fuzz import mutations, notes, values, words

SCHEMA_11 = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer, mod integer, scm integer, ver integer,
  dty integer, usn integer, ls integer, conf text, models text, decks text, dconf text, tags text);
CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, mod integer, usn integer,
  tags text, flds text, sfld integer, csum integer, flags integer, data text);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, ord integer, mod integer,
  usn integer, type integer, queue integer, due integer, ivl integer, factor integer, reps integer,
  lapses integer, left integer, odue integer, odid integer, flags integer, data text);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, usn integer, ease integer, ivl integer,
  lastIvl integer, factor integer, time integer, type integer);
CREATE TABLE graves (usn integer, oid integer, type integer);
"""
SCHEMA_18 = """
CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase, mtime_secs integer,
  usn integer, config blob);
CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase, config blob,
  PRIMARY KEY (ntid, ord)) without rowid;
CREATE TABLE templates (ntid integer, ord integer, name text COLLATE unicase, mtime_secs integer,
  usn integer, config blob, PRIMARY KEY (ntid, ord)) without rowid;
CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase, mtime_secs integer,
  usn integer, common blob, kind blob);
CREATE TABLE tags (tag text PRIMARY KEY COLLATE unicase, usn integer, collapsed boolean,
  config blob) without rowid;
"""

HOSTILE = (
    "CREATE VIEW x AS SELECT 1",
    "DROP TABLE cards; CREATE VIEW cards AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 "
    "FROM c) SELECT x nid, 0 did, 0 odid, 0 ord FROM c",
    "DROP TABLE notes; CREATE VIEW notes AS SELECT 1 id, 'g' guid, 1 mid, 0 mod, '' tags, "
    "hex(zeroblob(900000000)) flds",
    "ALTER TABLE notes RENAME COLUMN flds TO old; ALTER TABLE notes ADD COLUMN flds "
    "GENERATED ALWAYS AS (replace(replace(hex(zeroblob(100000)), '0', hex(zeroblob(100))), "
    "'0', hex(zeroblob(100)))) VIRTUAL",
    "ALTER TABLE notes RENAME COLUMN tags TO old; ALTER TABLE notes ADD COLUMN tags GENERATED "
    "ALWAYS AS (hex(zeroblob(100000000)))",
    "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END",
    "CREATE INDEX i ON notes(hex(hex(hex(flds))))",
    "CREATE TABLE z(a CHECK (a > 0), b DEFAULT (randomblob(9)))", "DROP TABLE notes",
    "DROP TABLE cards", "DROP TABLE col", "DELETE FROM col", "DELETE FROM cards",
    "DELETE FROM notes",
    "INSERT INTO col SELECT NULL, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, "
    "tags FROM col",
    "UPDATE notes SET flds = CAST(zeroblob(50000000) AS TEXT)",
    "UPDATE notes SET flds = CAST(x'ff00fe80' AS TEXT)", "UPDATE notes SET flds = NULL",
    "UPDATE notes SET mid = 'x', guid = NULL, tags = x'00ff'", "UPDATE notes SET guid = 'same'",
    "UPDATE cards SET did = 'x', ord = -1", "UPDATE cards SET ord = 99999999999, odid = 5",
    "UPDATE cards SET nid = 0, did = NULL",
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c LIMIT 5000) INSERT INTO "
    "cards(nid, did, ord) SELECT x % 5, 1, x FROM c",
    "WITH RECURSIVE c(x) AS (SELECT 100 UNION ALL SELECT x+1 FROM c LIMIT 600) "
    "INSERT INTO notes(id, guid, mid, flds, tags) "
    "SELECT x, x, 1, 'What is ' || x || '?' || char(31) || 'a', '' FROM c",
    "PRAGMA user_version = 99", "PRAGMA application_id = 7", "PRAGMA encoding = 'UTF-16'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'CREATE TABLE notes(x)' WHERE "
    "name = 'notes'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 1 WHERE name = 'notes'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'x' WHERE name = 'cards'",
    "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, 'CREATE "
    "VIRTUAL TABLE v USING fts5(x)')",
)  # fmt: skip
"""What a reader of databases must refuse, or bear.
"""


def database(random: Random, newest: bool) -> bytes:
    """A collection of a few notes; about every third is odd or hostile."""
    connection = sqlite3.connect(":memory:")
    connection.create_collation(
        "unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower())
    )
    try:
        _written(connection, random, newest)
        if random.random() < 0.25:
            _executed(connection, random.choice(HOSTILE))
        connection.commit()
        data = connection.serialize()
    finally:
        connection.close()
    return (
        mutations.damaged(data, random, random.choice((1, 5, 50)))
        if random.random() < 0.15
        else data
    )


def _executed(connection: sqlite3.Connection, script: str) -> None:
    try:
        connection.executescript(script)
    except sqlite3.Error:
        return  # this SQLite does not even let it be written


def _written(connection: sqlite3.Connection, random: Random, newest: bool) -> None:
    connection.executescript(SCHEMA_11 + (SCHEMA_18 if newest else ""))
    rate = random.choice((0.0, 0.0, 0.03, 0.2))
    models = "" if newest else values.as_json(values.bent(notes.MODELS, random, rate), random)
    decks = "" if newest else values.as_json(values.bent(notes.DECKS, random, rate), random)
    row = (1, 0, 0, 0, 18 if newest else 11, 0, 0, 0, "{}", models, decks, "{}", "{}")
    _insert(connection, "col", [row], random, rate / 4)
    if newest:
        _new_tables(connection, random, rate)
    numbers = range(1, random.choice((1, 3, 8)))
    _insert(connection, "notes", [_note(number, random) for number in numbers], random, rate)
    _insert(connection, "cards", [_card(number, random) for number in numbers], random, rate)


def _note(number: int, random: Random) -> tuple[Any, ...]:
    kind, tags = random.choice((1, 1, 2, 3, 9)), f" {_tags(random)} "
    return (number, f"guid-{number}", kind, 1_600_000_000, -1, tags, _fields(random), "", 0, 0, "")


def _card(number: int, random: Random) -> tuple[Any, ...]:
    schedule = (0, -1, 0, 0, number, 0, 0, 0, 0, 0, 0, 0, 0, "")
    return (number, number, random.choice((1, 5, 6, 7)), 0, *schedule)


def _tags(random: Random) -> str:
    return random.choice(("", "a::b c", words.one_line(random, 0.5)))


def _fields(random: Random) -> str:
    return "\x1f".join(notes.field(random) for _ in range(random.choice((2, 2, 2, 1, 3, 30))))


def _insert(
    connection: sqlite3.Connection,
    table: str,
    rows: Iterable[tuple[Any, ...]],
    random: Random,
    rate: float,
) -> None:
    """Write rows, with other values than belong there at some places."""
    for row in rows:
        cells = [_cell(random) if random.random() < rate else _plain(cell) for cell in row]
        _ignored(connection, f"INSERT INTO {table} VALUES ({', '.join('?' * len(cells))})", cells)


def _ignored(connection: sqlite3.Connection, sql: str, cells: list[Any]) -> None:
    try:
        connection.execute(sql, cells)
    except (sqlite3.Error, OverflowError):
        return  # a value that this column cannot hold


def _plain(cell: Any) -> Any:
    """What SQLite can store: a lone surrogate cannot be."""
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell


def _cell(random: Random) -> Any:
    odd = words.odd(random).encode("utf-8", "replace")
    return random.choice(
        (
            None,
            0,
            -1,
            2**62,
            0.5,
            float("inf"),
            "",
            odd.decode(),
            odd,
            random.randbytes(9),
            b"\x08\x01",
            "²",
            "--5",
        )
    )


# --- schema 18 ---


def _new_tables(connection: sqlite3.Connection, random: Random, rate: float) -> None:
    for key, model in notes.MODELS.items():
        number = int(key)
        config = (b"\x08\x01" if model["type"] else b"") + message(
            3, str(model.get("css", "")).encode()
        )
        _insert(
            connection,
            "notetypes",
            [(number, model["name"], 0, 0, _protobuf(config, random, rate))],
            random,
            rate,
        )
        fields = [
            (number, i, entry["name"], _protobuf(b"", random, rate))
            for i, entry in enumerate(model["flds"])
        ]
        _insert(connection, "fields", fields, random, rate)
        for i, side in enumerate(model["tmpls"]):
            config = message(1, side["qfmt"].encode()) + message(2, side["afmt"].encode())
            _insert(
                connection,
                "templates",
                [(number, i, f"Card {i}", 0, 0, _protobuf(config, random, rate))],
                random,
                rate,
            )
    decks = [
        (int(key), deck["name"].replace("::", "\x1f"), 0, 0, b"", b"")
        for key, deck in notes.DECKS.items()
    ]
    _insert(connection, "decks", decks, random, rate)


def message(number: int, data: bytes) -> bytes:
    """A length-delimited field of a protobuf message."""
    return varint(number << 3 | 2) + varint(len(data)) + data


def varint(value: int) -> bytes:
    """A number as protobuf writes it: seven bits a byte, the lowest first."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _protobuf(data: bytes, random: Random, rate: float) -> bytes:
    if random.random() >= rate:
        return data
    return random.choice(
        (
            mutations.damaged(data or b"\0", random),
            b"\xff" * 20,
            data + varint(2**63),
            message(1, b"\xff\xfe"),
            data * 500,
        )
    )


def media_list(names: dict[str, str], random: Random, newest: bool) -> bytes:
    """The file `media` of a package: JSON, or `MediaEntries` of import_export.proto."""
    if not newest:
        text = values.as_json(values.bent(names, random, random.choice((0, 0, 0.2))), random)
        return text.encode("utf-8", "surrogatepass")
    data = b"".join(message(1, _medium(name)) for name in names.values())
    return _protobuf(data, random, 0.1)


def _medium(name: str) -> bytes:
    """A `MediaEntry`: name, size, SHA-1."""
    return message(1, name.encode("utf-8", "replace")) + b"\x10\x05" + message(3, b"\0" * 20)
