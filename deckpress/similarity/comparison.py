"""A deck's questions -> the pairs that ask the same, or nearly.

    compare(questions, contrasts, aliases, least) -> Matches

Exact and deterministic: every pair with a score of at least `least` is found, in the deck's order.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from operator import attrgetter

from deckpress.similarity.all_pairs import ScoredPair, similar_rows
from deckpress.similarity.matches import Matches
from deckpress.similarity.meaning import Side, are_apart, judged
from deckpress.similarity.prepared import Questions, prepare
from deckpress.similarity.question import Match
from deckpress.similarity.runs import Aliases, Runs, name_terms
from deckpress.similarity.stems import Terms
from deckpress.similarity.weights import Row

LEAST = 0.6
"""No check looks below this score."""

FEW = 4
"""Of questions with equal words, so many are compared with the others one by one."""

ContrastNames = tuple[tuple[str, ...], ...]
"""Lists of names that exclude each other, as a deck's owner wrote them."""


@functools.lru_cache(maxsize=4)
def compare(
    questions: Questions,
    contrasts: ContrastNames = (),
    aliases: Aliases = (),
    least: float = LEAST,
) -> Matches:
    """All pairs of a deck with a score of at least `least`, and all with equal keys."""
    prepared = prepare(questions, aliases)
    weighed = prepared.weighed
    row_terms = [weighed.terms(row) for row in weighed.rows]
    excluding = _term_groups(contrasts, weighed.runs)

    def side(i: int, j: int) -> Side:
        """Row `i`, as it differs from row `j`."""
        card = prepared.cards[i]
        own = row_terms[i] - row_terms[j]
        return Side(
            questions[card],
            prepared.analyses[card],
            own,
            rare=own & weighed.topics,
        )

    pairs = [*prepared.exact]
    for likeness, i, j in _alike(weighed.rows, least):
        a, b = side(i, j), side(j, i)
        score = judged(likeness, a, b, excluding)
        if score >= least:
            match = Match(
                prepared.cards[i],
                prepared.cards[j],
                score,
                exact=False,
                apart=are_apart(a, b),
            )
            pairs.append(match)
    # the most alike first
    pairs.sort(key=attrgetter("first", "second"))
    pairs.sort(key=attrgetter("score"), reverse=True)
    return Matches(tuple(pairs), questions, aliases)


def _term_groups(contrasts: ContrastNames, runs: Runs) -> list[Terms]:
    """The lists of names as sets of terms."""
    groups = []
    for names in contrasts:
        named = filter(None, map(name_terms, names))
        # of a longer name that the deck does not abbreviate, the last term counts
        group = frozenset(runs.names.get(run, run[-1]) for run in named)
        groups.append(group)
    return [*filter(None, groups)]


def _alike(
    rows: Sequence[Row],
    least: float,
) -> Iterator[ScoredPair]:
    """The pairs of rows by their words.

    Equal rows are joined as one, and only the first few of them are paired with others.
    """
    equal: dict[Row, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        equal[row].append(i)
    for group in equal.values():
        yield from _equal_pairs(group)
    few = [group[:FEW] for group in equal.values()]
    for score, one, other in similar_rows([*equal], least):
        for i, j in product(few[one], few[other]):
            yield score, min(i, j), max(i, j)


def _equal_pairs(rows: Sequence[int]) -> Iterator[ScoredPair]:
    """Each of some equal rows with the first few before it."""
    for n, second in enumerate(rows):
        for first in rows[: min(n, FEW)]:
            yield 1.0, first, second
