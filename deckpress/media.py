"""Media files: which file a target means, its name in Anki's collection, and its bytes in a page."""

from __future__ import annotations

import base64
import functools
import hashlib
import mimetypes
import re
from pathlib import Path

from deckpress import files
from deckpress.config import Config


def candidates(config: Config, folder: Path, target: str) -> list[Path]:
    """The existing files inside `content/` that a target can mean, the one that counts first.

    A target is relative to its page's folder, else to `content/`, else to `content/media/`.
    """
    if not target or target.startswith(("/", "\\")) or ":" in target:
        return []
    places = (folder / target, config.content / target, config.content / "media" / target)
    found = (place.resolve() for place in places if files.inside(place, config.content))
    return list(dict.fromkeys(found))


@functools.cache
def collection_name(path: Path) -> str:
    """The file's name in Anki's flat folder. Anki never replaces a file of the same name, so the name is the content."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:40] or "media"
    return f"{stem}-{digest}{path.suffix.lower()}"


@functools.cache
def data_uri(path: Path) -> str:
    """The file as a `data:` URI."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
