"""Fixes for names that nobody knows: "did you mean …?"."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

FEW = 16
"""Names that are listed if none of them is near."""


def suggest(word: str, known: Iterable[str]) -> str:
    """A fix for a wrong name: the nearest known one, or all; empty if that would be too long."""
    names = sorted(filter(None, known))
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    if not names or len(names) > FEW:
        return ""
    return f"use one of: {', '.join(names)}"


Pair = tuple[str, str]
"""Two letters, one behind the other."""


class Suggestions:
    """`suggest` for many wrong names and a list that may have ten thousand.

    It has an index, and answers only for the first wrong names.
    """

    MOST = 200
    """Wrong names for which one is looked up: whoever mends them will see the rest next time."""

    NEAREST = 20
    """Known names that share most pairs of letters with a wrong one: those compared in full."""

    LONGEST = 100
    """Letters of a name that are compared."""

    def __init__(self, known: Iterable[str]) -> None:
        self._names = sorted(filter(None, known))
        self._having: dict[Pair, list[str]] = defaultdict(list)
        self._fixes: dict[str, str] = {}
        for name in self._names:
            for pair in self._pairs(name):
                self._having[pair].append(name)

    def fix(self, word: str) -> str:
        """A fix for a wrong name; empty if none is near, or too many were wrong before it."""
        if word not in self._fixes and len(self._fixes) < self.MOST:
            self._fixes[word] = self._fix(word)
        return self._fixes.get(word, "")

    def _fix(self, word: str) -> str:
        start = word[: self.LONGEST]
        if len(self._names) <= self.NEAREST:
            return suggest(start, self._names)
        fix = suggest(start, self._nearest(word))
        # Else it lists names that are not near.
        return fix if fix.startswith("did") else ""

    def _nearest(self, word: str) -> list[str]:
        shared: Counter[str] = Counter()
        # "pythn" shares py, yt and th with "python", th alone with "thin".
        for pair in self._pairs(word):
            names = self._having.get(pair, ())
            shared.update(names)
        return [name for name, _ in shared.most_common(self.NEAREST)]

    def _pairs(self, name: str) -> Iterable[Pair]:
        """`("c", "a"), ("a", "t")` of "cat", each once."""
        letters = name[: self.LONGEST].lower()
        return dict.fromkeys(pairwise(letters))
