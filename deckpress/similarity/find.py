"""A deck's questions -> the pairs that ask the same, or nearly.

    find(questions, contrasts, aliases, least) -> Matches

Exact and deterministic: every pair with a score of at least `least` is found, in the deck's order.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deckpress.similarity import index, join, judge, phrases, words
from deckpress.similarity.question import Match, Question
from deckpress.similarity.stems import form
from deckpress.similarity.tokens import NO_SPACE

LEAST = 0.6
"""No check looks below this score."""

TURNED = 0.75
"""What is left if two texts without spaces hold the same characters in another order: from A to B, from B to A."""

_TEX = re.compile(r"\\[A-Za-z]{2}")

FEW = 4
"""Of questions with equal words, so many are compared with the others one by one."""


class Weighed(NamedTuple):
    """A deck's questions, read and weighed."""

    readings: tuple[words.Reading, ...]
    runs: phrases.Phrases
    exact: tuple[Match, ...]
    """Those with equal keys."""
    firsts: tuple[int, ...]
    """Of equal ones the one that stands for all; and all others."""
    built: index.Index
    """Of `firsts`."""


@dataclass(frozen=True)
class Matches:
    """Everything that was found, and what it takes to explain it."""

    pairs: tuple[Match, ...]
    """By falling score, then in deck order. Of cards with equal keys, only the first is compared with the others."""
    questions: tuple[Question, ...]
    aliases: tuple[tuple[str, str], ...]

    @functools.cached_property
    def weighed(self) -> Weighed:
        """The questions, weighed when the first match is explained: `pairs` may come from an earlier run."""
        return weigh(self.questions, self.aliases)

    def explain(self, match: Match) -> str:
        """`both say: …; only here: …; only there: …`, in the words of the second card."""
        readings, built = self.weighed.readings, self.weighed.built
        here = built.uses(readings[match.second].words)
        there = built.uses(readings[match.first].words)
        parts = [f"both say: {_said(here, [f for f in here if f in there])}"]
        parts += [
            f"only here: {_said(here, own)}" for own in [[f for f in here if f not in there]] if own
        ]
        parts += [
            f"only there: {_said(there, own)}"
            for own in [[f for f in there if f not in here]]
            if own
        ]
        guessed = (
            (here[f].text, there[f].text)
            for f in here
            if f in there and f in built.spelled.values()
        )
        parts += [f"{a!r} read as {b!r}" for a, b in guessed if form(a.lower()) != form(b.lower())]
        return "; ".join(parts)


def _said(uses: dict[str, words.Word], forms: Sequence[str]) -> str:
    shown = [uses[form].text for form in reversed(uses) if form in set(forms)]
    dense = all(NO_SPACE.match(text) for text in shown)
    return ("" if dense else ", ").join(text for text in shown if not _TEX.match(text)) or "–"


@functools.lru_cache(maxsize=4)
def find(
    questions: tuple[Question, ...],
    contrasts: tuple[tuple[str, ...], ...] = (),
    aliases: tuple[tuple[str, str], ...] = (),
    least: float = LEAST,
) -> Matches:
    """All pairs of a deck with a score of at least `least`, and all with equal keys whatever their score.

    `contrasts` are lists of terms that exclude each other, `aliases` `(name, long name)`.
    """
    weighed = weigh(questions, aliases)
    readings, built, firsts = weighed.readings, weighed.built, weighed.firsts
    ranks = [frozenset(rank for rank, _ in row) for row in built.rows]
    judging = _Judging(questions, readings, firsts, ranks, built, _forms(contrasts, weighed.runs))
    found = [
        match
        for score, i, j in _alike(built.rows, least)
        if (match := judging.match(score, i, j)).score >= least
    ]
    pairs = sorted([*weighed.exact, *found], key=lambda m: (-m.score, m.first, m.second))
    return Matches(tuple(pairs), questions, aliases)


