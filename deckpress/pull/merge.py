"""What was changed from one text to another, done to a third that says the first in its own way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

MOST_TOKENS = 6_000
"""Beyond this, whole lines are compared: words would take seconds."""

_WORDS = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def merged(source: str, before: str, after: str) -> str:
    """`source` with the changes that lead from `before` to `after`.

    Where `source` and `before` differ right at a change, the change takes in the words around it that they share.
    """
    if source == before:
        return after
    pattern = _LINES if len(source) + len(after) > 5 * MOST_TOKENS else _WORDS
    ours, old, new = (pattern.findall(text) for text in (source, before, after))
    place = _places(old, ours)
    out, at = [], 0
    for first, last, start, end in _changes(old, new, place):
        out += [*ours[at : place[first][1]], *new[start:end]]
        at = max(at, place[last][0])
    return "".join([*out, *ours[at:]])


Places = Sequence[tuple[int, int]]
"""For each border between tokens of `before`: the end (counted from behind) and the start of its place in `source`;
-1 where there is none."""


def _places(old: Sequence[str], ours: Sequence[str]) -> Places:
    """Where the borders between old tokens are in ours: right of the token before, left of the token after."""
    behind, ahead = [-1] * (len(old) + 1), [-1] * (len(old) + 1)
    behind[0], ahead[0], behind[-1], ahead[-1] = 0, 0, len(ours), len(ours)
    for i, j, size in SequenceMatcher(None, _keys(old), _keys(ours), autojunk=False).get_matching_blocks():
        for k in range(size):
            ahead[i + k] = j + k
            behind[i + k + 1] = j + k + 1
    ends = [a if a >= 0 else b for a, b in zip(ahead, behind, strict=True)]
    starts = [b if b >= 0 else a for a, b in zip(ahead, behind, strict=True)]
    return list(zip(ends, starts, strict=True))


def _keys(tokens: Sequence[str]) -> list[str]:
    """Tokens in which a line feed is no more than a blank: authors wrap their lines, HTML may not."""
    return [" " if token.isspace() and token.count("\n") < 2 else token for token in tokens]


def _changes(old: Sequence[str], new: Sequence[str], place: Places) -> list[tuple[int, int, int, int]]:
    """The changes as `(first, last, start, end)`: old[first:last] became new[start:end]; both ends have a place."""
    found: list[tuple[int, int]] = []
    moved = {0: 0, len(old): len(new)}
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            moved |= {first + k: start + k for k in range(last - first + 1)}
            continue
        moved |= {first: start, last: end}
        while place[first][1] < 0:
            first -= 1
        while place[last][0] < 0:
            last += 1
        if found and first <= found[-1][1]:  # grown into the one before
            before = found.pop()
            first, last = min(first, before[0]), max(last, before[1])
        found.append((first, last))
    return [(first, last, moved[first], moved[last]) for first, last in found]
