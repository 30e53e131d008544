"""A deck's questions -> all that comparing them needs: analyzed, grouped by equal keys, weighed."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from deckpress.similarity.analysis import TextAnalysis, analyze
from deckpress.similarity.question import Match, Question
from deckpress.similarity.runs import Aliases, runs
from deckpress.similarity.weights import WeighedTexts, weigh
from deckpress.similarity.words import Word

Questions = tuple[Question, ...]
"""Of all cards, in the deck's order."""


class Prepared(NamedTuple):
    """A deck's questions, ready to be compared."""

    analyses: tuple[TextAnalysis, ...]
    """Of each card."""
    exact: tuple[Match, ...]
    """Each card with the one before it that has an equal key and stands for it."""
    cards: tuple[int, ...]
    """The cards that are compared word by word: all others, in the deck's order."""
    weighed: WeighedTexts
    """The texts of `cards`."""

    def uses(self, card: int) -> dict[str, Word]:
        """See `WeighedTexts.uses`."""
        return self.weighed.uses(self.analyses[card].words)


@functools.lru_cache(maxsize=4)
def prepare(questions: Questions, aliases: Aliases) -> Prepared:
    """Analyze all questions, find those with equal keys, and weigh the words of the others."""
    analyses = [question.analysis or analyze(question.text) for question in questions]
    exact: list[Match] = []
    cards: list[int] = []
    for group in _equal_ones(questions, analyses):
        first = _first(questions, group)
        cards.append(first)
        exact += _exact(first, group)
    cards.sort()
    texts = [question.text for question in questions]
    words = [analyses[card].words for card in cards]
    answers = [questions[card].answer for card in cards]
    known = runs(texts, chain.from_iterable(words), aliases)
    weighed = weigh(words, known, answers)
    return Prepared(tuple(analyses), tuple(exact), tuple(cards), weighed)


def _equal_ones(
    questions: Questions,
    analyses: Iterable[TextAnalysis],
) -> Iterable[list[int]]:
    """The cards that ask for something, in groups with equal keys and gaps."""
    groups: dict[object, list[int]] = defaultdict(list)
    for card, analysis in enumerate(analyses):
        if analysis.words:
            key = (analysis.key, questions[card].gaps)
            groups[key].append(card)
    return groups.values()


def _first(questions: Questions, group: list[int]) -> int:
    """The card that stands for a group: the first one that is no draft, if there is any."""
    finished = (card for card in group if not questions[card].draft)
    return next(finished, group[0])


def _exact(
    first: int,
    group: list[int],
) -> Iterator[Match]:
    """The card that stands for a group with each of the others."""
    for other in group:
        if other != first:
            yield Match(
                min(first, other),
                max(first, other),
                score=1.0,
                exact=True,
                apart=False,
            )
