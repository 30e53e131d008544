"""When a deck last changed: the `mod` that Anki compares."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from deckpress.deck.config import FILE
from deckpress.system import files, git

_SECONDS = re.compile(r"[0-9]{1,18}")
"""A time: the universe has had no more seconds than that."""


def change_time(root: Path) -> int:
    """The `mod` of what no release has recorded yet, in epoch seconds.

    `SOURCE_DATE_EPOCH`; else, in a clean git tree, the time of the newest commit to the deck; else the newest change to
    a file of the deck. Anki updates a note only if its `mod` grew (should_update in its notes.rs), and a time in the
    future would block the learner's next update: never more than the clock, never 0.
    """
    now = int(time.time())
    given = source_date_epoch()
    return min(given, now) if given else max(1, min(_commit_time(root) or _newest_file(root), now))


def source_date_epoch() -> int:
    """The environment's `SOURCE_DATE_EPOCH` (epoch seconds); 0 if it is not set, or no number."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    # Not `isdigit`, which takes "²" for a digit.
    return int(given) if _SECONDS.fullmatch(given) else 0


def _commit_time(root: Path) -> int:
    """The time of the newest commit to the deck; 0 if the deck has changed since, or git is mute."""
    inputs = _inputs(root)
    try:
        if git.asked(root, "status", "--porcelain", "--", *inputs):
            return 0
        return int(git.asked(root, "log", "-1", "--format=%ct", "--", *inputs) or 0)
    except (git.GitError, ValueError):
        return 0


def _inputs(root: Path) -> list[str]:
    return [name for name in ("content", "templates", FILE) if (root / name).exists()]


def _newest_file(root: Path) -> int:
    found = (p for name in _inputs(root) for p in (root / name, *(root / name).rglob("*")))
    return int(max((p.stat().st_mtime for p in found if files.inside(p, root)), default=1))
