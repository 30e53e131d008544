"""Anki's database, read with limits: of a package, or the `collection.anki2` of a profile. Schema 11 and 18."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from deckpress.sources.foreign.archive import LARGEST_COLLECTION, Archive, protobuf
from deckpress.sources.foreign.found import Refused
from deckpress.sources.foreign.kinds import Kind

LARGEST_NOTE, MOST_NOTES = 20_000_000, 1_000_000
"""Bytes of one row, and how many notes are read: what is more has nobody written."""

_TABLES = ("notes", "cards", "col")
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


@contextmanager
def of_package(archive: Archive) -> Iterator[sqlite3.Connection]:
    """The database of a package. Raises Refused for a broken one."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "collection"
        with place.open("wb") as target:
            archive.unpack_collection(target)
        with _opened(place) as connection:
            yield connection


@contextmanager
def of_profile(path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of a `collection.anki2`, with what Anki has not yet written into it. Raises Refused for a broken one.

    A running Anki holds the only lock on its database, so that SQLite cannot read along; but its files can be copied.
    """
    if path.stat().st_size > LARGEST_COLLECTION:
        raise Refused("bad-package", f"larger than {LARGEST_COLLECTION:,} bytes", "export the deck as .apkg")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "collection"
        _copied(path, place)
        with _refused():
            if Path(f"{place}-wal").exists():
                with closing(sqlite3.connect(place)) as copy:
                    copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    copy.execute("PRAGMA journal_mode=DELETE")
        with _opened(place) as connection:
            yield connection


def _copied(path: Path, place: Path) -> None:
    """Copy a database and its log as they are at one moment: again, if Anki wrote meanwhile."""
    log = path.with_name(f"{path.name}-wal")
    for _ in range(5):
        before = _state(path, log)
        shutil.copyfile(path, place)
        if log.is_file():
            shutil.copyfile(log, f"{place}-wal")
        if _state(path, log) == before:
            return
        time.sleep(0.5)
    raise Refused("bad-package", "Anki keeps writing into it", "close Anki, or export the deck as .apkg")


def _state(*paths: Path) -> list[tuple[int, int]]:
    facts = (path.stat() for path in paths if path.is_file())
    return [(fact.st_mtime_ns, fact.st_size) for fact in facts]


@contextmanager
def _opened(place: Path) -> Iterator[sqlite3.Connection]:
    with _refused(), closing(sqlite3.connect(f"file:{quote(str(place))}?mode=ro&immutable=1", uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_NOTE)
        connection.create_collation("unicase", _unicase)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        _tables_only(connection)
        (count,) = connection.execute("SELECT count(*) FROM notes").fetchone()
        if count > MOST_NOTES:
            raise Refused("archive-bomb", f"{count:,} notes; the limit is {MOST_NOTES:,}", "export one deck at a time")
        yield connection


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except sqlite3.DataError:
        message = f"a note or table of more than {LARGEST_NOTE:,} bytes"
        raise Refused("archive-bomb", message, "do not trust this package") from None
    except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as error:
        raise Refused("bad-package", f"its database is broken: {error}", _AGAIN) from None


def _unicase(a: str, b: str) -> int:
    return (a.lower() > b.lower()) - (a.lower() < b.lower())


def _tables_only(connection: sqlite3.Connection) -> None:
    """A view in place of a table can compute without end."""
    found = dict(connection.execute("SELECT name, type FROM sqlite_master"))
    wrong = [table for table in _TABLES if found.get(table) != "table"]
    if wrong or any(kind == "view" for kind in found.values()):
        message = f"its database is no collection: no table {', '.join(wrong) or 'but views'}"
        raise Refused("bad-package", message, _AGAIN)


def _has(connection: sqlite3.Connection, table: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", (table,)).fetchone())


def kinds(connection: sqlite3.Connection) -> dict[int, Kind]:
    """The note types by id."""
    if not _has(connection, "notetypes"):
        return {int(mid): of_model(model) for mid, model in _stored(connection, "models").items()}
    try:
        return _new_kinds(connection)
    except (ValueError, IndexError, TypeError):
        raise Refused("bad-package", "its note types cannot be read", _AGAIN) from None


def _new_kinds(connection: sqlite3.Connection) -> dict[int, Kind]:
    fields: dict[int, list[str]] = {}
    for mid, field in connection.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(mid, []).append(str(field))
    templates: dict[int, list[tuple[str, str]]] = {}
    for mid, config in connection.execute("SELECT ntid, CAST(config AS BLOB) FROM templates ORDER BY ntid, ord"):
        # NotetypeTemplateConfig in notetypes.proto: q_format is field 1, a_format field 2
        sides = {number: value.decode("utf-8", "replace") for number, value in protobuf(config or b"")}
        templates.setdefault(mid, []).append((sides.get(1, ""), sides.get(2, "")))
    found = {}
    for mid, name, config in connection.execute("SELECT id, name, CAST(config AS BLOB) FROM notetypes"):
        # NotetypeConfig.kind is field 1, a varint: 08 01 at the start means cloze; css is field 3
        cloze = (config or b"")[:2] == b"\x08\x01"
        css = dict(protobuf(config or b"")).get(3, b"").decode("utf-8", "replace")
        found[mid] = Kind(str(name), tuple(fields.get(mid, ())), cloze, tuple(templates.get(mid, ())), css)
    return found


def of_model(model: Mapping[str, Any]) -> Kind:
    """A note type of schema 11, or of CrowdAnki."""
    sides = [(str(t.get("qfmt", "")), str(t.get("afmt", ""))) for t in model.get("tmpls") or () if isinstance(t, dict)]
    names = tuple(str(f.get("name", "")) for f in model.get("flds") or () if isinstance(f, dict))
    return Kind(str(model.get("name", "")), names, model.get("type") == 1, tuple(sides), str(model.get("css", "")))


def decks(connection: sqlite3.Connection) -> dict[int, str]:
    """The names of the decks by id, `::` between their parts."""
    if _has(connection, "decks"):
        return {did: str(name).replace("\x1f", "::") for did, name in connection.execute("SELECT id, name FROM decks")}
    return {int(did): str(deck.get("name", "")) for did, deck in _stored(connection, "decks").items()}


def _stored(connection: sqlite3.Connection, column: str) -> dict[str, dict[str, Any]]:
    row = connection.execute(f"SELECT {column} FROM col").fetchone()
    try:
        table = json.loads(row[0]) if row else {}
        return {key: value for key, value in table.items() if isinstance(value, dict) and key.lstrip("-").isdigit()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise Refused("bad-package", f"its {column} cannot be read", _AGAIN) from None


def stored(connection: sqlite3.Connection) -> Iterator[Stored]:
    """All notes in the order of their ids."""
    rows = connection.execute(
        "SELECT n.mid, n.guid, n.tags, n.flds, c.did, c.ords FROM notes n LEFT JOIN (SELECT nid, "
        "min(CASE WHEN odid THEN odid ELSE did END) AS did, group_concat(ord) AS ords FROM cards GROUP BY nid) c "
        "ON c.nid = n.id ORDER BY n.id"
    )
    for mid, guid, tags, fields, did, ords in rows:
        numbers = sorted({int(number) for number in str(ords or "").split(",") if number.isdigit()})
        yield Stored(mid, str(guid), str(tags), str(fields), did, tuple(numbers))


def mods(connection: sqlite3.Connection) -> dict[str, int]:
    """GUID -> epoch seconds at which the note last changed."""
    return {str(guid): int(mod) for guid, mod in connection.execute("SELECT guid, CAST(mod AS INTEGER) FROM notes")}
