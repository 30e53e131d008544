"""Which way a question goes: "from miles to kilometres" is not "from kilometres to miles"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from deckpress.similarity import english
from deckpress.similarity.stems import term
from deckpress.similarity.tokens import ENDS, Tokens

Directions = frozenset[tuple[str, str]]
"""Pairs of terms, one before a word such as "to" and one behind it; `("to", goal)`, too."""

REACH = 4
"""Tokens before and behind a word of direction among which its sides stand."""

_OTHER_WAY = {"to": "from", "from": "to"}


def directions(tokens: Tokens) -> Directions:
    """The directions of a text's tokens."""
    if english.DIRECTIONS.isdisjoint(tokens):
        return frozenset()
    pairs: set[tuple[str, str]] = set()
    for i, token in enumerate(tokens):
        if token in english.DIRECTIONS:
            pairs.update(_around(tokens, i))
    return frozenset(pairs)


def _around(
    tokens: Tokens,
    i: int,
) -> Iterator[tuple[str, str]]:
    """The pairs around one word of direction: of two terms before it and two behind it."""
    left = max(0, i - REACH)
    right = i + 1 + REACH
    before = _terms(tokens[left:i])
    after = _terms(tokens[i + 1 : right])
    yield from product(before[-2:], after[:2])
    if after and tokens[i] in _OTHER_WAY:
        yield tokens[i], after[0]


def _terms(tokens: Tokens) -> list[str]:
    """The terms among some tokens; words of the frame are none."""
    terms = []
    for token in tokens:
        counts_as = term(token.lower())
        if counts_as and token[0] not in ENDS:
            terms.append(counts_as)
    return terms


def are_opposite(a: Directions, b: Directions) -> bool:
    """Whether two texts go opposite ways: from A to B and from B to A, or to A and from A."""
    turned = set()
    for before, after in a:
        turned.add((after, before))
        if before in _OTHER_WAY:
            turned.add((_OTHER_WAY[before], after))
    return not turned.isdisjoint(b)
