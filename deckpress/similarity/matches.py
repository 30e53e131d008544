"""What comes of comparing a deck: the matches, and each in words."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import filterfalse

from deckpress.similarity.prepared import Prepared, prepare
from deckpress.similarity.question import Match, Question
from deckpress.similarity.runs import Aliases
from deckpress.similarity.stems import term
from deckpress.similarity.tokens import NO_SPACE
from deckpress.similarity.words import Word

_TEX = re.compile(r"\\[A-Za-z]{2}")

_Uses = dict[str, Word]
"""The terms of a text, each with the word as written; the last one first."""


@dataclass(frozen=True)
class Matches:
    """Everything that was found, and what it takes to explain it."""

    pairs: tuple[Match, ...]
    """By falling score, then in deck order.

    Of cards with equal keys, only the first is compared with the others.
    """
    questions: tuple[Question, ...]
    aliases: Aliases

    @functools.cached_property
    def _prepared(self) -> Prepared:
        """Only when the first match is explained: `pairs` may come from an earlier run."""
        return prepare(self.questions, self.aliases)

    def explain(self, match: Match) -> str:
        """`both say: …; only here: …; only there: …`, in the words of the second card."""
        here = self._prepared.uses(match.second)
        there = self._prepared.uses(match.first)
        parts = [f"both say: {_as_written(here, here.keys() & there.keys())}"]
        only_here = here.keys() - there.keys()
        if only_here:
            parts.append(f"only here: {_as_written(here, only_here)}")
        only_there = there.keys() - here.keys()
        if only_there:
            parts.append(f"only there: {_as_written(there, only_there)}")
        parts += self._guesses(here, there)
        return "; ".join(parts)

    def _guesses(
        self,
        here: _Uses,
        there: _Uses,
    ) -> Iterator[str]:
        """`'backpropogation' read as 'backpropagation'` for each word that was read as another."""
        meant = {*self._prepared.weighed.spelled.values()}
        for shared in filter(meant.__contains__, here):
            if shared not in there:
                continue
            one, other = here[shared].text, there[shared].text
            if term(one.lower()) != term(other.lower()):
                yield f"{one!r} read as {other!r}"


def _as_written(uses: _Uses, shown: Collection[str]) -> str:
    """Some of the words of a text, in their order; a TeX command says nothing to a reader."""
    in_order = filter(shown.__contains__, reversed(uses))
    texts = [uses[name].text for name in in_order]
    dense = all(map(NO_SPACE.match, texts))
    readable = filterfalse(_TEX.match, texts)
    return ("" if dense else ", ").join(readable) or "–"
