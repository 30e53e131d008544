"""Where links and images of a source lead once its text stands in the deck."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urljoin

from deckpress import files
from deckpress.config import Config
from deckpress.model import Problem
from deckpress.sources.foreign.found import Harvest, problem

LARGEST = 50_000_000
"""Bytes of an image that is copied."""

SAFE = ("http:", "https:", "mailto:")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Targets:
    """Decides for each link and image of one source; keeps what is to be copied and what is to be said."""

    def __init__(self, config: Config, folder: Path, harvest: Harvest, base: str, into: str) -> None:
        self.config, self.folder, self.harvest, self.base = config, folder, harvest, base
        self.place = f"content/{into}/media" if into else "content/media"
        self.media: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self.line = 1

    def markdown(self, text: str, target: str, image: bool) -> str:
        """What stands in the card for a link or an image."""
        return self._image(text, target) if image else self._link(text, target)

    def _say(self, code: str, message: str, fix: str) -> None:
        self.problems.append(problem(self.harvest.path, self.line, code, message, fix))

    def _link(self, text: str, target: str) -> str:
        scheme = _SCHEME.match(target)
        if scheme and scheme[0].lower() in SAFE:
            return f"[{text}]({target})"
        if not scheme and target.startswith("media/") and unquote(target[6:]) in self.harvest.media:
            return f"[{text}]({self._kept(unquote(target[6:]), self.harvest.media[unquote(target[6:])])})"
        if self.base and not scheme and not target.startswith("#"):
            return f"[{text}]({urljoin(self.base, target)})"
        if not target.startswith("#"):
            self._say(
                "relative-link", f"a link that leads nowhere from a card: {target[:100]}", "import with --link-base URL"
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
        """The target of a file in the deck's media folder; a namesake with other bytes gets a number of its own."""
        stem, dot, suffix = name.rpartition(".")
        stem = stem.removesuffix(f"-{hashlib.sha256(data).hexdigest()[:16]}")  # deckpress's own name in a collection
        clean = re.sub(r"[^\w.-]+", "-", stem or suffix).strip("-.") or "file"
        chosen = f"{clean}{dot}{suffix.lower()}" if stem else clean
        full = f"{self.place}/{chosen}"
        there = self.media.get(full, self._stored(full))
        if there is not None and there != data:
            full = f"{self.place}/{clean}-{hashlib.sha256(data).hexdigest()[:8]}{dot}{suffix.lower()}"
        self.media[full] = data
        return f"media/{full.rpartition('/')[2]}"

    def _stored(self, name: str) -> bytes | None:
        path = self.config.root / name
        return path.read_bytes() if path.is_file() else None
