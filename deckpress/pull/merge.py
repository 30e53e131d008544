"""What was changed from one text to another, done to a third that says the first in its own way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

MOST_TOKENS = 6_000
"""Beyond this, whole lines are compared: words would take seconds."""

# Line ends, blanks, a word, a sign: "A **word**\n\n" -> A, " ", *, *, word, *, *, "\n\n"
_WORDS = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")
_BLANK = re.compile(r"\n{2,}")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def merged(
    source: str,
    before: str,
    after: str,
) -> str:
    """`source` with the changes that lead from `before` to `after`.

    Where `source` and `before` differ right at a change, the change takes in the words around it
    that they share.
    """
    if source == before:
        return after
    pattern = _LINES if len(source) + len(after) > 5 * MOST_TOKENS else _WORDS
    ours, old, new = (pattern.findall(text) for text in (source, before, after))
    places = _Places.of(old, ours)
    tokens, at = list[str](), 0
    for change in _changes(old, new, places):
        begin = places.begin(change)
        tokens += ours[at:begin]
        tokens += new[change.start : change.end]
        at = max(begin, places.end(change))
    return "".join([*tokens, *ours[at:]])


def merged_blocks(
    source: str,
    before: str,
    after: str,
) -> str:
    """The same by whole blocks, with blank lines between them: those of `before` and `source` are
    the same in order."""
    ours, old, new = (_BLANK.split(text) for text in (source, before, after))
    if len(ours) != len(old):
        return after
    blocks = list[str]()
    for kind, first, last, start, end in _opcodes(old, new):
        blocks += ours[first:last] if kind == "equal" else new[start:end]
    return "\n\n".join(blocks)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """`(kind, first, last, start, end)`: what leads from old[first:last] to new[start:end]."""
    return SequenceMatcher(
        None,
        old,
        new,
        autojunk=False,
    ).get_opcodes()


class _Change(NamedTuple):
    """old[first:last] became new[start:end]."""

    first: int
    last: int
    start: int
    end: int


class _Places(NamedTuple):
    """For each border between old tokens its place in ours; -1 where there is none."""

    ahead: list[int]
    """Left of the token after the border."""
    behind: list[int]
    """Right of the token before it."""

    @classmethod
    def of(cls, old: Sequence[str], ours: Sequence[str]) -> _Places:
        """The places of all borders, by the tokens that both have in order."""
        ahead, behind = [-1] * (len(old) + 1), [-1] * (len(old) + 1)
        ahead[-1], behind[0] = len(ours), 0
        matcher = SequenceMatcher(
            None,
            _keys(old),
            _keys(ours),
            autojunk=False,
        )
        # Runs that both have: old[i : i + size] and ours[j : j + size].
        for i, j, size in matcher.get_matching_blocks():
            ahead[i : i + size] = range(j, j + size)
            behind[i + 1 : i + size + 1] = range(j + 1, j + size + 1)
        return cls(ahead, behind)

    def has(self, border: int) -> bool:
        """Whether a border has a place in ours at all."""
        return self.ahead[border] >= 0 or self.behind[border] >= 0

    def begin(self, change: _Change) -> int:
        """Where a change begins in ours."""
        ahead, behind = self.ahead[change.first], self.behind[change.first]
        # What replaces something begins with it; what is added stands behind what was before.
        wanted, other = (ahead, behind) if change.first < change.last else (behind, ahead)
        return wanted if wanted >= 0 else other

    def end(self, change: _Change) -> int:
        """Where a change ends in ours."""
        behind = self.behind[change.last]
        return behind if behind >= 0 else self.ahead[change.last]


def _keys(tokens: Sequence[str]) -> list[str]:
    """Tokens in which a line feed is no more than a blank: authors wrap their lines, HTML may
    not."""
    return [" " if token.isspace() and token.count("\n") < 2 else token for token in tokens]


def _changes(
    old: Sequence[str],
    new: Sequence[str],
    places: _Places,
) -> list[_Change]:
    """The changes from old to new, each grown until both of its ends have a place in ours."""
    borders = list[tuple[int, int]]()
    starts, ends = {0: 0}, {0: 0}
    """Border in old to the border in new at which a change there starts, or ends."""
    for kind, first, last, start, end in _opcodes(old, new):
        if kind == "equal":
            same = {first + i: start + i for i in range(last - first + 1)}
            starts = same | starts
            ends |= same
            continue
        starts.setdefault(first, start)
        ends[last] = end
        while not places.has(first):
            first -= 1
        while not places.has(last):
            last += 1
        if borders and first <= borders[-1][1]:  # grown into the one before
            before_first, before_last = borders.pop()
            first, last = min(first, before_first), max(last, before_last)
        borders.append((first, last))
    return [
        _Change(
            first,
            last,
            starts[first],
            ends[last],
        )
        for first, last in borders
    ]
