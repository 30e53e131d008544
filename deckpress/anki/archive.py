"""A package's files, read with limits.

No bomb, no path outside, nothing trusted that the archive says of itself.
"""

from __future__ import annotations

import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

import zstandard

from deckpress.anki import foreign_json, protobuf
from deckpress.anki.refusals import broken, hostile
from deckpress.model.refused import Refused

LARGEST_COLLECTION, LARGEST_MEDIUM, LARGEST_MEDIA = 2_000_000_000, 100_000_000, 1_000_000_000
"""Bytes, unpacked: the database, one media file, and all of them."""

LARGEST_DIRECTORY = 10_000_000
"""Bytes of a zip archive's list of its files: that of some 150,000."""

BOMB_RATIO, BOMB_SIZE = 250, 30_000_000
"""What unpacks to more than so many times its size, and to more than so many bytes, is a bomb."""

COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The newest first; a package of a newer kind holds an older, empty one for old programs."""

_CHUNK = 1 << 20
_WINDOW = 1 << 27
"""Bytes that Zstandard may look back, and so keep in memory."""

_BROKEN = (
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
    zstandard.ZstdError,
)
"""What the libraries raise for damaged data."""


class Archive:
    """An open .apkg or .colpkg. Raises Refused for what is no package or a hostile one."""

    def __init__(self, path: Path) -> None:
        if _directory_size(path) > LARGEST_DIRECTORY:
            raise hostile("archive-bomb", "a list of far too many files")
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise broken(f"not a package: {error}") from None
        # of two files of one name the last one counts, as for all that reads archives
        self._files = {info.filename: info for info in self._zip.infolist()}
        self._collection = self._found_collection()
        self._newest = self._collection == COLLECTIONS[0]

    def _found_collection(self) -> str:
        for name in COLLECTIONS:
            if name in self._files:
                return name
        raise Refused(
            "bad-package",
            "no Anki package: it holds no collection",
            "export the deck from Anki as .apkg",
        )

    def unpack_collection(self, target: IO[bytes]) -> None:
        """Write the database to `target`."""
        for chunk in self._chunks(self._collection, LARGEST_COLLECTION):
            target.write(chunk)

    def media(self) -> dict[str, str]:
        """Name in the collection to name in the archive, which is a number."""
        if "media" not in self._files:
            return {}
        data = b"".join(self._chunks("media", LARGEST_MEDIA))
        try:
            listed = _newest_list(data) if self._newest else _old_list(data)
        except (ValueError, AttributeError, IndexError):
            raise broken("its list of media cannot be read") from None
        stored = {}
        for number, name in listed.items():
            if not _is_bare(name):
                message = f"a media file outside the package's folder: {name[:80]!r}"
                raise hostile("unsafe-path", message)
            if number in self._files:
                stored[name] = number
        return stored

    def medium(self, number: str) -> bytes:
        """The bytes of one media file."""
        return b"".join(self._chunks(number, LARGEST_MEDIUM))

    def _chunks(self, name: str, largest: int) -> Iterator[bytes]:
        """The content of a file in pieces; `largest` is how many bytes it may have."""
        stored = max(1, self._files[name].compress_size)
        size = 0  # counted: the archive may say less than it holds
        try:
            with self._zip.open(name) as file:
                source = _decompressed(file) if self._newest else file
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    is_bomb = size > BOMB_SIZE and size > BOMB_RATIO * stored
                    if is_bomb or size > largest:
                        message = f"{name} unpacks to more than {size:,} bytes"
                        raise hostile("archive-bomb", message)
                    yield chunk
        except _BROKEN as error:
            raise broken(f"{name} cannot be unpacked: {error}") from None


def _decompressed(file: IO[bytes]) -> zstandard.ZstdDecompressionReader:
    """In the newest packages each file is compressed by itself, whatever the archive does to it."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    return decompressor.stream_reader(file, read_across_frames=True)


def _directory_size(path: Path) -> int:
    """The bytes of an archive's list of files, as its last record says (APPNOTE 4.3.16).

    By that record alone is it read, and before anything says how much memory that takes.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - (1 << 16) - 100))  # a comment of up to 64 KiB may follow the record
        tail = file.read()
    at = tail.rfind(b"PK\x06\x06")
    if 0 <= at <= len(tail) - 48:  # the record of large archives, 4.3.14
        return int.from_bytes(tail[at + 40 : at + 48], "little")
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        return 0
    return int.from_bytes(tail[at + 12 : at + 16], "little")


def _old_list(data: bytes) -> dict[str, str]:
    """Number to name, from the list of old packages: `{"0": "cat.jpg", "1": "dog.mp3"}`."""
    listed = foreign_json.loads(data or b"{}")
    names = {}
    for number, name in listed.items():
        names[str(number)] = str(name)
    return names


def _newest_list(data: bytes) -> dict[str, str]:
    """Number to name, from the newest list; a file's number is its place in it.

    It is `MediaEntries` of `import_export.proto` in ankitects/anki, of which these fields matter:
    `repeated MediaEntry entries = 1`, and in it `string name = 1`.
    """
    names: dict[str, str] = {}
    for number, entry in protobuf.fields(data):
        if number == 1:
            names[str(len(names))] = _first_text(entry)
    return names


def _first_text(entry: bytes) -> str:
    """The field 1 of a message; what follows it may be damaged, and nobody needs it."""
    for number, value in protobuf.fields(entry):
        if number == 1:
            return value.decode()
    return ""


def _is_bare(name: str) -> bool:
    r"""Whether a name leads nowhere, as `../x.png`, `C:x.png` and `a\x.png` do."""
    if name in ("", ".", "..") or "\0" in name or ":" in name:
        return False
    return PurePosixPath(name.replace("\\", "/")).name == name
