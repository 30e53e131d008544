"""Words that differ by a few letters: what a wrong name may mean, and slips of typing; RapidFuzz compares them."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

NEAR = 0.6
"""The share of letters, in order, that a name must have in common with a wrong one to be meant by it."""

LONGEST = 100
"""Letters of a wrong name that are compared."""


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name most like `word`, the first of several; None if there is none like it."""
    found = process.extractOne(
        word[:LONGEST], names, scorer=Indel.normalized_similarity, score_cutoff=NEAR
    )
    return found[0] if found else None


def is_one_slip(a: str, b: str) -> bool:
    """Whether one letter was added, lost or replaced, or two neighbours were swapped, to make `b` of `a`.

    (Optimal string alignment: such a swap counts once.)
    """
    return OSA.distance(a, b, score_cutoff=1) == 1
