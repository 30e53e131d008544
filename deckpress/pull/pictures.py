"""Pictures that were added in Anki: where they go among the deck's media."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import NamedTuple

from deckpress.config import Config
from deckpress.media import PICTURES, hashed_name
from deckpress.sources.foreign.opening import Medium

FOLDER = "content/media"


class Picture(NamedTuple):
    """A picture of a collection as a file of the deck."""

    target: str
    """As an author writes it."""
    name: str
    """As a build calls it in the collection."""
    path: str
    """Relative to the root."""
    data: bytes


class Pictures:
    """The media of a collection, and the files that they become."""

    def __init__(self, config: Config, medium: Medium) -> None:
        self.config, self.medium = config, medium

    def placed(self, name: str) -> Picture | None:
        """Where a picture of the collection goes; None for what no card can show."""
        suffix = PurePosixPath(name).suffix.lower()
        data = self.medium(name) if suffix in PICTURES else None
        if not data:
            return None
        digest = hashlib.sha256(data).hexdigest()
        stem = re.sub(r"[^\w.-]+", "-", PurePosixPath(name).stem).strip("-.") or "picture"
        there = self.config.root / FOLDER / f"{stem}{suffix}"
        if there.exists() and not (there.is_file() and there.read_bytes() == data):
            stem = f"{stem}-{digest[:8]}"
        path = PurePosixPath(FOLDER, f"{stem}{suffix}")
        return Picture(f"media/{path.name}", hashed_name(path, digest), str(path), data)
