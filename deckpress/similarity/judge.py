"""What the word score cannot see: two questions whose few different words turn the meaning."""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import NamedTuple

from deckpress.similarity import asks, english
from deckpress.similarity.words import Reading, form

OTHER_ASK = 0.8
"""What is left of the score when one asks what a thing is and the other, say, how to do it."""

COMPARED = 0.75
"""What is left when only one compares the topic with another."""

NARROWER = 0.9
"""What is left when one adds a rare word that narrows the topic: "truncated backpropagation"."""

Contrasts = tuple[frozenset[str], ...]
"""Sets of forms that exclude each other; a set of one counts by its presence."""


class Side(NamedTuple):
    """One of two questions that are compared."""

    reading: Reading
    own: frozenset[str]
    """The forms that the other one lacks."""
    heads: frozenset[str]
    """The forms that rare words of its own narrow: `backpropagation` for the own word `truncated`."""
    distinct: bool
    """Whether one of its own words is rare in the deck or written like a name."""


def verdict(a: Side, b: Side, contrasts: Contrasts) -> float:
    """The factor on the score of two questions: 0 if they ask different things."""
    if a.own and b.own and _other_names(a.own, b.own):
        return 0.0
    if not english.NEGATIONS.isdisjoint(a.own | b.own) or _contrast(a.own, b.own, contrasts):
        return 0.0
    if any((after, before) in b.reading.turns for before, after in a.reading.turns):
        return 0.0
    factor = OTHER_ASK if asks.conflict(a.reading.ask, b.reading.ask) else 1.0
    if _compares_more(a.own) or _compares_more(b.own):
        factor *= COMPARED
    narrowed = (a.heads - a.own) | (b.heads - b.own)
    return factor * (NARROWER if narrowed else 1.0)


def _compares_more(own: frozenset[str]) -> bool:
    """Whether one asks for a difference to something that the other does not mention."""
    return "~difference" in own and any(word[0] != "~" for word in own)


def _other_names(only_a: Collection[str], only_b: Collection[str]) -> bool:
    """Other numbers, other one-letter names, other code: `L1` and `L2`, `i++` and `++i`."""
    if any(map(_has_digit, only_a)) and any(map(_has_digit, only_b)):
        return True
    if any(len(w) == 1 for w in only_a) and any(len(w) == 1 for w in only_b) and not any(map(_is_dense, only_a)):
        return True
    return any(map(_is_code, only_a)) or any(map(_is_code, only_b))


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _is_dense(word: str) -> bool:
    return not word.isascii()


def _is_code(word: str) -> bool:
    return (
        word[0] not in "~="
        and not word.replace(".", "").replace("'", "").replace("_", "").isalnum()
        or word in ("==", "===")
    )


def _contrast(only_a: Collection[str], only_b: Collection[str], contrasts: Contrasts) -> bool:
    if any((x, y) in opposites() or _negates(x, y) or _negates(y, x) for x in only_a for y in only_b):
        return True
    for group in contrasts:
        in_a, in_b = group.intersection(only_a), group.intersection(only_b)
        if (in_a and in_b) or (len(group) == 1 and (in_a or in_b)):
            return True
    return False


def _negates(word: str, opposite: str) -> bool:
    return len(word) > 3 and opposite.endswith(word) and opposite[: -len(word)] in english.NEGATING


@functools.cache
def opposites() -> frozenset[tuple[str, str]]:
    """The general antonyms as forms, both ways."""
    pairs = [(form(x) or x, form(y) or y) for x, y in english.ANTONYMS]
    return frozenset(pairs) | frozenset((y, x) for x, y in pairs)
