"""When a deck last changed: the `mod` that Anki compares."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from deckpress.deck.config import CODE, FILE
from deckpress.system import files, git

_SECONDS = re.compile(r"[0-9]{1,18}")
"""A time: the universe has had no more seconds than that."""

_NO_CODE = tuple(f":(exclude,icase)content/*{ending}" for ending in CODE)
"""git's words for "but no code", in any folder below `content/` (gitglossary, "pathspec")."""


def change_time(root: Path) -> int:
    """The `mod` of what no release has recorded yet, in epoch seconds.

    `SOURCE_DATE_EPOCH`; else, in a clean git tree, the time of the newest commit to the deck; else
    the newest change to a file of the deck. Anki updates a note only if its `mod` grew
    (should_update in its notes.rs), and a time in the future would block the learner's next update:
    never more than the clock, never 0.
    """
    now = int(time.time())
    given = source_date_epoch()
    if given:
        return min(given, now)
    changed = _commit_time(root) or _newest_file(root)
    return max(1, min(changed, now))


def source_date_epoch() -> int:
    """The environment's `SOURCE_DATE_EPOCH` (epoch seconds); 0 if it is not set, or no number."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    # Not `isdigit`, which takes "²" for a digit.
    return int(given) if _SECONDS.fullmatch(given) else 0


def _commit_time(root: Path) -> int:
    """The time of the newest commit to the deck; 0 if it has changed since, or git is mute."""
    names = [place.name for place in _places(root)]
    deck = ("--", *names, *_NO_CODE)
    try:
        if git.asked(root, "status", "--porcelain", *deck):
            return 0
        newest = git.asked(root, "log", "-1", "--format=%ct", *deck)
        return int(newest or 0)  # nothing is committed yet
    except (git.GitError, ValueError):
        return 0


def _newest_file(root: Path) -> int:
    newest = 1.0
    for path in _files(root):
        newest = max(newest, path.stat().st_mtime)
    return int(newest)


def _files(root: Path) -> Iterator[Path]:
    """The files of the deck, but not its code."""
    for place in _places(root):
        without = CODE if place.name == "content" else ()
        for path in (place, *place.rglob("*")):
            if path.suffix.lower() not in without and files.inside(path, root):
                yield path


def _places(root: Path) -> list[Path]:
    """The folders and the file that make the deck, as far as there are any."""
    places = (
        root / "content",
        root / "templates",
        root / FILE,
    )
    return [place for place in places if place.exists()]
