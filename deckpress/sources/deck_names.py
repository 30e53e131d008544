"""The deck of a page that names none: the deck's name, then the names of its folders in `content/`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from deckpress.deck.config import Config

_NUMBER = re.compile(r"^\d+[-_. ]+")
"""`05-` of `05-loss-functions`: it orders the folders."""


def deck_name(config: Config, path: Path) -> str:
    """`content/05-loss-functions/page.md` of a deck "ML" -> "ML::Loss functions".

    In NFC, as Anki keeps it: macOS and Linux may give the same folder's name in two forms.
    """
    folders = path.relative_to(config.content).parent.parts
    normal = [unicodedata.normalize("NFC", folder) for folder in folders]
    names = [folder_name(config, normal[: depth + 1]) for depth in range(len(normal))]
    return "::".join([config.name, *names])


def folder_name(config: Config, parts: Sequence[str]) -> str:
    """The name of the last of some nested folders, unless `[folders."05-loss-functions"]` gives it."""
    described = config.folders.get("/".join(parts))
    if described and described.name:
        return described.name
    words = re.sub(r"[-_]+", " ", _NUMBER.sub("", parts[-1])).strip() or parts[-1]
    return words[0].upper() + words[1:]
