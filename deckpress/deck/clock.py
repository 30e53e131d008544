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

    `SOURCE_DATE_EPOCH`; else, in a clean git tree, the time of the newest commit to the deck; else the newest change to
    a file of the deck. Anki updates a note only if its `mod` grew (should_update in its notes.rs), and a time in the
    future would block the learner's next update: never more than the clock, never 0.
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
    """The time of the newest commit to the deck; 0 if the deck has changed since, or git is mute."""
    places = [place.name for place in _places(root)]
    try:
        if git.asked(root, "status", "--porcelain", "--", *places, *_NO_CODE):
            return 0
        return int(git.asked(root, "log", "-1", "--format=%ct", "--", *places, *_NO_CODE) or 0)
    except (git.GitError, ValueError):
        return 0


def _newest_file(root: Path) -> int:
    times = [path.stat().st_mtime for path in _files(root)]
    return int(max(times, default=1))


def _files(root: Path) -> Iterator[Path]:
    """The files of the deck, but not its code."""
    for place in _places(root):
        for path in (place, *place.rglob("*")):
            is_code = place.name == "content" and path.suffix.lower() in CODE
            if not is_code and files.inside(path, root):
                yield path


def _places(root: Path) -> list[Path]:
    """The folders and the file that make the deck, as far as there are any."""
    places = [root / name for name in ("content", "templates", FILE)]
    return [place for place in places if place.exists()]
