"""Guessing misspelled words by the rest of the deck.

There is no dictionary, and no guess that would join two terms.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, filterfalse

from deckpress.similarity.stems import Terms, shared_terms
from deckpress.similarity.words import Word
from deckpress.system.near_words import is_one_slip

SHORTEST = 6
"""Letters from which on a word can be a misspelling: below, names differ by one (TCP, UDP)."""

LONGEST = 40
"""Letters up to which it is compared: the work grows with the square of the length."""

LONE = 12
"""Letters that a word needs which is all of its question: "stationary" is not "stationery"."""


def misspelled(
    questions: Sequence[Sequence[Word]],
    answers: Sequence[str],
) -> dict[str, str]:
    """`{term: term meant}` for terms of one question that are one slip away from another term.

    A word that its own answer repeats is a term, not a slip; so is a short word that is all a
    question has.
    """
    texts = [frozenset(word.term for word in words) for words in questions]
    counts = Counter(chain.from_iterable(texts))
    rare = []
    for word in chain.from_iterable(questions):
        if counts[word.term] == 1 and len(word.text) >= SHORTEST:
            rare.append(word.term)
    meant = _meant(rare, counts)
    # what is meant by another is no slip
    right = set(_right_ones(meant, texts, answers))
    right.update(term for term in meant if meant[term] in meant)
    return {term: meant[term] for term in meant.keys() - right}


def _meant(
    rare: Iterable[str],
    counts: Mapping[str, int],
) -> dict[str, str]:
    """Each rare term that is one slip away from others, with the most frequent of these."""
    meant = {}
    for term, others in _slips(rare, counts).items():
        best = min(others, key=lambda other: (-counts[other], other))
        # of two that occur once, the later one is the slip
        if counts[best] > 1 or best < term:
            meant[term] = best
    return meant


def _slips(
    rare: Iterable[str],
    counts: Collection[str],
) -> Mapping[str, set[str]]:
    """Each rare term that is one slip away from other terms of the deck, with these."""
    known = {term: term for term in counts}
    # "benifits" means the term of "benefits"
    for stem, term in shared_terms().items():
        if term in counts:
            known[stem] = term
    slips: dict[str, set[str]] = defaultdict(set)
    for term, word in _near_pairs(rare, known):
        if _is_slip(term, word):
            slips[term].add(known[word])
    return slips


def _near_pairs(
    rare: Iterable[str],
    known: Iterable[str],
) -> Iterator[tuple[str, str]]:
    """The pairs that may be one slip apart, found without comparing all, as SymSpell does.

    Whatever the slip, the two have a rest in common: "learn" and "leran" without their "a".
    """
    by_rest: dict[str, list[str]] = defaultdict(list)
    for term in filter(_is_comparable, rare):
        for rest in _rests(term):
            by_rest[rest].append(term)
    for word in filter(_is_comparable, known):
        for rest in _rests(word) & by_rest.keys():
            for term in by_rest[rest]:
                yield term, word


def _is_comparable(term: str) -> bool:
    return SHORTEST - 1 <= len(term) <= LONGEST and term.isalpha()


def _rests(word: str) -> set[str]:
    """The word, and the word without one letter; the first is right, or it is another word."""
    rests = {word}
    for i in range(1, len(word)):
        rests.add(word[:i] + word[i + 1 :])
    return rests


def _is_slip(a: str, b: str) -> bool:
    """Whether one is likely the other misspelled; an accent is no slip: it makes another word."""
    if not is_one_slip(a, b):
        return False
    if a.isascii() and b.isascii():
        return True
    return _bare(a) != _bare(b)


def _bare(word: str) -> str:
    """The word without its accents."""
    letters = unicodedata.normalize("NFD", word)
    return "".join(filterfalse(unicodedata.combining, letters))


def _right_ones(
    meant: Mapping[str, str],
    texts: Iterable[Terms],
    answers: Iterable[str],
) -> Iterator[str]:
    """The terms that are written as they should be, however like another one they are."""
    for text, answer in zip(texts, answers, strict=True):
        for term in text.intersection(meant):
            is_lone = len(text) == 1 and len(term) < LONE
            if is_lone or term[:-1] in answer.lower():
                yield term
