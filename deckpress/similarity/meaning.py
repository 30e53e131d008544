"""What the word score cannot see: two questions whose few different words turn the meaning."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from itertools import product, starmap
from typing import NamedTuple

from deckpress.similarity import english
from deckpress.similarity.analysis import TextAnalysis
from deckpress.similarity.directions import are_opposite
from deckpress.similarity.intent import want_other_answers, want_other_facts
from deckpress.similarity.question import Question
from deckpress.similarity.stems import Terms, says_little, term

OTHER_INTENT = 0.8
"""What is left of the score when one asks what a thing is and the other, say, how to do it."""

COMPARED = 0.75
"""What is left when only one compares the topic with another, or asks for its merits."""

OTHER_SUBJECT = 0.85
"""What is left when the first topic that one names is not in the other: it has another subject."""

NARROWER = 0.9
"""What is left when one adds a rare word that narrows the topic: "truncated backpropagation"."""

SHORTEST = 4
"""Letters of a word that a prefix can turn into its opposite: "used", "unused"; not "it",
"unit"."""

_WEIGHING = english.listed("weighing")
_NEGATIONS = english.listed("negations")
_NEGATIVE_PREFIXES = english.listed("negative_prefixes")

TURNED = 0.75
"""What is left if two texts without spaces hold the same characters in another order.

One may go from A to B, the other from B to A.
"""


class Side(NamedTuple):
    """One of two questions that are compared."""

    question: Question
    text: TextAnalysis
    own: Terms
    """The terms that the other one lacks."""
    rare: Terms
    """Those of them that are rare enough in the deck to be a topic."""

    @property
    def is_distinct(self) -> bool:
        """Whether one of its own words is rare in the deck or written like a name."""
        if self.rare:
            return True
        names = [word.term for word in self.text.words if word.named]
        return not self.own.isdisjoint(names)

    @property
    def weighs(self) -> bool:
        """Whether only it asks, in its main clause, for a difference, for merits, for examples …"""
        asked = [word.term for word in self.text.words if not word.is_added]
        return not self.own.intersection(_WEIGHING).isdisjoint(asked)

    @property
    def has_other_subject(self) -> bool:
        """Whether its first topic is its own: "What is state in Svelte?" is not about Svelte."""
        for word in self.text.words:
            if not says_little(word.term):
                return word.term in self.rare and not word.head
        return False

    @property
    def is_narrower(self) -> bool:
        """Whether a rare word of its own narrows what both name."""
        for word in self.text.words:
            if word.term not in self.rare or word.is_added:
                continue
            if word.head and word.head not in self.own:
                return True
        return False


def are_apart(a: Side, b: Side) -> bool:
    """Whether each has a topic of its own or another facet, so that only much in common counts."""
    facets = {a.question.facet, b.question.facet} - {""}
    if len(facets) > 1:
        return True
    return not _are_dense(a, b) and a.is_distinct and b.is_distinct


def _are_dense(a: Side, b: Side) -> bool:
    return a.text.dense and b.text.dense


def judged(
    score: float,
    a: Side,
    b: Side,
    contrasts: Iterable[Terms],
) -> float:
    """What is left of the score of two questions; 0 if they ask different things.

    `contrasts` are sets of terms that exclude each other; a set of one counts by its presence.
    """
    if _ask_different_things(a, b):
        return 0.0
    for group in contrasts:
        if _are_contrasted(a.own, b.own, group):
            return 0.0
    score *= _share_left(a, b)
    if _are_dense(a, b):
        # characters say less than words
        score *= score
        letters = sorted(a.text.key)
        if letters == sorted(b.text.key):
            score *= TURNED
    return round(score, 4)


def _share_left(a: Side, b: Side) -> float:
    """The factor for questions that ask for something else of a topic, or of a narrower one."""
    share = 1.0
    if want_other_answers(a.text.intent, b.text.intent):
        share *= OTHER_INTENT
    if a.weighs or b.weighs:
        share *= COMPARED
    if a.has_other_subject or b.has_other_subject:
        share *= OTHER_SUBJECT
    if a.is_narrower or b.is_narrower:
        share *= NARROWER
    return share


def _ask_different_things(a: Side, b: Side) -> bool:
    if a.text.signs != b.text.signs:
        return True
    if want_other_facts(a.text.intent, b.text.intent):
        return True
    if are_opposite(a.text.directions, b.text.directions):
        return True
    gaps, other_gaps = a.question.gaps, b.question.gaps
    if gaps and other_gaps and set(gaps).isdisjoint(other_gaps):
        return True
    either = a.own | b.own
    if not _NEGATIONS.isdisjoint(either):
        return True
    if any(map(_is_operator, either)):
        return True
    if _have_other_names(a.own, b.own):
        return True
    return _have_opposites(a.own, b.own)


def _is_operator(term: str) -> bool:
    return not any(map(str.isalnum, term))


def _have_other_names(only_a: Terms, only_b: Terms) -> bool:
    """Other numbers, other one-letter names, other code: `L1` and `L2`, `i++` and `++i`."""
    if not only_a or not only_b:
        return False
    in_a = set(map(_kind, only_a))
    in_b = set(map(_kind, only_b))
    if "code" in in_a or "code" in in_b:
        return True
    return not in_a.isdisjoint(in_b - {"word"})


def _kind(term: str) -> str:
    """`number`, `letter`, `word` or `code`."""
    if any(map(str.isdigit, term)):
        return "number"
    if term in english.ASKS or not term.isascii():
        return "word"
    if len(term) == 1:
        return "letter"
    # "o'clock", "node.js" and "New York" are words
    letters = re.sub(r"[.'_ ]", "", term)
    return "word" if letters.isalnum() else "code"


def _have_opposites(only_a: Terms, only_b: Terms) -> bool:
    pairs = product(only_a, only_b)
    return any(starmap(_are_opposite_terms, pairs))


def _are_opposite_terms(a: str, b: str) -> bool:
    """By the list, or by a prefix ("controlled", "uncontrolled")."""
    short, long = sorted((a, b), key=len)
    if len(short) >= SHORTEST and long.endswith(short):
        return long.removesuffix(short) in _NEGATIVE_PREFIXES
    return frozenset((a, b)) in _antonyms()


@functools.cache
def _antonyms() -> frozenset[Terms]:
    """The pairs of the list as terms."""
    pairs = set()
    for words in english.groups("antonyms"):
        # "more" is a word of the frame, and has no term
        pair = frozenset(term(word) or word for word in words)
        pairs.add(pair)
    return frozenset(pairs)


def _are_contrasted(
    only_a: Terms,
    only_b: Terms,
    group: Terms,
) -> bool:
    """Whether each has a term of a group; of a group of one, whether only one of them has it."""
    in_a = not group.isdisjoint(only_a)
    in_b = not group.isdisjoint(only_b)
    if len(group) == 1:
        return in_a or in_b
    return in_a and in_b
