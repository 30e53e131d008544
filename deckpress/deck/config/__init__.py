"""`deckpress.toml` -> Config. An unknown key is a problem that names the valid ones."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from deckpress.deck.config.settings import CODE, FILE, Config, Folder
from deckpress.deck.config.toml_reader import ConfigReader
from deckpress.model import Problem, printable
from deckpress.system import cache_folder, filenames

__all__ = ["CODE", "FILE", "Config", "Folder", "find_root", "load"]


def find_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` that has a deckpress.toml, readable or not."""
    for folder in (start, *start.parents):
        if os.path.lexists(folder / FILE):
            return folder
    return None


def load(
    root: Path,
    out: Path | None = None,
    jobs: int = 0,
) -> tuple[Config, list[Problem]]:
    """Read a deck's configuration; without a file, the defaults with the folder's name."""
    stem = root.resolve().name
    slug = filenames.slug(stem) or "deck"
    default = Config(
        root,
        out or root / "build",
        name=printable(normalize("NFC", stem)) or "Deck",
        slug=slug,
        namespace=slug,
        jobs=jobs,
        out_is_named=out is not None,
    )
    config, problems = ConfigReader(default).read(root)
    cache = cache_folder.place(root, config.slug)
    return replace(config, cache=cache), problems
