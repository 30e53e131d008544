"""Which questions of a deck ask the same: word by word, without a model, exact and explainable.

text      text -> tokens
words     tokens -> the words that matter, and a canonical key
index     all texts -> rows of weighted words (phrases: aliases; spelling: misspelled words)
join      rows -> every pair above a score
judge     what turns the meaning of a pair: numbers, negations, opposites, directions, the deck's contrasts
question  what goes in and comes out
find      questions -> matches
english   the general English behind `words` and `judge`
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from deckpress.model import Card, Deck
from deckpress.similarity.find import LEAST, Matches, find
from deckpress.similarity.question import Match, Question
from deckpress.similarity.words import Reading, Word, read
from deckpress.system.remembered import Memory

__all__ = [
    "LEAST",
    "Match",
    "Matches",
    "Question",
    "Reading",
    "Word",
    "asked",
    "matches",
    "question",
]


LONGEST = 1000
"""Characters of a question that are compared word by word; the rest is equal to another or it is not."""

WORTH_REMEMBERING = 1000
"""Questions from which on comparing them all takes longer than to look up what came out last time."""


def asked(card: Card, options: Mapping[str, object]) -> Question:
    """What a check that compares questions gathers of a card; all options want the same."""
    return question(card)


def matches(deck: Deck, questions: Sequence[Question], least: float = LEAST) -> Matches:
    """The matches among a deck's cards, drafts too, by what was `asked`; computed once for all checks."""
    given = (tuple(questions), deck.contrasts, deck.aliases)
    if least < LEAST or len(questions) < WORTH_REMEMBERING or not deck.cache:
        return find(*given, min(least, LEAST))
    return _remembered(*given, Path(deck.cache))


@functools.lru_cache(maxsize=2)
def _remembered(
    questions: tuple[Question, ...],
    contrasts: tuple[tuple[str, ...], ...],
    aliases: tuple[tuple[str, str], ...],
    cache: Path,
) -> Matches:
    """What `find` finds, remembered until a question changes: an edited answer need not cost a comparison of all."""
    compared = [question._replace(reading=None) for question in questions]
    pairs = Memory(cache / "alike", (Match,)).only(
        repr((contrasts, aliases, compared)),
        tuple,
        lambda: find(questions, contrasts, aliases).pairs,
    )
    return Matches(pairs, questions, aliases)


def question(card: Card) -> Question:
    """What is compared of a card: all that its front shows, which for a cloze is the heading and the filled text."""
    cloze = card.kind == "cloze"
    fronts = [part for part in (card.question, card.answer if cloze else None) if part]
    marks = [mark for part in fronts for mark in part.marks]
    images = [mark.value for mark in marks if mark.kind == "image"]
    gaps = {mark.note for mark in marks if mark.kind == "cloze"} if cloze else set()
    answer = card.answer.text.lower() if card.answer and not cloze else ""
    text = _bounded(" ".join([*(part.text for part in fronts), *images]))
    reading = read(text)
    repeated = " ".join([word.form[:-1] for word in reading.words if word.form[:-1] in answer])
    return Question(text, repeated, tuple(sorted(gaps)), card.setting("facet"), card.draft, reading)


def _bounded(text: str) -> str:
    """The text, of a long one the beginning and a hash of the rest.

    The work grows with the square of a question's words. As one more word with digits, the hash keeps two long
    questions apart that only begin alike: other numbers make other questions.
    """
    head, rest = text[:LONGEST], text[LONGEST:]
    return f"{head} 0x{hashlib.sha256(rest.encode()).hexdigest()[:16]}" if rest else head
