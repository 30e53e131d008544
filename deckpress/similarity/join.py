"""Every pair of rows that are alike, without comparing all: a prefix-filter join, exact up to `MOST` candidates.

    score(a, b) = shared / (0.6 * lighter + 0.4 * heavier)

`shared` is the weight of the words both have (the smaller of the two weights, where they differ), lighter and heavier
the weights of the two rows. Why nothing is lost: score >= t means shared >= t * lighter and, since shared <= lighter,
shared >= k * heavier with k = 0.4 t / (1 - 0.6 t). So a row knows how much a partner must share. Sort its words by
rank. Either one shared word alone weighs that much (key: that word), or the first two shared words stand early enough
that what follows could not make it up (key: the two). Rows with a common key are compared; no others can be alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from deckpress.similarity.index import Row

BALANCE = 0.6
"""How much of the comparison goes to the lighter question: a question that only adds words is still alike."""

MOST = 50
"""Rows that are found under one key, and rows with which one is compared: those under its rarest keys.

In the decks that we know, no question has twenty such partners. Without a limit, one vocabulary in five thousand
orders is twelve million pairs.
"""

Key = int | tuple[int, int]


def score(a: Row, b: Row) -> float:
    """How alike two rows are, from 0 to 1."""
    other = dict(b)
    shared = sum(min(weight, other[rank]) for rank, weight in a if rank in other)
    lighter, heavier = sorted((sum(w for _, w in a), sum(w for _, w in b)))
    return shared / (BALANCE * lighter + (1 - BALANCE) * heavier) if shared else 0.0


def alike(rows: Sequence[Row], threshold: float) -> Iterator[tuple[float, int, int]]:
    """All `(score, i, j)`, i < j, with score >= threshold, in no particular order."""
    share = threshold * (1 - BALANCE) / (1 - threshold * BALANCE)
    totals = [sum(weight for _, weight in row) for row in rows]
    weights = [dict(row) for row in rows]
    ranks = [row.keys() for row in weights]
    entered: dict[Key, list[int]] = {}
    for i in sorted(range(len(rows)), key=lambda i: (totals[i], i)):
        heavier, own = totals[i], weights[i]
        light = [*_keys(rows[i], heavier, threshold)]
        heavy = _keys(rows[i], heavier, share)
        for j in _near(heavy, entered):
            lighter = totals[j]
            if lighter < heavier * share - 1:
                continue
            other = weights[j]
            shared = sum([min(own[r], other[r]) for r in ranks[i] & ranks[j]])
            found = shared / (BALANCE * lighter + (1 - BALANCE) * heavier)
            if found >= threshold:
                yield (found, i, j) if i < j else (found, j, i)
        for key in light:
            rows_of_key = entered.setdefault(key, [])
            if len(rows_of_key) < MOST:
                rows_of_key.append(i)


def _near(keys: Iterable[Key], entered: Mapping[Key, Sequence[int]]) -> list[int]:
    """The rows under some keys, each once, in the order of the keys."""
    near: dict[int, None] = {}
    listed = chain.from_iterable(entered.get(key, ()) for key in keys)
    for row in islice(listed, MOST * MOST):
        near[row] = None
        if len(near) == MOST:
            break
    return [*near]


def _keys(row: Row, total: int, share: float) -> Iterator[Key]:
    """The keys under which a partner that shares at least `share` of the row must be found."""
    need = share * total - 1
    need_after_one = need - max((weight for _, weight in row), default=0)
    first = second = len(row)
    rest = total
    for i, (_, weight) in enumerate(row):
        if rest < need and i < first:
            first = i
        if rest < need_after_one:
            second = i
            break
        rest -= weight
    for i in range(first):
        rank, weight = row[i]
        if weight >= need:
            yield rank
        for j in range(i + 1, second):
            yield rank, row[j][0]
