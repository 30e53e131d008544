"""A question's text -> all that is compared of it.

analyze("What is a thread?") -> TextAnalysis(words=(thread,), key="thread ", intent="define", …)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deckpress.similarity.canonical_key import TOPIC, dense_key, key, signs
from deckpress.similarity.directions import Directions, directions
from deckpress.similarity.intent import intent
from deckpress.similarity.simplified_text import simplified
from deckpress.similarity.tokens import NO_SPACE, Tokens, tokenized
from deckpress.similarity.words import Word, every_word, words_that_matter

FEW = 3
"""Tokens of a text that asks nothing up to which each word counts."""


class TextAnalysis(NamedTuple):
    """What a text asks."""

    words: tuple[Word, ...]
    """Those that matter, in order; a term may come twice."""
    key: str
    """Equal keys ask the same, whatever the deck: the same words in the same order, but for
    articles and plurals."""
    directions: Directions
    """What "from A to B" turns on."""
    intent: str
    """What its main clause wants to know."""
    signs: str
    """The signs of its code and formulas."""
    dense: bool
    """Whether it holds a script without spaces."""


def analyze(text: str) -> TextAnalysis:
    """Analyze one text: a question, or a cloze's text with its gaps filled; it may be empty."""
    plain = simplified(text)
    tokens = tokenized(plain)
    code = signs(plain)
    dense = not plain.isascii() and NO_SPACE.search(plain) is not None
    canonical = dense_key(plain) if dense else key(tokens, code)
    words = tuple(_words(tokens, canonical))
    if not words and (tokens or code):
        words = (Word(canonical, " ".join(tokens)),)
    return TextAnalysis(
        words,
        canonical,
        directions(tokens),
        intent([token.lower() for token in tokens]),
        code,
        dense,
    )


def _words(tokens: Tokens, canonical: str) -> Iterator[Word]:
    """The words that matter; of "the house" all: that is no frame, but what is to be learnt."""
    if len(tokens) <= FEW and canonical.startswith(TOPIC):
        return every_word(tokens)
    return words_that_matter(tokens)
