"""The deck of a page that names none: the deck's name, then those of its folders in `content/`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from deckpress.deck.config import Config

_NUMBER = re.compile(r"^\d+[-_. ]+")
"""`05-` of `05-loss-functions`: it orders the folders."""


def deck_name(config: Config, path: Path) -> str:
    """`content/05-loss-functions/page.md` of a deck "ML" -> "ML::Loss functions"."""
    names = [config.name]
    folders: list[str] = []
    for folder in path.relative_to(config.content).parent.parts:
        # As Anki keeps it: macOS and Linux may give the same folder's name in two forms.
        folders.append(unicodedata.normalize("NFC", folder))
        names.append(_folder_name(config, folders))
    return "::".join(names)


def _folder_name(config: Config, folders: Sequence[str]) -> str:
    """The name of the last of some nested folders; `[folders."05-loss-functions"]` can give it."""
    described = config.folders.get("/".join(folders))
    if described and described.name:
        return described.name
    folder = folders[-1]
    name = _NUMBER.sub("", folder)
    words = re.sub(r"[-_]+", " ", name).strip()
    words = words or folder  # all of `05-` is number
    return words[0].upper() + words[1:]
