"""One word -> what it counts as."""

from __future__ import annotations

import functools

from deckpress.similarity import english

_ENDINGS = (
    ("ization", "ize"),
    ("isation", "ize"),
    ("ational", "ate"),
    ("fulness", "ful"),
    ("iveness", "ive"),
    ("izing", "ize"),
    ("ising", "ize"),
    ("ized", "ize"),
    ("ised", "ize"),
    ("ise", "ize"),
)


@functools.lru_cache(maxsize=1 << 16)
def singular(word: str) -> str:
    """`word` without a plural or third-person `s`."""
    if (
        len(word) <= 3
        or not word.isascii()
        or not word.isalpha()
        or word[-1] != "s"
        or word[-2] in "su"
    ):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if (
        word.endswith("is")
        or (word.endswith("ps") and word[-3] not in "aeioulm")
        or not set(word[:-1]) & set("aeiouy")
    ):
        return word
    return word[:-1]


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A light stem of an English word, in lower case; what does not look like one is left alone."""
    if len(word) <= 3 or not (word.isascii() and word.isalpha()):
        return word
    word = singular(word)
    for ending, short in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + short
    return _without_verb_ending(word)


def _without_verb_ending(word: str) -> str:
    length = len(word)
    if word.endswith("ing") and length >= 7:
        word = word[:-3]
    elif word.endswith("ed") and length >= 6:
        word = word[:-2]
    if 3 < len(word) < length and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


@functools.lru_cache(maxsize=1 << 17)
def form(lower: str) -> str:
    """What a word counts as: its stem, `~group` if it asks, or nothing if it is part of the frame."""
    if lower in english.FRAME:
        return ""
    stemmed = stem(english.NUMBERS.get(lower, lower))
    return same().get(stemmed, stemmed)


@functools.cache
def same() -> dict[str, str]:
    """Stem to the form it shares with its synonyms; question words win over other synonyms."""
    found = {stem(word): stem(group[0]) for group in english.SYNONYMS for word in group}
    for name, (_, words) in english.ASKS.items():
        found |= {stem(word): f"~{name}" for word in words.split()}
    return found
