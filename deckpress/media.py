"""Media files: which file a target means, its name in Anki's collection, and its bytes in a page."""

from __future__ import annotations

import base64
import functools
import hashlib
import mimetypes
import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePath, PurePosixPath
from unicodedata import normalize

from deckpress import files
from deckpress.config import Config

PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp")
"""What a card can show."""

_HASHED = re.compile(r"[a-z0-9-]+-([0-9a-f]{16})(?:\.[^.]+)?")
"""`a-neuron-0123456789abcdef.svg`, as `hashed_name` makes them."""

_UNSAFE_SVG = re.compile(
    r"""<\s*(?:script|foreignObject|iframe|embed|object)\b|\son[a-z]+\s*=|<!(?:DOCTYPE|ENTITY)|javascript:"""
    r"""|(?:href|src)\s*=\s*["']\s*(?!#|data:image/)[^"']|@import|url\(\s*["']?(?!#)[^)]""",
    re.IGNORECASE,
)
"""What a picture does not need. SVG 2, chapters on scripting and linking."""


def candidates(config: Config, folder: Path, target: str) -> list[Path]:
    """The files inside `content/`, not empty, that a target can mean, the one that counts first.

    A target is relative to its page's folder, else to `content/`, else to `content/media/`.
    """
    if not target or target.startswith(("/", "\\")) or ":" in target:
        return []
    folders = (folder, config.content, config.content / "media")
    places = (_as_stored(folder, target) for folder in folders)
    found = (place.resolve() for place in places if files.inside(place, config.content) and place.stat().st_size)
    return list(dict.fromkeys(found))


def _as_stored(folder: Path, target: str) -> Path:
    """The path of a target as the disk has it: a Mac may have written `ü` as `u` and two dots."""
    place = folder / target
    if target.isascii() or os.path.lexists(place):
        return place
    for part in PurePosixPath(target).parts:
        folder /= _spelling(folder, part)
    return folder


def _spelling(folder: Path, name: str) -> str:
    """How a folder spells a name that it has in another form of Unicode; else the name itself."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return name
    return next((other for other in names if normalize("NFC", other) == name), name)


def svg_fault(path: Path) -> str:
    """What makes an SVG more than a picture (script, events, anything from elsewhere), or an empty string."""
    if path.suffix.lower() != ".svg":
        return ""
    text = path.read_bytes().decode("utf-8", "replace")
    found = _UNSAFE_SVG.search(text)
    return f"{path.name} is an SVG with {found[0].strip()[:40]!r}" if found else ""


def clashes(paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of paths that are one file where case, or the form of Unicode, does not count.

    Each way round, sorted.
    """
    by_name: dict[str, list[str]] = {}
    for path in sorted({*paths}):
        by_name.setdefault(normalize("NFC", path).casefold(), []).append(path)
    return tuple(sorted((a, b) for same in by_name.values() for a in same for b in same if a != b))


def collection_name(path: Path) -> str:
    """The file's name in Anki's flat folder: Anki never replaces a file of the same name, so it holds a hash."""
    return hashed_name(path, digest(path))


def hashed_name(path: PurePath, digest: str) -> str:
    """The name in Anki's flat folder of a file with that SHA-256."""
    spelled = normalize("NFC", path.stem).lower()
    stem = re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")[:40] or "media"
    return f"{stem}-{digest[:16]}{path.suffix.lower()}"


def is_made(path: Path) -> bool:
    """Whether a build made a file under this name: then it holds the hash of the file's own bytes.

    Nobody's own `photo-0123456789abcdef.png` does, so that no list of what was written is needed.
    """
    found = _HASHED.fullmatch(path.name)
    if not found or path.is_symlink() or not path.is_file():
        return False
    return digest(path).startswith(found[1])


def digest(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal digits; read once as long as the file stays as it is."""
    facts = path.stat()
    return _digest(path, facts.st_mtime_ns, facts.st_size)


@functools.cache
def _digest(path: Path, changed: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@functools.cache
def data_uri(path: Path) -> str:
    """The file as a `data:` URI."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
