"""Opens Anki's database with limits.

That of a package, or the `collection.anki2` of a profile, also of a running Anki.
"""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from deckpress.anki.archive import LARGEST_COLLECTION, LARGEST_MEDIUM, Archive
from deckpress.anki.refusals import broken, hostile
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

_STEPS_BETWEEN_LOOKS = 10_000
_TABLES = ("notes", "cards", "col")
_GENERATED_COLUMNS = """
    SELECT m.name || '.' || x.name FROM sqlite_master AS m, pragma_table_xinfo(m.name) AS x
    WHERE m.type = 'table' AND x.hidden <> 0
"""

MediaReader = Callable[[str], bytes | None]
"""The bytes of a media file by its name in the collection; None if there is none of that name."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[sqlite3.Connection, MediaReader]]:
    """The database and the media of an .apkg, a .colpkg or a profile's `collection.anki2`.

    Raises Refused, also while the database is read.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "collection"
        is_profile = head(path, len(MAGIC)) == MAGIC
        copied = _copied_profile if is_profile else _unpacked_package
        media = copied(path, copy)
        with _reading(copy) as connection:
            yield connection, media


def head(path: Path, count: int) -> bytes:
    """The first bytes of a file. Raises Refused for what is none: a pipe may never end."""
    if not path.is_file():
        raise Refused(
            "unsafe-path",
            "no ordinary file",
            "save it as a file first",
        )
    with path.open("rb") as file:
        return file.read(count)


def _unpacked_package(path: Path, target: Path) -> MediaReader:
    """Write a package's database to `target`; returns what reads its media. Raises Refused."""
    archive = Archive(path)
    listed = archive.media()
    with target.open("wb") as file:
        archive.unpack_collection(file)

    def medium(name: str) -> bytes | None:
        return archive.medium(listed[name]) if name in listed else None

    return medium


def _copied_profile(path: Path, target: Path) -> MediaReader:
    """Copy a `collection.anki2`, with what Anki has not yet written into it. Raises Refused.

    A running Anki holds the only lock on its database, so that SQLite cannot read along; but its
    files can be copied.
    """
    if path.stat().st_size > LARGEST_COLLECTION:
        message = f"larger than {LARGEST_COLLECTION:,} bytes"
        raise Refused("bad-package", message, "export the deck as .apkg")
    log = path.with_name(f"{path.name}-wal")
    copied_log = Path(f"{target}-wal")
    _copy_at_one_moment({path: target, log: copied_log})
    if copied_log.exists():
        with _refusing(), closing(sqlite3.connect(target)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")
    return partial(_medium_of_profile, path.with_suffix(".media"))


def _copy_at_one_moment(copies: dict[Path, Path]) -> None:
    """Copy those files that exist; again, if Anki wrote meanwhile."""
    for _ in range(5):
        before = _state(copies)
        for source, target in copies.items():
            if source.is_file():
                shutil.copyfile(source, target)
        if _state(copies) == before:
            return
        time.sleep(0.5)
    message = "Anki keeps writing into it"
    raise Refused(
        "bad-package",
        message,
        "close Anki, or export the deck as .apkg",
    )


def _state(paths: Iterable[Path]) -> list[tuple[int, int]]:
    """What tells whether a file was written: time and size of each."""
    state = []
    for path in paths:
        if path.is_file():
            facts = path.stat()
            state.append((facts.st_mtime_ns, facts.st_size))
    return state


def _medium_of_profile(folder: Path, name: str) -> bytes | None:
    path = folder / name
    if Path(name).name != name or not files.inside(path, folder):
        return None
    if path.stat().st_size > LARGEST_MEDIUM:
        return None
    return path.read_bytes()


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A database that was checked and is read with limits. Raises Refused for a broken one."""
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    with _refusing(), closing(sqlite3.connect(address, uri=True)) as connection:
        _limit(connection, path.stat().st_size)
        connection.create_collation("unicase", _compare_without_case)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        _check_schema(connection)
        (count,) = connection.execute("SELECT count(*) FROM notes").fetchone()
        if count > MOST_NOTES:
            message = f"{count:,} notes; the limit is {MOST_NOTES:,}"
            raise Refused(
                "archive-bomb",
                message,
                "export one deck at a time",
            )
        yield connection


def _limit(connection: sqlite3.Connection, size: int) -> None:
    """Let a database of `size` bytes compute nothing, and take no longer than an honest one."""
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    for category, most in LIMITS.items():
        connection.setlimit(category, most)
    steps = STEPS + STEPS_A_BYTE * size
    looks_left = itertools.count(steps // _STEPS_BETWEEN_LOOKS, -1)
    # SQLite interrupts what it does once the handler says true
    connection.set_progress_handler(lambda: next(looks_left) < 0, _STEPS_BETWEEN_LOOKS)


@contextmanager
def _refusing() -> Iterator[None]:
    """Raises Refused for all that SQLite raises."""
    try:
        yield
    except sqlite3.DataError:
        message = f"a note or table of more than {LARGEST_NOTE:,} bytes"
        raise hostile("archive-bomb", message) from None
    except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as error:
        if isinstance(error, sqlite3.OperationalError) and "interrupted" in str(error):
            raise hostile("archive-bomb", "reading its database takes far too long") from None
        raise broken(f"its database is broken: {error}") from None


def _compare_without_case(one: str, other: str) -> int:
    """Anki's own order of names, `unicase`, without which SQLite reads none of its indexes."""
    one, other = one.lower(), other.lower()
    if one == other:
        return 0
    return 1 if one > other else -1


def _check_schema(connection: sqlite3.Connection) -> None:
    """Refuse what is no plain table.

    A view, a trigger, a virtual table or a generated column can compute without end. Of these, only
    tables and indexes have a page where they begin.
    """
    tables = set()
    computing = []
    for kind, name, page in connection.execute("SELECT type, name, rootpage FROM sqlite_master"):
        if kind == "table":
            tables.add(name)
        if kind not in ("table", "index") or not page:
            computing.append(str(name))
    missing = [table for table in _TABLES if table not in tables]
    if missing:
        raise broken(f"its database is no collection: no table {', '.join(missing)}")
    for (name,) in connection.execute(_GENERATED_COLUMNS):
        computing.append(str(name))
    if computing:
        shown = printable(computing[0][:80])
        raise broken(f"its database computes, which no Anki lets it do: {shown}")
