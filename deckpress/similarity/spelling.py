"""Guessing misspelled words by the rest of the deck: no dictionary, and no guess that would join two terms."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from deckpress.similarity.stems import same

SHORTEST = 6
"""Letters from which on a word can be a misspelling: below, names differ by one letter (TCP, UDP)."""

LONGEST = 40
"""Letters up to which it is compared: the ways to lose one letter grow with the square of the length."""

LONE = 12
"""Letters that a word needs which is the only one of its question: "stationary" is not "stationery"."""


def misspelled(
    counts: Mapping[str, int],
    texts: Sequence[Mapping[str, float]],
    answers: Sequence[str],
    written: Mapping[str, int],
) -> dict[str, str]:
    """`{word: word meant}` for words of one question that are one slip away from another word of the deck.

    A word that its own answer repeats is a term, not a slip; so is a short word that is all a question has. `written`
    is the length of each word before its ending was cut off.
    """
    once = (word for word, count in counts.items() if count == 1 and _is_comparable(word))
    rare = sorted(word for word in once if written.get(word, 0) >= SHORTEST)
    other_names = {word: form for word, form in same().items() if form in counts}
    near = _neighbours(rare, {*counts, *other_names})
    meant = {word: other for word in rare if (other := _meant(word, near, counts, other_names))}
    if not meant:
        return {}
    own = {word: i for i, text in enumerate(texts) for word in text if word in meant}
    terms = {
        word
        for word, i in own.items()
        if word[:-1] in answers[i].lower() or _is_lone_name(word, texts[i])
    }
    return {
        word: other for word, other in meant.items() if word not in terms and other not in meant
    }


def _is_comparable(word: str) -> bool:
    return SHORTEST - 1 <= len(word) <= LONGEST and word.isalpha()


def _is_lone_name(word: str, text: Mapping[str, float]) -> bool:
    return len(text) == 1 and len(word) < LONE


def _neighbours(rare: Sequence[str], counts: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The deck's words by what is left of them without one letter, as far as a rare word needs it."""
    wanted = {key for word in rare for key in _deletions(word)}
    near: dict[str, list[str]] = defaultdict(list)
    for word in sorted(counts):
        if _is_comparable(word):
            for key in _deletions(word) & wanted:
                near[key].append(word)
    return near


def _meant(
    word: str,
    near: Mapping[str, Sequence[str]],
    counts: Mapping[str, int],
    other_names: Mapping[str, str],
) -> str:
    slips = {
        other
        for key in _deletions(word)
        for other in near.get(key, ())
        if other != word and _slip(word, other)
    }
    others = {other_names.get(other, other) for other in slips}
    best = min(others, key=lambda other: (-counts[other], other), default="")
    return best if best and (counts[best] > 1 or best < word) else ""


def _deletions(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))}


def _bare(word: str) -> str:
    return "".join(
        char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char)
    )


def _slip(a: str, b: str) -> bool:
    """One letter added, lost or replaced, or two neighbours swapped, behind the first letter; an accent is no slip."""
    if not (a.isascii() and b.isascii()) and _bare(a) == _bare(b):
        return False
    if len(a) > len(b):
        a, b = b, a
    start = next((i for i in range(len(a)) if a[i] != b[i]), len(a))
    if len(a) < len(b):
        return len(b) - len(a) == 1 and a[start:] == b[start + 1 :]
    swapped = (
        a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    )
    return swapped or a[start + 1 :] == b[start + 1 :]
