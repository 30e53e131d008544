"""Which of a deck's problems a run reports: those of some files or checks, of a change, or not
known before."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from deckpress.model import Deck, Problem, Span, card_finder
from deckpress.system import git

_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
"""`@@ -7,0 +8,2 @@`: how many lines went, the first new line, how many there are; no number is
1."""

EVERY_LINE = range(1, 1 << 62)
"""The lines of a file that is new."""


def inside(problems: Iterable[Problem], paths: Sequence[Path], root: Path) -> list[Problem]:
    """The problems in these files and folders; all, if none is named."""
    if not paths:
        return [*problems]
    wanted = [path.resolve() for path in paths]
    return [problem for problem in problems if _is_inside(root / problem.span.path, wanted)]


def _is_inside(path: Path, wanted: Sequence[Path]) -> bool:
    """Whether a file is one of some, or lies in one of them."""
    place = path.resolve()
    return any(place.is_relative_to(folder) for folder in wanted)


def of_checks(
    problems: Iterable[Problem], select: Collection[str], ignore: Collection[str]
) -> list[Problem]:
    """The problems of the selected checks (all, if none is), without the ignored ones."""
    wanted = [p for p in problems if p.code in select] if select else problems
    return [p for p in wanted if p.code not in ignore]


def touched(
    problems: Iterable[Problem], deck: Deck, lines: dict[str, list[range]]
) -> list[Problem]:
    """The problems of cards (or lines) that a change touches, and those related to one, as a
    duplicate is."""
    card_at = card_finder(deck.pages)

    def is_touched(span: Span) -> bool:
        card = card_at(span)
        first, last = (card.span.line, card.last_line) if card else (span.line, span.line)
        changed = lines.get(span.path, [])
        return any(rows.start <= last and first < rows.stop for rows in changed)

    return [p for p in problems if any(map(is_touched, (p.span, *p.related)))]


def changed_lines(root: Path, revision: str) -> dict[str, list[range]]:
    """For each file below `root`, the lines that differ from a git revision; raises ValueError if
    git cannot tell."""
    if revision.startswith("-"):
        raise ValueError(f"{revision!r} is no revision")
    diff = _git(root, "diff", "--relative", "--unified=0", "--no-prefix", revision, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    return {path: [EVERY_LINE] for path in new if path} | hunks(diff)


def hunks(diff: str) -> dict[str, list[range]]:
    """The new lines of each file in a diff without context, as git writes it.

    The lines of a hunk are counted and not read: one may look like the beginning of another file.
    """
    changed: dict[str, list[range]] = {}
    path = ""
    lines = iter(diff.split("\n"))
    for line in lines:
        if line.startswith("+++ "):
            path = _path(line[4:])
        elif hunk := _HUNK.match(line):
            old, start, new = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            # A deletion leaves no line of its own: the lines around it count.
            rows = range(start, start + (new or 2))
            changed.setdefault(path, []).append(rows)
            _skip(lines, old + new)
    return changed


def _skip(lines: Iterator[str], count: int) -> None:
    """Pass over the lines of a hunk."""
    while count:
        if not next(lines).startswith("\\"):  # "\\ No newline at end of file" is no line of it
            count -= 1


def _path(written: str) -> str:
    """A path of a diff; one with quotes or control characters is written like a text in C."""
    if written.startswith('"'):
        return str(ast.literal_eval(written))
    return written.removesuffix("\t")  # which ends a path with a blank


def _git(root: Path, *arguments: str) -> str:
    try:
        return git.asked(root, *arguments).decode("utf-8", "surrogateescape")
    except git.Failed as error:
        raise ValueError(_reason(root, str(error))) from error
    except git.GitError as error:
        raise ValueError(str(error)) from error


def _reason(root: Path, message: str) -> str:
    """What git says, with what to do about it where that is known."""
    if "not a git repository" in message.lower():
        return f"{root} is in no git repository: what changed there cannot be told"
    if "revision" not in message:
        return message
    if _git(root, "rev-parse", "--is-shallow-repository").strip() == "true":
        way_out = "fetch more of it first (git fetch --unshallow; in CI: fetch-depth: 0)"
        return f"{message}: this is a shallow clone, {way_out}"
    return f"{message}: name a commit, a branch or a tag"


# --- the baseline: what a deck that adopts the tool late already had ---

Baseline = Counter[tuple[str, str, str]]
"""How often each `(path, code, message)` is known; lines are left out, since they move."""


def baseline(problems: Iterable[Problem]) -> str:
    """A baseline file's text: JSON, one row for each known problem, sorted."""
    rows = [{"path": p.span.path, "code": p.code, "message": p.message} for p in sorted(problems)]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def read_baseline(path: Path) -> Baseline:
    """The known problems; raises ValueError for a file that is no baseline."""
    try:
        rows = json.loads(path.read_bytes())
        return Counter((str(row["path"]), str(row["code"]), str(row["message"])) for row in rows)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"{path} is no baseline: write one with --write-baseline") from error


def unknown(problems: Iterable[Problem], known: Baseline) -> list[Problem]:
    """The problems that the baseline does not hold."""
    excused, new = Counter(known), []
    for problem in problems:
        key = (problem.span.path, problem.code, problem.message)
        if excused[key]:  # one that is known twice excuses two
            excused[key] -= 1
        else:
            new.append(problem)
    return new
