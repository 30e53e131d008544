"""What was changed from one text to another, done to a third that says the first in its own way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

MOST_TOKENS = 6_000
"""Beyond this, whole lines are compared: words would take seconds."""

_WORDS = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")
_BLANK = re.compile(r"\n{2,}")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def merged(source: str, before: str, after: str) -> str:
    """`source` with the changes that lead from `before` to `after`.

    Where `source` and `before` differ right at a change, the change takes in the words around it that they share.
    """
    if source == before:
        return after
    pattern = _LINES if len(source) + len(after) > 5 * MOST_TOKENS else _WORDS
    ours, old, new = (pattern.findall(text) for text in (source, before, after))
    ahead, behind = _places(old, ours)
    out, at = [], 0
    for first, last, start, end in _changes(
        old, new, [max(pair) >= 0 for pair in zip(ahead, behind, strict=True)]
    ):
        begin = ahead[first] if ahead[first] >= 0 and first < last else behind[first]
        begin = begin if begin >= 0 else ahead[first]
        out += [*ours[at:begin], *new[start:end]]
        at = max(begin, behind[last] if behind[last] >= 0 else ahead[last])
    return "".join([*out, *ours[at:]])


def merged_blocks(source: str, before: str, after: str) -> str:
    """The same by whole blocks, with blank lines between them: those of `before` and `source` are the same in order."""
    ours, old, new = (_BLANK.split(text) for text in (source, before, after))
    if len(ours) != len(old):
        return after
    out: list[str] = []
    for kind, first, last, start, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        out += ours[first:last] if kind == "equal" else new[start:end]
    return "\n\n".join(out)


def _places(old: Sequence[str], ours: Sequence[str]) -> tuple[list[int], list[int]]:
    """For each border between old tokens its place in ours: left of the token after it, and right of the one before.

    -1 where that token has no like in ours.
    """
    ahead, behind = [-1] * (len(old) + 1), [-1] * (len(old) + 1)
    ahead[-1], behind[0] = len(ours), 0
    for i, j, size in SequenceMatcher(
        None, _keys(old), _keys(ours), autojunk=False
    ).get_matching_blocks():
        for k in range(size):
            ahead[i + k], behind[i + k + 1] = j + k, j + k + 1
    return ahead, behind


def _keys(tokens: Sequence[str]) -> list[str]:
    """Tokens in which a line feed is no more than a blank: authors wrap their lines, HTML may not."""
    return [" " if token.isspace() and token.count("\n") < 2 else token for token in tokens]


def _changes(
    old: Sequence[str], new: Sequence[str], placed: Sequence[bool]
) -> list[tuple[int, int, int, int]]:
    """The changes as `(first, last, start, end)`: old[first:last] became new[start:end]; both ends have a place."""
    found: list[tuple[int, int]] = []
    starts, ends = {0: 0}, {0: 0}
    for kind, first, last, start, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            starts = {first + k: start + k for k in range(last - first + 1)} | starts
            ends |= {first + k: start + k for k in range(last - first + 1)}
            continue
        starts.setdefault(first, start)
        ends[last] = end
        while not placed[first]:
            first -= 1
        while not placed[last]:
            last += 1
        if found and first <= found[-1][1]:  # grown into the one before
            before = found.pop()
            first, last = min(first, before[0]), max(last, before[1])
        found.append((first, last))
    return [(first, last, starts[first], ends[last]) for first, last in found]
