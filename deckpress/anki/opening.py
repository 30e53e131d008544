"""Opens Anki's database with limits: of a package, or the `collection.anki2` of a profile, also of a running Anki."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from deckpress.anki.archive import LARGEST_COLLECTION, LARGEST_MEDIUM, Archive
from deckpress.model import printable
from deckpress.model.refused import Refused
from deckpress.system import files

LARGEST_NOTE, MOST_NOTES = 20_000_000, 1_000_000
"""Bytes of one row, and how many notes are read: what is more has nobody written."""

MAGIC = b"SQLite format 3\0"
"""How a database begins."""

STEPS, STEPS_A_BYTE = 20_000_000, 3
"""Steps of SQLite's machine that reading may take: so many, and so many for each byte of the file.

Anki's own collections take a quarter of a step for each byte. A million steps take some 20 ms.
"""

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LARGEST_NOTE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
"""What SQLite refuses of a schema that no Anki has written (sqlite.org/limits.html)."""

_PRAGMAS = ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0")
"""As SQLite advises for files of strangers (sqlite.org/security.html)."""

_EVERY = 10_000
_TABLES = ("notes", "cards", "col")
_AGAIN = "export the deck from Anki again"

Medium = Callable[[str], bytes | None]
"""The bytes of a media file by its name in the collection; None if there is none of that name."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[sqlite3.Connection, Medium]]:
    """The database and the media of an .apkg, a .colpkg or a profile's `collection.anki2`. Raises Refused."""
    if head(path, len(MAGIC)) == MAGIC:
        with _of_profile(path) as connection:
            yield connection, lambda name: _beside(path.with_suffix(".media"), name)
    else:
        archive = Archive(path)
        listed = archive.media()
        with _of_package(archive) as connection:
            yield connection, lambda name: archive.medium(listed[name]) if name in listed else None


def head(path: Path, count: int) -> bytes:
    """The first bytes of a file. Raises Refused for what is none: a pipe may never end."""
    if not path.is_file():
        raise Refused("unsafe-path", "no ordinary file", "save it as a file first")
    with path.open("rb") as file:
        return file.read(count)


def _beside(folder: Path, name: str) -> bytes | None:
    """A file of a profile's media folder."""
    path = folder / name
    there = (
        Path(name).name == name
        and files.inside(path, folder)
        and path.stat().st_size <= LARGEST_MEDIUM
    )
    return path.read_bytes() if there else None


@contextmanager
def _of_package(archive: Archive) -> Iterator[sqlite3.Connection]:
    """The database of a package. Raises Refused for a broken one."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "collection"
        with place.open("wb") as target:
            archive.unpack_collection(target)
        with _opened(place) as connection:
            yield connection


@contextmanager
def _of_profile(path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of a `collection.anki2`, with what Anki has not yet written into it. Raises Refused for a broken one.

    A running Anki holds the only lock on its database, so that SQLite cannot read along; but its files can be copied.
    """
    if path.stat().st_size > LARGEST_COLLECTION:
        raise Refused(
            "bad-package", f"larger than {LARGEST_COLLECTION:,} bytes", "export the deck as .apkg"
        )
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
    raise Refused(
        "bad-package", "Anki keeps writing into it", "close Anki, or export the deck as .apkg"
    )


def _state(*paths: Path) -> list[tuple[int, int]]:
    facts = (path.stat() for path in paths if path.is_file())
    return [(fact.st_mtime_ns, fact.st_size) for fact in facts]


@contextmanager
def _opened(place: Path) -> Iterator[sqlite3.Connection]:
    address = f"file:{quote(str(place))}?mode=ro&immutable=1"
    with _refused(), closing(sqlite3.connect(address, uri=True)) as connection:
        _limit(connection, place.stat().st_size)
        connection.create_collation("unicase", _unicase)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        _tables_only(connection)
        (count,) = connection.execute("SELECT count(*) FROM notes").fetchone()
        if count > MOST_NOTES:
            raise Refused(
                "archive-bomb",
                f"{count:,} notes; the limit is {MOST_NOTES:,}",
                "export one deck at a time",
            )
        yield connection


def _limit(connection: sqlite3.Connection, size: int) -> None:
    """Let a database of `size` bytes compute nothing, and not take longer than an honest one."""
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    for category, most in LIMITS.items():
        connection.setlimit(category, most)
    left = itertools.count((STEPS + STEPS_A_BYTE * size) // _EVERY, -1)
    connection.set_progress_handler(lambda: next(left) < 0, _EVERY)


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except sqlite3.DataError:
        message = f"a note or table of more than {LARGEST_NOTE:,} bytes"
        raise Refused("archive-bomb", message, "do not trust this package") from None
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise Refused("bad-package", f"its database is broken: {error}", _AGAIN) from None
        message = "reading its database takes far too long"
        raise Refused("archive-bomb", message, "do not trust this package") from None
    except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as error:
        raise Refused("bad-package", f"its database is broken: {error}", _AGAIN) from None


def _unicase(a: str, b: str) -> int:
    return (a.lower() > b.lower()) - (a.lower() < b.lower())


def _tables_only(connection: sqlite3.Connection) -> None:
    """Refuse what is no plain table: a view, a trigger, a virtual table or a generated column can compute without end.

    Of these, only tables and indexes have a page where they begin.
    """
    found = connection.execute("SELECT type, name, rootpage FROM sqlite_master").fetchall()
    names = {name for kind, name, _ in found if kind == "table"}
    wrong = [table for table in _TABLES if table not in names]
    if wrong:
        raise Refused(
            "bad-package", f"its database is no collection: no table {', '.join(wrong)}", _AGAIN
        )
    strange = [
        str(name) for kind, name, page in found if kind not in ("table", "index") or not page
    ]
    strange += [str(name) for (name,) in connection.execute(_GENERATED)]
    if strange:
        message = f"its database computes, which no Anki lets it do: {printable(strange[0][:80])}"
        raise Refused("bad-package", message, _AGAIN)


_GENERATED = """
    SELECT m.name || '.' || x.name FROM sqlite_master AS m, pragma_table_xinfo(m.name) AS x
    WHERE m.type = 'table' AND x.hidden <> 0
"""
