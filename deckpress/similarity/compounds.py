"""Words that are written apart, together or with a hyphen.

`auto encoder` is read as `autoencoder`, if the deck writes that, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deckpress.similarity.stems import Terms, term
from deckpress.similarity.words import Word

LONGEST = 40
"""Letters of a term that can be written apart."""

SHORTEST = 7
"""Letters that both parts have together."""


class Compounds(NamedTuple):
    """The terms of a deck that can be written apart."""

    terms: Terms
    beginnings: Terms
    """Three letters and more of each: two words that begin as none need not be stemmed."""


def compounds(terms: Iterable[str]) -> Compounds:
    """Those among some terms."""
    short = frozenset(term for term in terms if len(term) <= LONGEST)
    beginnings: set[str] = set()
    for whole in short:
        for length in range(3, len(whole)):
            beginnings.add(whole[:length])
    return Compounds(short, frozenset(beginnings))


def joined(words: Sequence[Word], known: Compounds) -> list[Word]:
    """The words, two neighbours as one where the deck writes them together."""
    out: list[Word] = []
    for word in words:
        whole = _whole(out[-1], word, known) if out else None
        if whole:
            out[-1] = whole
        else:
            out.append(word)
    return out


def _whole(first: Word, second: Word, known: Compounds) -> Word | None:
    """The word that two words are together; None if the deck has none such."""
    text = first.text + second.text
    if len(text) < SHORTEST or not text.isalpha():
        return None
    lower = text.lower()
    beginning = len(first.text) + 2
    if lower[:beginning] not in known.beginnings:
        return None
    whole = term(lower)
    if whole not in known.terms:
        return None
    return Word(whole, text, first.added, weight=first.weight)
