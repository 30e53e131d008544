"""What took long to make, remembered from run to run in the user's cache folder.

A file's name is a hash of everything that its content depends on, this package's own files, the installed libraries and
Python among it. So nothing stale can be found, and a file of that name is right, whichever run wrote it.
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
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import deckpress
from deckpress.system import files

DAYS = 60
"""For how long a deck that is not worked on is remembered."""

SUM = 4
"""Bytes of the CRC-32 that stands before the rest of a file, over its name and that rest: else one
file could stand in another's place, and a flipped bit would be a wrong formula for ever."""

KEPT = {"alike", "formulas.json", "media", "pages"}
"""All that a deck's folder can hold: one that holds anything else is none of ours."""

_DECK = re.compile(r"[a-z0-9][a-z0-9._-]*-(?:[0-9a-f]{8}|[0-9a-f]{12})")
"""A deck's folder: `my-deck-1f0c5b7a9e3d`; with 8 digits up to version 1.0."""


Nouns = Mapping[tuple[str, str], type]
"""The named tuples that a file may hold, by module and name."""


def nouns(*found: object) -> Nouns:
    """Those of some objects that are classes of named tuples."""
    return {
        (n.__module__, n.__name__): n for n in found if isinstance(n, type) and issubclass(n, tuple)
    }


class _Reader(pickle.Unpickler):
    """Makes named tuples of ours and nothing else: whatever stands in a file, reading it runs no code."""

    def __init__(self, data: bytes, known: Nouns) -> None:
        super().__init__(io.BytesIO(data))
        self.known = known

    def find_class(self, module: str, name: str) -> type:
        if (module, name) not in self.known:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return self.known[module, name]


def read(data: bytes, known: Nouns) -> Any:
    """What `written` has written. Raises all kinds of errors for anything else."""
    return _Reader(data, known).load()


def written(value: object) -> bytes:
    """Named tuples, tuples, lists, texts, bytes and numbers as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def load(path: Path) -> bytes | None:
    """What `store` wrote to this very path; None if it is damaged, or may be another user's work."""
    return _sound(path) if is_private(path.parent) else None


def store(path: Path, data: bytes) -> None:
    """Remember some bytes; a cache that cannot be written costs time and nothing else."""
    with contextlib.suppress(OSError):
        _make(path.parent)
        if is_private(path.parent):
            files.write(path, _sum(path.name, data) + data, path.parent)


def _sound(path: Path) -> bytes | None:
    """A file without its sum; None if there is none, or the sum is wrong."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    body = data[SUM:]
    return body if data[:SUM] == _sum(path.name, body) else None


def _sum(name: str, data: bytes) -> bytes:
    return zlib.crc32(data, zlib.crc32(name.encode())).to_bytes(SUM, "big")


def is_private(folder: Path) -> bool:
    """Whether nobody but the user can put files into a folder of the cache.

    It and those above it, up to the deck's, must be his and closed to others, and no links.
    """
    above = (folder, *folder.parents[:2])
    decks = [place for place in above if _DECK.fullmatch(place.name)]
    last = decks[0] if decks else folder
    return all(_is_closed(place) for place in above[: above.index(last) + 1])


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
    """A folder of one kind of work; `basis` is what all of its files depend on."""

    def __init__(self, folder: Path, basis: str = "") -> None:
        self._folder = folder
        self._basis = hashlib.sha256(f"{folder.name}\0{basis}\0{_program()}".encode())

    def name(self, path: str, data: bytes) -> str:
        """The name of what is made of a file, by its path and bytes."""
        made = self._basis.copy()
        made.update(b"\0%b\0" % os.fsencode(path))
        made.update(data)
        return made.hexdigest()[:40]

    @functools.cached_property
    def _is_private(self) -> bool:
        return is_private(self._folder)  # asked once, and not for each of ten thousand files

    def get(self, name: str, known: Nouns) -> Any:
        """What is remembered under a name; None if that is nothing, or nothing that can be read."""
        data = _sound(self._folder / name) if self._is_private else None
        try:
            return None if data is None else read(data, known)
        except Exception:  # a damaged pickle can raise anything; what cannot be read is made again
            return None

    def put(self, name: str, data: bytes) -> None:
        """Remember what `written` made."""
        store(self._folder / name, data)

    def keep(self, names: Collection[str]) -> None:
        """Forget all others: never more is kept than for the deck as it was last."""
        with contextlib.suppress(OSError):
            if is_private(self._folder):
                for path in self._folder.iterdir():
                    if path.name not in names:
                        path.unlink()


def forget_old_decks(cache: Path) -> None:
    """Remove the folders beside a deck's own, of decks with which nothing was done for long: most are gone."""
    with contextlib.suppress(OSError):
        os.utime(cache)
        for folder in cache.parent.iterdir():
            is_old = folder.stat().st_mtime < time.time() - DAYS * 86_400
            is_ours = _DECK.fullmatch(folder.name) and KEPT.issuperset(os.listdir(folder))
            if is_old and is_ours:
                shutil.rmtree(folder, ignore_errors=True)


@functools.cache
def _program() -> str:
    """A hash of everything that does the work: our own files, the libraries by their versions, Python, the machine."""
    made = hashlib.sha256(repr((sys.version, sys.byteorder, sys.hash_info)).encode())
    folder = Path(deckpress.__file__).parent
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".json", ".toml")):
        made.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    for place in sys.path:
        with contextlib.suppress(OSError):
            installed = (
                os.fsencode(name)
                for name in os.listdir(place or ".")
                if name.endswith(".dist-info")
            )
            made.update(b"\0".join(sorted(installed)))
    return made.hexdigest()
