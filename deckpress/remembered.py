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
import shutil
import sys
import time
import zlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import deckpress
from deckpress import files

DAYS = 60
"""For how long a deck that is not worked on is remembered."""

SUM = 4
"""Bytes of the CRC-32 that stands before the rest of a file."""


Nouns = Mapping[tuple[str, str], type]
"""The named tuples that a file may hold, by module and name."""


def nouns(*found: object) -> Nouns:
    """Those of some objects that are classes of named tuples."""
    return {(n.__module__, n.__name__): n for n in found if isinstance(n, type) and issubclass(n, tuple)}


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

    def get(self, name: str, known: Nouns) -> Any:
        """What is remembered under a name; None if that is nothing, or nothing that can be read."""
        try:
            data = (self._folder / name).read_bytes()
            return read(data[SUM:], known) if zlib.crc32(data[SUM:]) == int.from_bytes(data[:SUM], "big") else None
        except Exception:  # a damaged pickle can raise anything; what cannot be read is made again
            return None

    def put(self, name: str, data: bytes) -> None:
        """Remember what `written` made; a cache that cannot be written costs time and nothing else."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(0o700, parents=True, exist_ok=True)
            files.write(self._folder / name, zlib.crc32(data).to_bytes(SUM, "big") + data)

    def keep(self, names: Collection[str]) -> None:
        """Forget all others: never more is kept than for the deck as it was last."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in names:
                    path.unlink()


def forget_old_decks(cache: Path) -> None:
    """Remove the folders beside a deck's own, of decks with which nothing was done for long: most are gone."""
    with contextlib.suppress(OSError):
        os.utime(cache)
        for folder in cache.parent.iterdir():
            if folder.stat().st_mtime < time.time() - DAYS * 86_400:
                shutil.rmtree(folder, ignore_errors=True)


@functools.cache
def _program() -> str:
    """A hash of everything that does the work: our own files, the libraries by their versions, Python, the machine."""
    made = hashlib.sha256(repr((sys.version, sys.byteorder, sys.hash_info)).encode())
    folder = Path(deckpress.__file__).parent
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".json")):
        made.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    for place in sys.path:
        with contextlib.suppress(OSError):
            installed = (os.fsencode(name) for name in os.listdir(place or ".") if name.endswith(".dist-info"))
            made.update(b"\0".join(sorted(installed)))
    return made.hexdigest()
