"""Pictures that were added in Anki: where they go among the deck's media."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import NamedTuple

from deckpress.anki.opening import MediaReader
from deckpress.deck.config import Config
from deckpress.deck.media import PICTURES, as_packed, hashed_name, true_ending
from deckpress.system import filenames, files

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

    def __init__(self, config: Config, medium: MediaReader) -> None:
        self.config, self.medium = config, medium

    def placed(self, name: str) -> Picture | None:
        """Where a picture of the collection goes; None for what no card can show.

        Anki shows a picture under any ending; here it gets that of its bytes.
        """
        path = PurePosixPath(name)
        ending = path.suffix.lower()
        data = self.medium(name) if ending in PICTURES else None
        suffix = true_ending(ending, data) if data else ""
        if not data or not suffix:
            return None
        digest = hashlib.sha256(as_packed(PurePosixPath(f"a{suffix}"), data)).hexdigest()
        own = filenames.safe(path.stem, suffix, "picture")
        if self._stored(own) not in (None, data):  # another picture has the name
            own = filenames.safe(path.stem, f"-{digest[:8]}{suffix}", "picture")
        place = PurePosixPath(FOLDER, own)
        # `media/cat.png`, from wherever in content/ it is named.
        return Picture(
            f"media/{place.name}",
            hashed_name(place, digest),
            str(place),
            data,
        )

    def _stored(self, name: str) -> bytes | None:
        """What the deck has under a name; None if nothing. Raises UnsafePath if it leads away."""
        try:
            return files.read(self.config.root / FOLDER / name, self.config.root)
        except FileNotFoundError:
            return None
