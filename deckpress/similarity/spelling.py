"""Guessing misspelled words by the rest of the deck.

There is no dictionary, and no guess that would join two terms.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, filterfalse

from deckpress.similarity.stems import SHARED_TERMS, Terms
from deckpress.similarity.words import Words
from deckpress.system.near_words import is_one_slip

SHORTEST = 6
"""Letters from which on a word can be a misspelling: below, names differ by one (TCP, UDP)."""

LONGEST = 40
"""Letters up to which it is compared: the work grows with the square of the length."""

LONE = 12
"""Letters that a word needs which is all of its question: "stationary" is not "stationery"."""


def misspelled(
    questions: Sequence[Words],
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
    meant = _meant(filter(_is_comparable, rare), counts)
    right = set(_right_ones(meant, texts, answers))
    # what another one means is no slip itself
    right.update(term for term in meant if meant[term] in meant)
    wrong = sorted(meant.keys() - right)
    return {term: meant[term] for term in wrong}


def _meant(
    rare: Iterable[str],
    counts: Mapping[str, int],
) -> dict[str, str]:
    """The rare terms that can be slips, each with the most frequent term that it may mean.

    Not all words are compared, as in SymSpell: whatever the slip, two words have a rest in common,
    such as "learn" and "leran" without their "a".
    """
    known = _spellings(counts)
    by_rest: dict[str, list[str]] = defaultdict(list)
    for word in filter(_is_comparable, known):
        for rest in _rests(word):
            by_rest[rest].append(word)
    meant = {}
    for term in rare:
        near = chain.from_iterable(by_rest[rest] for rest in _rests(term))
        others = {known[word] for word in near if _is_slip(term, word)}
        if not others:
            continue
        best = min(others, key=lambda other: (-counts[other], other))
        # of two that occur once, the later one is the slip
        if counts[best] > 1 or best < term:
            meant[term] = best
    return meant


def _spellings(counts: Iterable[str]) -> dict[str, str]:
    """What each right word counts as: a term of the deck, also if it has another stem."""
    known = {term: term for term in counts}
    # "benifits" means the term of "benefits"
    for stem, term in SHARED_TERMS.items():
        if term in known:
            known[stem] = term
    return known


def _is_comparable(term: str) -> bool:
    return SHORTEST - 1 <= len(term) <= LONGEST and term.isalpha()


def _rests(word: str) -> set[str]:
    """The word, and the word without one letter; the first is right, or it is another word."""
    rests = {word}
    for i in range(1, len(word)):
        start, end = word[:i], word[i + 1 :]
        rests.add(start + end)
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
