"""What took long to make, remembered from run to run in the user's cache folder.

A file's name is a hash of everything that its content depends on, this package's own files, the
installed libraries and Python among it. So nothing stale can be found, and a file of that name is
right, whichever run wrote it.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import os
import pickle
import re
import shutil
import stat
import sys
import time
import zlib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

import deckpress
from deckpress.system import files

DAYS = 60
"""For how long a deck that is not worked on is remembered."""

CHECKSUM = 4
"""Bytes of the CRC-32 that stands before the rest of a file, over its name and that rest: else one
file could stand in another's place, and a flipped bit would be a wrong formula for ever."""

KEPT = {
    "alike",
    "findings",
    "formulas.json",
    "media",
    "notes",
    "pages",
}
"""All that a deck's folder can hold: one that holds anything else is none of ours."""

_DECK = re.compile(r"[a-z0-9][a-z0-9._-]*-(?:[0-9a-f]{8}|[0-9a-f]{12})")
"""A deck's folder: `my-deck-1f0c5b7a9e3d`; with 8 digits up to version 1.0."""

Result = TypeVar("Result")


class _Reader(pickle.Unpickler):
    """Makes some named tuples and nothing else: whatever a file holds, reading it runs no code."""

    def __init__(self, data: bytes, nouns: Collection[type]) -> None:
        super().__init__(io.BytesIO(data))
        self.nouns = nouns

    def find_class(self, module: str, name: str) -> type:
        """The class of that name, if it is one of those."""
        for noun in self.nouns:
            if (noun.__module__, noun.__qualname__) == (module, name):
                return noun
        raise pickle.UnpicklingError(f"{module}.{name}")


def pickled(value: object) -> bytes:
    """Named tuples, tuples, lists, texts, bytes and numbers as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def load(path: Path) -> bytes | None:
    """What `store` wrote to this very path.

    None if it is damaged, or may be another user's work.
    """
    return _sound(path) if is_private(path.parent) else None


def store(path: Path, data: bytes) -> None:
    """Remember some bytes; a cache that cannot be written costs time and nothing else."""
    with contextlib.suppress(OSError):
        _make(path.parent)
        if is_private(path.parent):
            checksum = _checksum(path.name, data)
            files.write(path, checksum + data, path.parent)


def _sound(path: Path) -> bytes | None:
    """A file without its checksum; None if there is no file, or the sum is wrong."""
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    checksum, data = stored[:CHECKSUM], stored[CHECKSUM:]
    return data if checksum == _checksum(path.name, data) else None


def _checksum(name: str, data: bytes) -> bytes:
    start = zlib.crc32(name.encode())
    return zlib.crc32(data, start).to_bytes(CHECKSUM, "big")


def is_private(folder: Path) -> bool:
    """Whether nobody but the user can put files into a folder of the cache.

    It and those above it, up to the deck's, must be his and closed to others, and no links.
    """
    places = []
    for place in (folder, *folder.parents[:2]):  # `pages`, and `my-deck-1f0c5b7a9e3d` above it
        places.append(place)
        if _DECK.fullmatch(place.name):
            return all(map(_is_closed, places))
    return _is_closed(folder)


def _is_closed(folder: Path) -> bool:
    try:
        facts = os.lstat(folder)
    except OSError:
        return False
    if not stat.S_ISDIR(facts.st_mode):
        return False
    if os.name == "nt":  # without such bits; a user's folders are his own there
        return True
    writable = facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return not writable and facts.st_uid == os.geteuid()


def _make(folder: Path) -> None:
    """Make a folder that only the user can open, whatever his umask is, and those above it."""
    if not folder.exists():
        _make(folder.parent)
        folder.mkdir(0o700, exist_ok=True)


class Memory:
    """A folder of what one kind of work has made, each file under a name of its own."""

    def __init__(
        self,
        folder: Path,
        nouns: Collection[type],
        basis: str = "",
        *,
        is_borrowed: bool = False,
    ) -> None:
        """`nouns` are the named tuples that a file may hold, `basis` is what all files depend on.

        What is borrowed from another state of the deck is read, neither added to nor forgotten.
        """
        self.folder = folder
        self._nouns = nouns
        self._is_borrowed = is_borrowed
        known = f"{folder.name}\0{basis}\0{_program()}\0"
        self._basis = hashlib.sha256(known.encode())

    def name(self, basis: str) -> str:
        """The name of what depends on the memory's basis and on this one; empty if this one is."""
        if not basis:
            return ""
        made = self._basis.copy()
        made.update(basis.encode())
        return made.hexdigest()[:40]

    def read(self, data: bytes) -> Any:
        """What `pickled` has made bytes of. Raises all kinds of errors for anything else."""
        return _Reader(data, self._nouns).load()

    @functools.cached_property
    def _is_private(self) -> bool:
        return is_private(self.folder)  # asked once, and not for each of ten thousand files

    def get(self, name: str, kind: type[Result]) -> Result | None:
        """What is remembered under a name; None if that is nothing, or nothing of that kind."""
        if not name or not self._is_private:
            return None
        data = _sound(self.folder / name)
        if data is None:
            return None
        try:
            found = self.read(data)
        except Exception:  # a damaged pickle can raise anything; what cannot be read is made again
            return None
        return found if isinstance(found, kind) else None

    def put(self, name: str, data: bytes) -> None:
        """Remember what `pickled` made, unless the name is empty."""
        if name and not self._is_borrowed:
            store(self.folder / name, data)

    def keep(self, names: Collection[str]) -> None:
        """Forget all others: never more is kept than for the deck as it was last."""
        if self._is_borrowed or not is_private(self.folder):
            return
        kept = frozenset(names)
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.is_dir():  # an older version had a folder there for each kind of work
                    shutil.rmtree(path, ignore_errors=True)
                elif path.name not in kept:
                    path.unlink()

    def only(
        self,
        basis: str,
        kind: type[Result],
        make: Callable[[], Result],
    ) -> Result:
        """What `make` makes, remembered alone, for as long as the basis is the same."""
        name = self.name(basis)
        found = self.get(name, kind)
        if found is None:
            found = make()
            self.put(name, pickled(found))
            self.keep({name})
        return found


def forget_old_decks(cache: Path) -> None:
    """Remove the folders beside a deck's own, of decks with which nothing was done for long.

    Most are gone.
    """
    long_ago = time.time() - DAYS * 86_400
    with contextlib.suppress(OSError):
        os.utime(cache)
        for folder in cache.parent.iterdir():
            is_old = folder.stat().st_mtime < long_ago
            if is_old and _is_decks(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_decks(folder: Path) -> bool:
    """Whether a folder is a deck's, by its name and by all that lies in it."""
    if not _DECK.fullmatch(folder.name):
        return False
    return KEPT.issuperset(os.listdir(folder))


@functools.cache
def _program() -> str:
    """A hash of everything that does the work.

    Our own files, the libraries by their versions, Python, the machine.
    """
    machine = (sys.version, sys.byteorder, sys.hash_info)
    made = hashlib.sha256(repr(machine).encode())
    folder = Path(deckpress.__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".json", ".toml"):
            made.update(bytes(path.relative_to(folder)) + b"\0")
            made.update(path.read_bytes())
    for place in sys.path:
        with contextlib.suppress(OSError):
            names = sorted(os.listdir(place or "."))
            # jinja2-3.1.6.dist-info
            libraries = [name for name in names if name.endswith(".dist-info")]
            made.update(os.fsencode("\0".join(libraries)))
    return made.hexdigest()
