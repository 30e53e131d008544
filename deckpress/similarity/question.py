"""What is compared of a card, and what comes of comparing two."""

from __future__ import annotations

from typing import NamedTuple

from deckpress.similarity.analysis import TextAnalysis


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
