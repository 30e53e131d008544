"""All questions of a deck, weighed: each term by how rare it is here.

    weigh(texts, runs, answers) -> WeighedTexts

A question becomes a row of `(rank, weight)`, the rarest term first. Weights are whole numbers
(1e-4), so that sums do not depend on their order and the same deck gives the same figures
everywhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from deckpress.similarity import english
from deckpress.similarity.runs import Runs
from deckpress.similarity.spelling import misspelled
from deckpress.similarity.stems import NARROWING_TERMS, Terms, says_little
from deckpress.similarity.words import Word

Row = tuple[tuple[int, int], ...]
"""`(rank, weight)` of each term of a question, by rising rank."""

Factors = Mapping[str, float]
"""Each term of a question with what it weighs beside one of the main clause: 1, or less."""

SMALL_DECK = 100
"""A deck counts as at least this many cards: in a deck of two, all shared words would be common."""

LONGEST_ROW = 50
"""The rarest terms of a question that are compared: `all_pairs` looks up pairs of them."""

COMMON = 0.1
"""A term that more than this share of the cards use says little by itself."""

ASKING = 0.7
"""From this weight on, a question word is as good as a topic: causes are not remedies."""

RAREST = 4.0
"""No rarer than this is a term that says little: ln(1 + 54), as if one of 54 cards used it."""

NARROWING = 0.3
"""What a term that only narrows a question weighs beside a topic of the same rarity."""


class WeighedTexts(NamedTuple):
    """The deck's questions as rows."""

    rows: tuple[Row, ...]
    """In the order of the texts."""
    names: tuple[str, ...]
    """The term of each rank."""
    topics: Terms
    """The terms rare enough to be a topic of their own."""
    runs: Runs
    spelled: Mapping[str, str]
    """Terms read as another term, since they seem misspelled."""

    def terms(self, row: Row) -> Terms:
        """The terms of a row."""
        return frozenset([self.names[rank] for rank, _ in row])

    def uses(
        self,
        text: Sequence[Word],
    ) -> dict[str, Word]:
        """Each term of a text, as its row has it, with the word as first written; the last
        first."""
        uses = {}
        words = _with_topic(self.runs.merged(text))
        for word in reversed(words):
            meant = self.spelled.get(word.term, word.term)
            uses[meant] = word
        return uses


def weigh(
    texts: Sequence[Sequence[Word]],
    runs: Runs,
    answers: Sequence[str],
) -> WeighedTexts:
    """Weigh the words of all texts.

    `answers`, parallel to `texts`, tell a misspelling from a rare term: that is in its answer, too.
    """
    merged = [runs.merged(text) for text in texts]
    spelled = misspelled(merged, answers)
    factors = [_factors(words, spelled) for words in merged]
    counts = Counter(chain.from_iterable(factors))
    cards = max(len(texts), SMALL_DECK)
    weights = {}
    for term, count in counts.items():
        weights[term] = _weight(term, cards / count)
    names = sorted(weights, key=lambda term: (-weights[term], term))
    ranks = {term: rank for rank, term in enumerate(names)}
    rows = [_row(text, ranks, weights) for text in factors]
    rare = [term for term in names if counts[term] <= COMMON * cards]
    return WeighedTexts(
        tuple(rows),
        tuple(names),
        frozenset(filter(_is_topic, rare)),
        runs,
        spelled,
    )


def _with_topic(words: Sequence[Word]) -> Sequence[Word]:
    """The words; if they only ask, all of them together are the topic, too."""
    if not all(says_little(word.term) for word in words):
        return words
    whole = " ".join(word.text for word in words)
    topic = Word(whole.lower() or "?", whole)
    return [*words, topic]


def _factors(
    words: Sequence[Word],
    spelled: Mapping[str, str],
) -> Factors:
    """A term that stands in the main clause and in an added one weighs as in the main clause."""
    factors: dict[str, float] = {}
    for word in _with_topic(words):
        term = spelled.get(word.term, word.term)
        if term not in factors or not word.is_added:
            factors[term] = word.weight
    return factors


def _weight(term: str, rarity: float) -> int:
    """What a term weighs that one in `rarity` cards uses."""
    weight = math.log(1 + rarity)
    if says_little(term):
        share = english.ASK_WEIGHTS.get(term, NARROWING)
        weight = share * min(weight, RAREST)
    return max(1, round(weight * 10_000))


def _row(
    text: Factors,
    ranks: Mapping[str, int],
    weights: Mapping[str, int],
) -> Row:
    row = []
    for term, factor in text.items():
        weight = round(weights[term] * factor)
        row.append((ranks[term], weight))
    row.sort()
    return tuple(row[:LONGEST_ROW])


def _is_topic(term: str) -> bool:
    """Whether a term would be a topic if it is rare."""
    if term in english.ASK_WEIGHTS:
        return english.ASK_WEIGHTS[term] >= ASKING
    return term not in NARROWING_TERMS
