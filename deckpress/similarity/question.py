"""What is compared of a card, and what comes of comparing two."""

from __future__ import annotations

import hashlib
from itertools import chain
from typing import NamedTuple

from deckpress.model import Card
from deckpress.similarity.analysis import TextAnalysis, analyze

LONGEST = 1000
"""Characters of a question that are compared by their words; the rest is equal or it is not."""


class Question(NamedTuple):
    """What is compared of a card."""

    text: str
    """The question as a reader sees it, with its code, formulas and image targets; of a cloze, with
    the filled text."""
    answer: str = ""
    """Tells a misspelled word from a rare term: what it holds of the question's own words (or
    simply all of it)."""
    gaps: tuple[str, ...] = ()
    """What a cloze asks for: the same text with other gaps is another question."""
    facet: str = ""
    draft: bool = False
    """Of equal questions, the first that is no draft stands for all."""
    analysis: TextAnalysis | None = None
    """That of the text, if it has been analyzed already."""


class Match(NamedTuple):
    """Two cards that are alike, by their positions in the deck."""

    first: int
    second: int
    score: float
    """1 for equal words; an exact match has equal keys on top of that."""
    exact: bool
    apart: bool
    """Whether each has a topic of its own or another facet, so that only much in common counts."""


def question(card: Card) -> Question:
    """What is compared of a card: all that its front shows.

    For a cloze that is the heading and the filled text.
    """
    is_cloze = card.kind == "cloze"
    fronts = [card.question]
    if is_cloze and card.answer:
        fronts.append(card.answer)
    marks = [*chain.from_iterable(part.marks for part in fronts)]
    shown = [part.text for part in fronts]
    shown += [mark.value for mark in marks if mark.kind == "image"]
    gaps: set[str] = set()
    if is_cloze:
        gaps = {mark.note for mark in marks if mark.kind == "cloze"}
    text = _bounded(" ".join(shown))
    analysis = analyze(text)
    return Question(
        text,
        "" if is_cloze else _repeated(card, analysis),
        tuple(sorted(gaps)),
        card.setting("facet"),
        card.draft,
        analysis,
    )


def _repeated(card: Card, analysis: TextAnalysis) -> str:
    """The question's terms that its answer repeats, without the letter that inflection changes."""
    answer = card.answer.text.lower() if card.answer else ""
    beginnings = [word.term[:-1] for word in analysis.words]
    return " ".join(filter(answer.__contains__, beginnings))


def _bounded(text: str) -> str:
    """The text, of a long one the beginning and a hash of the rest.

    The work grows with the square of a question's words. As one more word with digits, the hash
    keeps two long questions apart that only begin alike: other numbers make other questions.
    """
    head, rest = text[:LONGEST], text[LONGEST:]
    if not rest:
        return head
    digest = hashlib.sha256(rest.encode()).hexdigest()
    return f"{head} 0x{digest[:16]}"
