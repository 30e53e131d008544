"""A package's files, read with limits: no bomb, no path outside, nothing trusted that the archive says of itself."""

from __future__ import annotations

import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

import zstandard

from deckpress.anki import json
from deckpress.model.refused import Refused

LARGEST_COLLECTION, LARGEST_MEDIUM, LARGEST_MEDIA = 2_000_000_000, 100_000_000, 1_000_000_000
"""Bytes, unpacked: the database, one media file, and all of them."""

LARGEST_DIRECTORY = 10_000_000
"""Bytes of a zip archive's list of its files: that of some 150,000."""

BOMB_RATIO, BOMB_SIZE = 250, 30_000_000
"""A file that unpacks to more than so many times its size, and to more than so many bytes, is a bomb."""

COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The newest first; a package of a newer kind holds an older, empty one for old programs."""

_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zstandard.ZstdError, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError,
           RuntimeError, ValueError, KeyError)  # fmt: skip


class Archive:
    """An open .apkg or .colpkg. Raises Refused for what is no package or a hostile one."""

    def __init__(self, path: Path) -> None:
        if _directory(path) > LARGEST_DIRECTORY:
            raise Refused(
                "archive-bomb", "a list of far too many files", "do not trust this package"
            )
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refused(
                "bad-package", f"not a package: {error}", "export the deck from Anki again"
            ) from None
        self.names = {info.filename: info for info in self.zip.infolist()}
        self.collection = next((name for name in COLLECTIONS if name in self.names), "")
        if not self.collection:
            raise Refused(
                "bad-package",
                "no Anki package: it holds no collection",
                "export the deck from Anki as .apkg",
            )

    def unpack_collection(self, target: IO[bytes]) -> None:
        """Write the database to `target`."""
        for chunk in self._chunks(
            self.collection, LARGEST_COLLECTION, self.collection.endswith("b")
        ):
            target.write(chunk)

    def media(self) -> dict[str, str]:
        """Name in the collection to name in the archive."""
        if "media" not in self.names:
            return {}
        newest = self.collection.endswith("b")
        data = b"".join(self._chunks("media", LARGEST_MEDIUM, newest))
        try:
            listed = (
                dict(_entries(data))
                if newest
                else {str(k): str(v) for k, v in json.loads(data or b"{}").items()}
            )
        except (ValueError, AttributeError, IndexError):
            raise Refused(
                "bad-package", "its list of media cannot be read", "export the deck from Anki again"
            ) from None
        for name in listed.values():
            if (
                not name
                or PurePosixPath(name.replace("\\", "/")).name != name
                or name in (".", "..")
                or "\0" in name
                or ":" in name
            ):
                raise Refused(
                    "unsafe-path",
                    f"a media file outside the package's folder: {name[:80]!r}",
                    "do not trust this package",
                )
        return {name: number for number, name in listed.items() if number in self.names}

    def medium(self, number: str) -> bytes:
        """The bytes of one media file."""
        return b"".join(self._chunks(number, LARGEST_MEDIUM, self.collection.endswith("b")))

    def _chunks(self, name: str, largest: int, packed: bool) -> Iterator[bytes]:
        size, stored = 0, max(1, self.names[name].compress_size)
        try:
            with self.zip.open(name) as raw:
                source = (
                    zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
                        raw, read_across_frames=True
                    )
                    if packed
                    else raw
                )
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    if size > largest or (size > BOMB_SIZE and size > BOMB_RATIO * stored):
                        raise Refused(
                            "archive-bomb",
                            f"{name} unpacks to more than {size:,} bytes",
                            "do not trust this package",
                        )
                    yield chunk
        except _BROKEN as error:
            fix = "export the deck from Anki again"
            raise Refused("bad-package", f"{name} cannot be unpacked: {error}", fix) from None


def _directory(path: Path) -> int:
    """The bytes of an archive's list of files, as its last record says, by which alone it is read (APPNOTE 4.3.16)."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - (1 << 16) - 100))
        tail = file.read()
    newer, last = tail.rfind(b"PK\x06\x06"), tail.rfind(b"PK\x05\x06")
    if 0 <= newer <= len(tail) - 48:  # the record of large archives, 4.3.14
        return int.from_bytes(tail[newer + 40 : newer + 48], "little")
    return int.from_bytes(tail[last + 12 : last + 16], "little") if last >= 0 else 0


def _entries(data: bytes) -> Iterator[tuple[str, str]]:
    """`(number, name)` of the newest list of media: protobuf, `repeated MediaEntry entries = 1`, `string name = 1`.

    The field numbers are those of `import_export.proto` in ankitects/anki; a file's number is its place in the list.
    """
    for number, entry in enumerate(value for field, value in protobuf(data) if field == 1):
        yield (
            str(number),
            next((value.decode("utf-8") for field, value in protobuf(entry) if field == 1), ""),
        )


def protobuf(data: bytes) -> Iterator[tuple[int, bytes]]:
    """`(number, value)` of the length-delimited fields of a protobuf message; ValueError for what is none."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        if key & 7 == 0:
            _, at = _varint(data, at)
        elif key & 7 == 2:
            length, at = _varint(data, at)
            if at + length > len(data):
                raise ValueError("truncated")
            yield key >> 3, data[at : at + length]
            at += length
        else:
            at += {1: 8, 5: 4}[key & 7] if key & 7 in (1, 5) else len(data)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while shift < 64:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
    raise ValueError("not a number")
