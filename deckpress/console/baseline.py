"""The baseline: the problems that a deck had when it adopted the tool, in a file of their own.

JSON, one row `{path, code, message}` for each problem, sorted; lines are left out, since they move.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from deckpress.model import Problem

Key = tuple[str, str, str]
"""Path, code and message of a problem."""

Baseline = Counter[Key]
"""How often each problem is known."""


def written(problems: Iterable[Problem]) -> str:
    """The text of a baseline file that knows these problems."""
    rows = []
    for problem in sorted(problems):
        path, code, message = _key(problem)
        rows.append({"path": path, "code": code, "message": message})
    text = json.dumps(rows, indent=1, ensure_ascii=False)
    return f"{text}\n"


def read(path: Path) -> Baseline:
    """The known problems; raises ValueError for a file that is no baseline."""
    known = Baseline()
    try:
        for row in json.loads(path.read_bytes()):
            key = row["path"], row["code"], row["message"]
            known[key] += 1
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"{path} is no baseline: write one with --write-baseline") from error
    return known


def unknown(
    problems: Iterable[Problem],
    known: Baseline,
) -> list[Problem]:
    """The problems that a baseline does not hold; what it knows twice excuses two."""
    excused = Counter(known)
    new = []
    for problem in problems:
        key = _key(problem)
        if excused[key]:
            excused[key] -= 1
        else:
            new.append(problem)
    return new


def _key(problem: Problem) -> Key:
    return problem.span.path, problem.code, problem.message
