"""What an output has written, as text that a reviewer can read in a diff: nothing left out, nothing that is no text."""

from __future__ import annotations

import hashlib
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

LONGEST = 5000
"""Characters of a line that somebody may read; KaTeX's style sheet is one of 18,000."""

_DATA_URI = re.compile(r"data:[\w.+/-]+;base64,[A-Za-z0-9+/=]{100,}")
"""A font or picture inside a page: `data:font/woff2;base64,d09GMgABAAAAA…`."""

JSON_COLUMNS = ("conf", "models", "decks", "dconf", "tags")
"""Of the one row of `col`, which hold JSON."""


def listing(folder: Path) -> dict[str, str]:
    """Each file below a folder, by its path there, as text."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): readable(path) for path in paths}


def readable(path: Path) -> str:
    """A file as text; bytes that are no text are their hash."""
    data = path.read_bytes()
    if path.suffix == ".apkg":
        return "".join(f"{line}\n" for line in package(data))
    try:
        return _without_bulk(data.decode("utf-8"))
    except UnicodeDecodeError:
        return f"{_hash(data)}\n"


def package(data: bytes) -> Iterator[str]:
    """An .apkg: its zip, then its database: each value or small row with the way to it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names: Mapping[str, str] = json.loads(archive.read("media"))
        for entry in archive.infolist():
            how = (entry.date_time, oct(entry.external_attr >> 16), entry.create_system)
            yield f"zip {entry.filename}: {how}, compressed by {entry.compress_type}"
        for number, name in names.items():
            yield f"media {number}: {name}, {_hash(archive.read(number))}"
        database = archive.read("collection.anki2")
    with sqlite3.connect(":memory:") as connection:
        connection.deserialize(database)
        yield from _Database(connection).lines()
    connection.close()


class _Database:
    """A collection as lines."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        self.connection = connection
        self.shown: dict[str, str] = {}
        """Each text of several lines, and the place at which it is to be read."""

    def lines(self) -> Iterator[str]:
        (page_size,) = self.connection.execute("PRAGMA page_size").fetchone()
        yield f"page_size: {page_size}"
        (collection,) = self.rows("col")
        for name in JSON_COLUMNS:
            collection[name] = json.loads(str(collection[name]))
        yield from self.values("col", collection)
        for i, note in enumerate(self.rows("notes")):
            models = collection["models"]
            fields = models[str(note["mid"])]["flds"]  # type: ignore[index]
            values = str(note["flds"]).split("\x1f")
            note["flds"] = dict(zip([field["name"] for field in fields], values, strict=True))
            yield from self.values(f"notes.{i}", note)
        for i, card in enumerate(self.rows("cards")):
            yield from self.values(f"cards.{i}", card)
        for entry in self.rows("sqlite_schema"):
            yield f"{entry['type']} {entry['name']}: {_hash(str(entry['sql']).encode())}"
        for table in ("graves", "revlog"):
            yield f"{table}: {self.rows(table)}"

    def rows(self, table: str) -> list[dict[str, object]]:
        return [dict(row) for row in self.connection.execute(f"SELECT * FROM {table}")]

    def values(self, place: str, value: object) -> Iterator[str]:
        """`place: value`, or each part of the value at a place of its own."""
        if isinstance(value, dict):
            short = {name: part for name, part in value.items() if _is_short(part)}
            yield f"{place}: {_words(short)}"
            for name in [name for name in value if name not in short]:
                yield from self.values(f"{place}.{name}", value[name])
        elif isinstance(value, list):
            for i, part in enumerate(value):
                yield from self.values(f"{place}.{i}", part)
        elif "\n" in str(value):
            yield from self.block(place, str(value))
        else:
            yield f"{place}: {value}"

    def block(self, place: str, text: str) -> Iterator[str]:
        """A text of several lines, the first time that it comes."""
        first = self.shown.setdefault(text, place)
        if first != place:
            yield f"{place}: as {first}"
            return
        yield f"{place}:"
        for line in _without_bulk(text).split("\n"):
            yield f"  | {line}"


def _is_short(value: object) -> bool:
    """A number, `"Basic"`, or an empty list: many of them fit into a line."""
    return not isinstance(value, dict) and len(repr(value)) <= 60 and "\\n" not in repr(value)


def _words(values: Mapping[str, object]) -> str:
    """`name="Basic" type=0`."""
    return " ".join(
        f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in values.items()
    )


def _without_bulk(text: str) -> str:
    """A text with the hash of each large data URI and each line that nobody can read in its place."""
    text = _DATA_URI.sub(lambda found: f"{found[0][:25]}… {_hash(found[0].encode())}", text)
    lines = text.split("\n")
    return "\n".join(line if len(line) <= LONGEST else _shortened(line) for line in lines)


def _shortened(line: str) -> str:
    return f"{line[:60]}… {_hash(line.encode())}"


def _hash(data: bytes) -> str:
    return f"({len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()[:16]})"
