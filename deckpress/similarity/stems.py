"""One word -> the term it counts as.

    term("networks") -> "network"; term("benefits") -> "~advantage"; term("the") -> ""

The stemmer is light on purpose. A misspelled word loses the same ending as the right one, and so
does a word behind a prefix: `impossible` still ends as `possible` does.
"""

from __future__ import annotations

import functools

from deckpress.similarity import english

SHORTEST = 4
"""Letters of a word that can have an ending."""

Terms = frozenset[str]

_SIBILANTS = ("sses", "shes", "ches", "xes", "zes")
_ENDINGS = english.table("endings")


@functools.lru_cache(maxsize=1 << 17)
def term(lower: str) -> str:
    """What a word in lower case counts as: its stem, or the one for all words that mean the same.

    A word that asks becomes `~group`, one of the frame of a question an empty text.
    """
    if lower in english.FRAME:
        return ""
    stemmed = stem(english.NUMBERS.get(lower, lower))
    return shared_terms().get(stemmed, stemmed)


@functools.cache
def shared_terms() -> dict[str, str]:
    """`{stem: term}` of the words that mean the same; what a word asks wins over other meanings."""
    terms = {}
    for synonyms in english.groups("synonyms"):
        for word in synonyms:
            terms[stem(word)] = stem(synonyms[0])
    for name, words in english.ASKS.items():
        for word in words.split():
            terms[stem(word)] = name
    return terms


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A light stem of an English word in lower case; what does not look like one is left alone."""
    if not _is_english(word):
        return word
    word = singular(word)
    for ending, short in _ENDINGS.items():
        before = word.removesuffix(ending)
        # "organization", but not "wise"
        if before != word and len(before) >= 3:
            return before + short
    return _without_verb_ending(word)


def _is_english(word: str) -> bool:
    return len(word) >= SHORTEST and word.isascii() and word.isalpha()


@functools.lru_cache(maxsize=1 << 16)
def singular(word: str) -> str:
    """A word in lower case without a plural or third-person `s`."""
    if not _is_english(word) or _ends_in_its_own_s(word):
        return word
    if word.endswith("ies"):
        # "batteries", but not "ties"
        long = len(word) > 4
        return word[:-3] + "y" if long else word
    if word.endswith(_SIBILANTS):
        return word[:-2]
    return word.removesuffix("s")


def _ends_in_its_own_s(word: str) -> bool:
    """Whether the last `s` belongs to the word itself."""
    if word.endswith(("ss", "us", "is")):
        return True
    if word.endswith("ps") and word[-3] not in "aeioulm":
        # "https", but not "maps" and "lamps"
        return True
    return set(word).isdisjoint("aeiouy")


def _without_verb_ending(word: str) -> str:
    bare = word
    if word.endswith("ing") and len(word) >= 7:
        bare = word[:-3]
    elif word.endswith("ed") and len(word) >= 6:
        bare = word[:-2]
    if bare != word and _is_doubled(bare):
        # "stopped", but not "called"
        bare = bare[:-1]
    return bare.removesuffix("e") if len(bare) > 4 else bare


def _is_doubled(word: str) -> bool:
    if len(word) < SHORTEST or word[-1] in "lsz":
        return False
    return word[-1] == word[-2]


NARROWING_TERMS = frozenset(map(term, english.listed("narrowing")))
"""What narrows a question only a little."""


def says_little(term: str) -> bool:
    """Whether a term only asks, or narrows a question a little."""
    return term in english.ASKS or term in NARROWING_TERMS
