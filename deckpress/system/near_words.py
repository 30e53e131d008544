"""Words that differ by a slip of typing; RapidFuzz compares them."""

from __future__ import annotations

from rapidfuzz.distance import OSA


def is_one_slip(a: str, b: str) -> bool:
    """Whether one letter was added, lost or replaced, or two neighbours were swapped, to make `b`
    of `a`.

    (Optimal string alignment: such a swap counts once.)
    """
    return OSA.distance(a, b, score_cutoff=1) == 1
