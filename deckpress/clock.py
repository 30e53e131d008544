"""When a deck last changed: the `mod` that Anki compares."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from deckpress import files, git
from deckpress.config import FILE


def change_time(root: Path) -> int:
    """The `mod` of what no release has recorded yet, in epoch seconds.

    `SOURCE_DATE_EPOCH`; else, in a clean git tree, the time of the newest commit to the deck; else the newest change to
    a file of the deck. Anki updates a note only if its `mod` grew (should_update in its notes.rs), and a time in the
    future would block the learner's next update: never more than the clock, never 0.
    """
    now = int(time.time())
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit() and int(given):
        return min(int(given), now)
    return max(1, min(_commit_time(root) or _newest_file(root), now))


def _commit_time(root: Path) -> int:
    try:
        dirty = _git(root, "status", "--porcelain", "--", *_inputs(root))
        return 0 if dirty else int(_git(root, "log", "-1", "--format=%ct", "--", *_inputs(root)) or 0)
    except (OSError, subprocess.SubprocessError, ValueError):
        return 0


def _git(root: Path, *arguments: str) -> str:
    done = git.asked(root, *arguments)
    done.check_returncode()
    return done.stdout.decode("utf-8").strip()


def _inputs(root: Path) -> list[str]:
    return [name for name in ("content", "templates", FILE) if (root / name).exists()]


def _newest_file(root: Path) -> int:
    found = (p for name in _inputs(root) for p in (root / name, *(root / name).rglob("*")))
    return int(max((p.stat().st_mtime for p in found if files.inside(p, root)), default=1))
