"""The lines of a deck's files that a change touches, as git tells them."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from deckpress.system import git

_HUNK = re.compile(
    r"""
    @@
    \ -\d+(?:,(\d+))?      # how many lines went
    \ \+(\d+)(?:,(\d+))?   # the first new line, and how many there are; no number is 1
    \ @@
    """,
    re.VERBOSE,
)
"""`@@ -7,0 +8,2 @@`"""

EVERY_LINE = range(1, 1 << 62)
"""The lines of a file that is new."""

LinesOfFiles = dict[str, list[range]]
"""The changed lines of each file, by its path below the deck's folder."""


def changed_lines(root: Path, revision: str) -> LinesOfFiles:
    """For each file below `root`, the lines that differ from a git revision; raises ValueError if
    git cannot tell."""
    if revision.startswith("-"):
        raise ValueError(f"{revision!r} is no revision")
    layout = ("--relative", "--unified=0", "--no-prefix")
    diff = _git(root, "diff", *layout, revision, "--")
    changed = hunks(diff)
    untracked = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    for path in filter(None, untracked.split("\0")):
        changed.setdefault(path, [EVERY_LINE])
    return changed


def hunks(diff: str) -> LinesOfFiles:
    """The new lines of each file in a diff without context, as git writes it.

    The lines of a hunk are counted and not read: one may look like the beginning of another file.
    """
    changed = defaultdict[str, list[range]](list)
    path = ""
    lines = iter(diff.split("\n"))
    for line in lines:
        if line.startswith("+++ "):
            path = _path(line[4:])
        elif hunk := _HUNK.match(line):
            old = int(hunk[1] or 1)
            start = int(hunk[2])
            new = int(hunk[3] or 1)
            # A deletion leaves no line of its own: the lines around it count.
            rows = range(start, start + (new or 2))
            changed[path].append(rows)
            _skip(lines, old + new)
    return dict(changed)


def _skip(lines: Iterator[str], count: int) -> None:
    """Pass over the lines of a hunk."""
    while count:
        line = next(lines)
        if not line.startswith("\\"):  # "\\ No newline at end of file" is no line of it
            count -= 1


def _path(written: str) -> str:
    """A path of a diff; one with quotes or control characters is written like a text in C."""
    if written.startswith('"'):
        return str(ast.literal_eval(written))
    return written.removesuffix("\t")  # which ends a path with a blank


def _git(root: Path, *arguments: str) -> str:
    try:
        output = git.asked(root, *arguments)
    except git.Failed as error:
        reason = _reason(root, str(error))
        raise ValueError(reason) from error
    except git.GitError as error:
        raise ValueError(str(error)) from error
    return output.decode("utf-8", "surrogateescape")


def _reason(root: Path, message: str) -> str:
    """What git says, with what to do about it where that is known."""
    if "not a git repository" in message.lower():
        return f"{root} is in no git repository: what changed there cannot be told"
    if "revision" not in message:
        return message
    is_shallow = _git(root, "rev-parse", "--is-shallow-repository")
    if is_shallow.strip() == "true":
        way_out = "fetch more of it first (git fetch --unshallow; in CI: fetch-depth: 0)"
        return f"{message}: this is a shallow clone, {way_out}"
    return f"{message}: name a commit, a branch or a tag"
