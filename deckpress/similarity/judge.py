"""What the word score cannot see: two questions whose few different words turn the meaning."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from typing import NamedTuple

from deckpress.similarity import asks, english
from deckpress.similarity.stems import form
from deckpress.similarity.words import Reading, turned

OTHER_ASK = 0.8
"""What is left of the score when one asks what a thing is and the other, say, how to do it."""

COMPARED = 0.75
"""What is left when only one compares the topic with another, or asks for its merits."""

OTHER_SUBJECT = 0.85
"""What is left when the first topic that one names is not in the other: it has another subject."""

NARROWER = 0.9
"""What is left when one adds a rare word that narrows the topic: "truncated backpropagation"."""

WEIGHING = ("~difference", "~advantage", "~disadvantage", "~example", "~prevent", "~evaluate")
"""What only one question asks for, so that its answer is another one."""

Contrasts = tuple[frozenset[str], ...]
"""Sets of forms that exclude each other; a set of one counts by its presence."""


class Side(NamedTuple):
    """One of two questions that are compared."""

    reading: Reading
    own: frozenset[str]
    """The forms that the other one lacks."""
    heads: frozenset[str]
    """The forms that rare words of its own narrow: `backpropagation` for the own word `truncated`."""
    other_subject: bool
    """Whether its first rare word is its own: "What is state in Svelte?" is not about Svelte."""
    distinct: bool
    """Whether one of its own words is rare in the deck or written like a name."""
    weighs: bool = False
    """Whether only it asks, in its main clause, for a difference, for advantages or for disadvantages."""


def verdict(a: Side, b: Side, contrasts: Contrasts) -> float:
    """The factor on the score of two questions: 0 if they ask different things."""
    own = a.own | b.own
    if any(map(_is_operator, own)) or (a.own and b.own and _other_names(a.own, b.own)):
        return 0.0
    if not english.NEGATIONS.isdisjoint(own) or _contrast(a.own, b.own, contrasts):
        return 0.0
    if a.reading.signs != b.reading.signs:
        return 0.0
    if turned(a.reading, b.reading) or asks.apart(a.reading.ask, b.reading.ask):
        return 0.0
    factor = OTHER_ASK if asks.conflict(a.reading.ask, b.reading.ask) else 1.0
    if a.weighs or b.weighs:
        factor *= COMPARED
    if a.other_subject or b.other_subject:
        factor *= OTHER_SUBJECT
    narrowed = (a.heads - a.own) | (b.heads - b.own)
    return factor * (NARROWER if narrowed else 1.0)


def _other_names(only_a: Collection[str], only_b: Collection[str]) -> bool:
    """Other numbers, other one-letter names, other code: `L1` and `L2`, `i++` and `++i`."""
    kinds = {_kind(word) for word in only_a}, {_kind(word) for word in only_b}
    return "code" in kinds[0] | kinds[1] or bool((kinds[0] & kinds[1]) - {"word"})


@functools.lru_cache(maxsize=1 << 16)
def _is_operator(word: str) -> bool:
    return not any(char.isalnum() for char in word)


@functools.lru_cache(maxsize=1 << 16)
def _kind(word: str) -> str:
    if any(char.isdigit() for char in word):
        return "number"
    if word in english.ASK_WEIGHTS or not word.isascii():
        return "word"
    if len(word) == 1:
        return "letter"
    return "word" if re.sub(r"[.'_ ]", "", word).isalnum() else "code"


def _contrast(only_a: Collection[str], only_b: Collection[str], contrasts: Contrasts) -> bool:
    if only_a and only_b and any([_opposite(x, y) for x in only_a for y in only_b]):
        return True
    for group in contrasts:
        in_a, in_b = group.intersection(only_a), group.intersection(only_b)
        if (in_a and in_b) or (len(group) == 1 and (in_a or in_b)):
            return True
    return False


@functools.lru_cache(maxsize=1 << 16)
def _opposite(x: str, y: str) -> bool:
    """Whether one word is the opposite of the other: by the list, or by a prefix ("controlled", "uncontrolled")."""
    short, long = sorted((x, y), key=len)
    negated = len(short) > 3 and long.endswith(short) and long[: -len(short)] in english.NEGATING
    return negated or (x, y) in opposites()


@functools.cache
def opposites() -> frozenset[tuple[str, str]]:
    """The general antonyms as forms, both ways."""
    pairs = [(form(x) or x, form(y) or y) for x, y in english.ANTONYMS]
    return frozenset(pairs) | frozenset((y, x) for x, y in pairs)
