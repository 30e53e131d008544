"""Where links and images of a source lead once its text stands in the deck."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin

from deckpress.deck.config import Config
from deckpress.deck.media import PICTURES, true_ending
from deckpress.importer.harvest import Harvest
from deckpress.markup import web_link
from deckpress.model import Problem
from deckpress.model.refused import problem
from deckpress.system import filenames, files

LARGEST = 50_000_000
"""Bytes of an image that is copied."""

# "png"
_SUFFIX = re.compile(r"[A-Za-z0-9]{1,8}")
# "https:"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Targets:
    """Decides for each link and image of one source; keeps what is to be copied and what is to be
    said."""

    def __init__(
        self,
        config: Config,
        folder: Path,
        harvest: Harvest,
        base: str,
        into: str,
        media: Mapping[str, bytes],
    ) -> None:
        self.config, self.folder, self.harvest, self.base = config, folder, harvest, base
        self.place = f"content/{into}/media" if into else "content/media"
        self.media = dict(media)
        """All files that were named so far, those of earlier sources too, relative to the root."""
        self.card_media: dict[str, bytes] = {}
        """Those of one card, since `begin`."""
        self.problems: list[Problem] = []
        self.line = 1

    def begin(self, line: int) -> None:
        """Go on with the card at a line of the source."""
        self.line = line
        self.card_media = {}

    def markdown(self, text: str, target: str, image: bool) -> str:
        """What stands in the card for a link or an image."""
        return self._image(text, target) if image else self._link(text, target)

    def _say(self, code: str, message: str, fix: str) -> None:
        self.problems.append(problem(self.harvest.path, self.line, code, message, fix))

    def _link(self, text: str, target: str) -> str:
        scheme = _SCHEME.match(target)
        if web_link(target):
            return f"[{text}]({target})"
        name = unquote(target.removeprefix("media/"))
        if target.startswith("media/") and name in self.harvest.media:
            return f"[{text}]({self._kept(name, self.harvest.media[name])})"
        if self.base and not scheme and not target.startswith("#"):
            return f"[{text}]({urljoin(self.base, target)})"
        if not target.startswith("#"):
            self._say(
                "relative-link",
                f"a link that leads nowhere from a card: {target[:100]}",
                "import with --link-base URL",
            )
        return text

    def _image(self, text: str, target: str) -> str:
        name = unquote(target.rpartition("/")[2].partition("?")[0])
        alt = text.strip() or re.sub(r"[-_]+", " ", name.rpartition(".")[0] or name) or "image"
        data = self._bytes(target)
        if data is not None:
            return f"![{alt}]({self._kept(name, data)})"
        where = urljoin(self.base, target) if self.base and not _SCHEME.match(target) else target
        if where.lower().startswith(("http:", "https:")):
            self._say(
                "remote-image",
                f"an image that is not in the deck: {where[:100]}",
                "download it to media/ and write ![…](media/…)",
            )
            return f"[{alt}]({where})"
        self._say(
            "missing-image",
            f"an image that is not there: {target[:100]}",
            "copy it to media/, or import with --link-base URL",
        )
        return alt

    def _bytes(self, target: str) -> bytes | None:
        if target.startswith("media/") and unquote(target[6:]) in self.harvest.media:
            return self.harvest.media[unquote(target[6:])]
        if _SCHEME.match(target) or target.startswith(("/", "\\", "#")):
            return None
        path = self.folder / unquote(target.partition("#")[0].partition("?")[0])
        if not files.inside(path, self.folder) or path.stat().st_size > LARGEST:
            return None
        return path.read_bytes()

    def _kept(self, name: str, data: bytes) -> str:
        """The target of a file in the deck's media folder; a namesake with other bytes gets a
        number of its own."""
        name = _truly_named(name, data)
        stem, dot, suffix = name.rpartition(".")
        if not stem or not _SUFFIX.fullmatch(suffix):
            stem, dot, suffix = name, "", ""
        digest = hashlib.sha256(data).hexdigest()
        stem = stem.removesuffix(f"-{digest[:16]}")  # deckpress's own name in a collection
        ending = f"{dot}{suffix.lower()}"
        full = f"{self.place}/{filenames.safe(stem, ending)}"
        there = self.media.get(full, self._stored(full))
        if there is not None and there != data:
            full = f"{self.place}/{filenames.safe(stem, f'-{digest[:8]}{ending}')}"
        self.media[full] = data
        self.card_media[full] = data
        return f"media/{full.rpartition('/')[2]}"

    def _stored(self, name: str) -> bytes | None:
        """What the deck has under a path. Raises UnsafePath if that leads out of it."""
        try:
            return files.read(self.config.root / name, self.config.root)
        except FileNotFoundError:
            return None


def _truly_named(name: str, data: bytes) -> str:
    """A picture's name with the ending of its bytes: Anki and browsers show it under any."""
    ending = PurePosixPath(name).suffix
    real = true_ending(ending.lower(), data) if ending.lower() in PICTURES else ""
    return name if real in ("", ending.lower()) else f"{name.removesuffix(ending)}{real}"
