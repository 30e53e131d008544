"""What was made of each page, remembered from run to run: a page that has not changed is not parsed again.

One file per page in the user's cache folder. Its name is a hash of everything that its content depends on: the page's
path and bytes, the configuration, this package's own files, the installed libraries and Python. So nothing stale can
be found, and a file of that name is right, whichever run wrote it.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import os
import pickle
import sys
import zlib
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import deckpress
from deckpress import files, model, similarity
from deckpress.config import Config

_KNOWN = (*vars(model).values(), similarity.Question, similarity.Reading, similarity.Word)
_NOUNS = {(n.__module__, n.__name__): n for n in _KNOWN if isinstance(n, type) and issubclass(n, tuple)}

SUM = 4
"""Bytes of the CRC-32 that stands before the rest of a file."""


class _Reader(pickle.Unpickler):
    """Makes named tuples of ours and nothing else: whatever stands in a file, reading it runs no code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _NOUNS:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return _NOUNS[module, name]


def read(data: bytes) -> Any:
    """What `written` has written. Raises all kinds of errors for anything else."""
    return _Reader(io.BytesIO(data)).load()


def written(value: object) -> bytes:
    """Nouns, tuples, lists, dicts, texts and numbers as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


class Memory:
    """The pages of one deck as far as `each` is concerned."""

    def __init__(self, config: Config, each: Callable[..., object]) -> None:
        work = f"{each.__module__}.{each.__qualname__}"
        settings = replace(config, root=Path(), out=Path(), jobs=0, outputs=())
        self._folder = config.cache / "pages" / work
        self._basis = hashlib.sha256("\0".join((work, repr(settings), _program())).encode())

    def name(self, path: str, data: bytes) -> str:
        """The name of what is remembered of a page, by its path and bytes."""
        made = self._basis.copy()
        made.update(b"\0%b\0" % os.fsencode(path))
        made.update(data)
        return made.hexdigest()[:40]

    def get(self, name: str) -> Any:
        """What is remembered under a name; None if that is nothing, or nothing that can be read."""
        try:
            data = (self._folder / name).read_bytes()
            return read(data[SUM:]) if zlib.crc32(data[SUM:]) == int.from_bytes(data[:SUM], "big") else None
        except Exception:  # a damaged pickle can raise anything; what cannot be read is made again
            return None

    def put(self, name: str, data: bytes) -> None:
        """Remember what `written` made; a cache that cannot be written costs time and nothing else."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(0o700, parents=True, exist_ok=True)
            files.write(self._folder / name, zlib.crc32(data).to_bytes(SUM, "big") + data)

    def keep(self, names: Collection[str]) -> None:
        """Forget all others: never more is kept than the deck as it was last."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in names:
                    path.unlink()


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
