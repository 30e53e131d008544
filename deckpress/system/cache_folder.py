"""Where in the user's own cache folder a deck has its place: the only importer of platformdirs."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from platformdirs import user_cache_path

from deckpress.system import git

NOWHERE = Path(os.devnull)
"""In place of a folder: what is no folder holds no file, and none can be written to it."""


def place(deck: Path, slug: str) -> Path:
    """A deck's folder in the user's cache folder; NOWHERE if the user has none that is safe.

    What stands in a cache goes into pages unread, and a pull request could bring a file of that
    name along: so nothing in the deck, nor in the repository that holds it, is a cache.
    """
    try:
        base = user_cache_path()
        real = base.resolve()
    # No HOME, and a user whom the system does not know: a container. Or a link to itself.
    except RuntimeError:
        return NOWHERE
    deck = deck.resolve()
    for folder in (deck, git.work_tree(deck) or deck):
        if real.is_relative_to(folder):
            return NOWHERE
    if _is_open_to_all(base):
        return NOWHERE
    digest = hashlib.sha256(os.fsencode(deck)).hexdigest()
    return base / "deckpress" / f"{slug}-{digest[:12]}"


def _is_open_to_all(folder: Path) -> bool:
    """Whether everybody can replace what others put into a folder; in /tmp, nobody can."""
    if os.name == "nt":  # without such bits; a user's folders are his own there
        return False
    try:
        mode = folder.stat().st_mode
    except OSError:  # it is still to be made
        return False
    return bool(mode & stat.S_IWOTH and not mode & stat.S_ISVTX)
