"""Media files: which file a target means, what is packed of it, and under which name."""

from __future__ import annotations

import base64
import functools
import hashlib
import mimetypes
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple
from unicodedata import normalize

from deckpress.deck.config import Config
from deckpress.model import Fault, Span
from deckpress.svg import SvgFault, cleaned
from deckpress.system import filenames, files

_JPEG = rb"\xff\xd8\xff"
_SIGNATURES = {
    ".svg": rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg|!DOCTYPE svg|!--)",
    ".png": rb"\x89PNG\r\n\x1a\n",
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".gif": rb"GIF8[79]a",
    ".webp": rb"RIFF....WEBP",
    ".avif": rb"....ftyp(?:avif|avis|mif1|msf1)",
    ".bmp": rb"BM",
}
"""How the bytes of a picture begin, by the ending of its name (the formats' own specifications)."""
_SIGNATURE_LENGTH = 32

_FORMATS = {ending: re.compile(start, re.DOTALL) for ending, start in _SIGNATURES.items()}

PICTURES = tuple(_FORMATS)
"""The endings of what a card can show."""

_HASHED = re.compile(r"[a-z0-9-]+-([0-9a-f]{16})(?:\.[^.]+)?")
"""`a-neuron-0123456789abcdef.svg`, as `hashed_name` makes them."""


# --- which file a target means ---


def candidates(config: Config, folder: Path, target: str) -> list[Path]:
    """The files inside `content/`, not empty, that a target can mean, the one that counts first.

    A target is relative to its page's folder, else to `content/`, else to `content/media/`.
    """
    if not target or target.startswith(("/", "\\")) or ":" in target:
        return []
    found: list[Path] = []
    bases = (
        folder,
        config.content,
        config.content / "media",
    )
    for base in bases:
        path = _as_stored(base, target)
        if files.inside(path, config.content) and path.stat().st_size:
            found.append(path.resolve())
    return list(dict.fromkeys(found))


def _as_stored(folder: Path, target: str) -> Path:
    """The path of a target as the disk has it: a Mac may have written `ü` as `u` and two dots."""
    path = folder / target
    if target.isascii() or os.path.lexists(path):
        return path
    for part in PurePosixPath(target).parts:
        folder /= _spelling(folder, part)
    return folder


def _spelling(folder: Path, name: str) -> str:
    """How a folder spells a name that it has in another form of Unicode; else the name itself."""
    try:
        others = sorted(os.listdir(folder))
    except OSError:
        return name
    for other in others:
        if normalize("NFC", other) == name:
            return other
    return name


def clashes(paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of paths that are one file where case, or the form of Unicode, does not count.

    Each way round, sorted.
    """
    by_name: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        name = normalize("NFC", path).casefold()  # `Dot.svg`, `dot.svg`
        by_name[name].add(path)
    pairs: list[tuple[str, str]] = []
    for same in by_name.values():
        pairs += permutations(same, 2)
    return tuple(sorted(pairs))


# --- what is wrong with a file ---


def faults(path: Path, name: str) -> tuple[Fault, ...]:
    """What makes a file more than a picture, or another one than its name says.

    `name` is its path as people are told it.
    """
    suffix = path.suffix.lower()
    if suffix == ".svg":
        return tuple(_svg_faults(path, name))
    with path.open("rb") as file:
        start = file.read(_SIGNATURE_LENGTH)
    real = true_ending(suffix, start)
    if suffix not in _FORMATS or real == suffix:
        return ()
    fault = Fault(
        Span(name),
        f"its bytes are not those of a {suffix} file",
        f"call it {path.stem}{real}" if real else "save it as a picture again",
    )
    return (fault,)


def _svg_faults(path: Path, name: str) -> Iterator[Fault]:
    for line, message in _svg(path).faults:
        yield Fault(
            Span(name, line),
            message,
            "export it as a plain picture: no scripts, no links, no HTML, nothing from elsewhere",
        )


def true_ending(ending: str, data: bytes) -> str:
    """The ending that the bytes of a picture call for: the given one, another, or none."""
    given = _FORMATS.get(ending)
    if given and given.match(data):
        return ending
    for other, signature in _FORMATS.items():
        if signature.match(data):
            return other
    return ""


# --- what is packed of a file ---


def packed(path: Path, folder: Path) -> bytes:
    """The bytes that every output holds of a file in a folder (see `as_packed`, `files.read`)."""
    return as_packed(path, files.read(path, folder))


def as_packed(path: PurePath, data: bytes) -> bytes:
    """What is packed of a file's bytes: all of them, but of an SVG only what shows."""
    if path.suffix.lower() == ".svg":
        return _cleaned(data).data
    return data


_cleaned = functools.lru_cache(maxsize=16)(cleaned)


@functools.cache
def data_uri(path: Path) -> str:
    """What is packed of the file, as a `data:` URI."""
    # data:image/png;base64,iVBORw0K…
    kind, _ = mimetypes.guess_type(path.name)
    data = as_packed(path, path.read_bytes())
    digits = base64.b64encode(data).decode()
    return f"data:{kind or 'application/octet-stream'};base64,{digits}"


def packed_digest(path: Path) -> str:
    """The SHA-256 of what is packed of the file, in hexadecimal digits.

    The ledger knows a picture by it: a comment in an SVG is nothing that learners must get anew,
    over their own edits.
    """
    if path.suffix.lower() == ".svg":
        return _svg(path).digest
    return digest(path)


def digest(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal digits; read once until it changes."""
    return _digest(*_version(path))


@functools.cache
def _digest(path: Path, changed: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class _Svg(NamedTuple):
    """What is remembered of an SVG, which is much less than it."""

    faults: tuple[SvgFault, ...]
    digest: str
    """The SHA-256 of what is packed."""


def _svg(path: Path) -> _Svg:
    return _read_svg(*_version(path))


@functools.cache
def _read_svg(path: Path, changed: int, size: int) -> _Svg:
    made = _cleaned(path.read_bytes())
    digest = hashlib.sha256(made.data).hexdigest()
    return _Svg(made.faults, digest)


def _version(path: Path) -> tuple[Path, int, int]:
    """A file as it is now: its path, the time of its last change (ns), its size."""
    facts = path.stat()
    return path, facts.st_mtime_ns, facts.st_size


# --- under which name it is packed ---


def collection_name(path: Path) -> str:
    """The file's name in Anki's flat folder, with a hash: Anki never replaces a file."""
    return hashed_name(path, packed_digest(path))


def hashed_name(path: PurePath, digest: str) -> str:
    """The name in Anki's flat folder of a file with that SHA-256."""
    # `A Neuron.SVG` -> `a-neuron-0123456789abcdef.svg`
    stem = filenames.slug(normalize("NFC", path.stem))
    return f"{stem[:40] or 'media'}-{digest[:16]}{path.suffix.lower()}"


def is_made(path: Path) -> bool:
    """Whether a build made a file under this name: then it holds the hash of the file's own bytes.

    Nobody's own `photo-0123456789abcdef.png` does, so that no list of what was written is needed.
    """
    found = _HASHED.fullmatch(path.name)
    if not found or path.is_symlink() or not path.is_file():
        return False
    return digest(path).startswith(found[1])