@functools.lru_cache(maxsize=4)
def weigh(questions: tuple[Question, ...], aliases: tuple[tuple[str, str], ...]) -> Weighed:
    """Read all questions, find those with equal keys, and weigh the words of the others."""
    readings = tuple([question.reading or words.read(question.text) for question in questions])
    runs = phrases.phrases((question.text for question in questions), aliases)
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for i, (question, reading) in enumerate(zip(questions, readings, strict=True)):
        if reading.words:
            groups[reading.key, question.gaps].append(i)
    chosen = [
        next((i for i in group if not questions[i].draft), group[0]) for group in groups.values()
    ]
    exact = tuple(
        Match(min(one, i), max(one, i), 1.0, True, False)
        for one, group in zip(chosen, groups.values(), strict=True)
        for i in group
        if i != one
    )
    firsts = tuple(sorted(chosen))
    built = index.build(
        [readings[i].words for i in firsts], runs, [questions[i].answer for i in firsts]
    )
    return Weighed(readings, runs, exact, firsts, built)


def _forms(contrasts: tuple[tuple[str, ...], ...], runs: phrases.Phrases) -> judge.Contrasts:
    named = (
        frozenset(runs.get(f, f[-1]) for term in terms if (f := phrases.forms(term)))
        for terms in contrasts
    )
    return tuple(group for group in named if group)


def _alike(rows: Sequence[index.Row], least: float) -> Iterator[tuple[float, int, int]]:
    """The pairs of rows; equal rows are joined as one, and only the first few of them are paired with others."""
    same: dict[index.Row, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        same[row].append(i)
    groups = list(same.values())
    for group in groups:
        yield from ((1.0, a, b) for n, b in enumerate(group) for a in group[: min(n, FEW)])
    for score, one, other in join.alike([*same], least):
        yield from (
            (score, min(a, b), max(a, b)) for a in groups[one][:FEW] for b in groups[other][:FEW]
        )


class _Judging(NamedTuple):
    """Everything that a verdict on two rows needs."""

    questions: Sequence[Question]
    readings: Sequence[words.Reading]
    cards: Sequence[int]
    """The card of each row."""
    ranks: Sequence[frozenset[int]]
    """The words of each row."""
    built: index.Index
    contrasts: judge.Contrasts

    def match(self, score: float, i: int, j: int) -> Match:
        """The two rows as a match; its score is 0 if they ask different things."""
        a, b = self.cards[i], self.cards[j]
        one, other = self._side(i, j), self._side(j, i)
        score *= judge.verdict(one, other, self.contrasts)
        dense = one.reading.dense and other.reading.dense
        if dense:
            score *= score  # characters say less than words
            if sorted(one.reading.key) == sorted(other.reading.key):
                score *= TURNED
        if self._asks_for_another_gap(a, b):
            score = 0.0
        facets = {self.questions[a].facet, self.questions[b].facet} - {""}
        apart = len(facets) > 1 or (not dense and one.distinct and other.distinct)
        return Match(a, b, round(score, 4), False, apart)

    def _asks_for_another_gap(self, a: int, b: int) -> bool:
        gaps, others = self.questions[a].gaps, self.questions[b].gaps
        return bool(gaps and others) and set(gaps).isdisjoint(others)

    def _side(self, i: int, j: int) -> judge.Side:
        reading, own = self.readings[self.cards[i]], self.ranks[i] - self.ranks[j]
        if not own:
            return judge.Side(reading, frozenset(), frozenset(), False, False)
        forms = frozenset([self.built.names[rank] for rank in own])
        weighs = any(
            [
                word.form in judge.WEIGHING and word.form in forms and not word.added
                for word in reading.words
            ]
        )
        if own.isdisjoint(self.built.topics):
            named = any([word.named and word.form in forms for word in reading.words])
            return judge.Side(reading, forms, frozenset(), False, named, weighs)
        rare = {self.built.names[rank] for rank in own & self.built.topics}
        heads = [
            word.head
            for word in reading.words
            if word.head and word.form in rare and not word.added
        ]
        subject = next((word for word in reading.words if not index.says_little(word.form)), None)
        other = subject is not None and subject.form in rare and not subject.head
        return judge.Side(reading, forms, frozenset(heads), other, True, weighs)
