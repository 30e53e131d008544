"""Every pair of rows that are alike, without comparing all: a prefix-filter join.

It is exact up to `MOST` candidates.

    score(a, b) = shared / (0.6 * lighter + 0.4 * heavier)

`shared` is the weight of the terms both have (the smaller of the two weights, where they differ),
lighter and heavier the weights of the two rows. Why nothing is lost: score >= t means
shared >= t * lighter and, since shared <= lighter, shared >= k * heavier with
k = 0.4 t / (1 - 0.6 t). So a row knows how much a partner must share. Sort its terms by rank.
Either one shared term alone weighs that much (key: that term), or the first two shared terms stand
early enough that what follows could not make it up (key: the two). Rows with a common key are
compared; no others can be alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from deckpress.similarity.weights import Row

BALANCE = 0.6
"""How much of the comparison goes to the lighter question.

A question that only adds words is still alike.
"""

MOST = 50
"""Rows that are found under one key, and rows with which one is compared: those of its rarest keys.

In the decks that we know, no question has twenty such partners. Without a limit, one vocabulary in
five thousand orders is twelve million pairs.
"""

ScoredPair = tuple[float, int, int]
"""A score from 0 to 1, and the positions of two rows, the lower one first."""

Key = int | tuple[int, int]
"""The rank of one term, or the ranks of two."""


def similar_rows(
    rows: Sequence[Row],
    threshold: float,
) -> Iterator[ScoredPair]:
    """All pairs with a score of at least `threshold`, in no particular order."""
    share = threshold * (1 - BALANCE) / (1 - threshold * BALANCE)
    weights = [dict(row) for row in rows]
    totals = [sum(row.values()) for row in weights]
    by_key: dict[Key, list[int]] = defaultdict(list)
    by_weight = sorted(range(len(rows)), key=totals.__getitem__)
    # the lighter rows first: each row meets those that are no heavier
    for i in by_weight:
        heavier = totals[i]
        # one less, as floats are not exact
        need = heavier * share - 1
        keys = _keys(rows[i], heavier, need)
        for j in _candidates(keys, by_key):
            lighter = totals[j]
            if lighter < need:
                continue
            shared = _shared(weights[i], weights[j])
            score = shared / (BALANCE * lighter + (1 - BALANCE) * heavier)
            if score >= threshold:
                yield score, min(i, j), max(i, j)
        # a heavier row to come needs all of this one's weight that `threshold` asks for
        for key in _keys(rows[i], heavier, heavier * threshold - 1):
            rows_of_key = by_key[key]
            if len(rows_of_key) < MOST:
                rows_of_key.append(i)


def _shared(
    a: dict[int, int],
    b: dict[int, int],
) -> int:
    """The weight that two rows share, as `{rank: weight}`."""
    ranks = a.keys() & b.keys()
    return sum([min(a[rank], b[rank]) for rank in ranks])


def _candidates(
    keys: Iterable[Key],
    by_key: dict[Key, list[int]],
) -> Iterable[int]:
    """The rows under some keys, each once, in the order of the keys."""
    candidates: dict[int, None] = {}
    rows_of_keys = (by_key.get(key, ()) for key in keys)
    rows = chain.from_iterable(rows_of_keys)
    for row in islice(rows, MOST * MOST):
        candidates[row] = None
        if len(candidates) == MOST:
            break
    return candidates


def _keys(
    row: Row,
    total: int,
    need: float,
) -> Iterator[Key]:
    """The keys under which a partner that shares at least `need` of the row must be found."""
    heaviest = max([weight for _, weight in row], default=0)
    firsts = _prefix_length(row, total, need)
    seconds = _prefix_length(row, total, need - heaviest)
    for i, (rank, weight) in enumerate(row[:firsts]):
        if weight >= need:
            yield rank
        for other, _ in row[i + 1 : seconds]:
            yield rank, other


def _prefix_length(
    row: Row,
    total: int,
    need: float,
) -> int:
    """Behind how many of its terms the rest of a row weighs less than `need`."""
    rest = total
    for i, (_, weight) in enumerate(row):
        if rest < need:
            return i
        rest -= weight
    return len(row)
