"""Which questions of a deck ask the same: word by word, without a model, exact and explainable.

words     text -> the words that matter, and a canonical key
index     all texts -> rows of weighted words (phrases: aliases; spelling: misspelled words)
join      rows -> every pair above a score
judge     what turns the meaning of a pair: numbers, negations, opposites, directions, the deck's contrasts
find      questions -> matches
english   the general English behind `words` and `judge`
"""

from __future__ import annotations

from deckpress.model import Card, Deck
from deckpress.similarity.find import LEAST, Match, Matches, Question, find

__all__ = ["LEAST", "Match", "Matches", "Question", "matches", "question"]


def matches(deck: Deck, least: float = LEAST) -> Matches:
    """The matches among a deck's cards, drafts too; computed once for all checks."""
    return find(tuple(map(question, deck.cards)), deck.contrasts, deck.aliases, min(least, LEAST))


def question(card: Card) -> Question:
    """What is compared of a card."""
    cloze = card.kind == "cloze" and card.answer is not None
    section = card.answer if cloze and card.answer else card.question
    images = " ".join(mark.value for mark in section.marks if mark.kind == "image")
    gaps = tuple(sorted({mark.note for mark in section.marks if mark.kind == "cloze"})) if cloze else ()
    answer = card.answer.text if card.answer and not cloze else ""
    text = f"{section.text} {images}" if images else section.text
    return Question(text, answer, gaps, card.setting("facet"), card.draft)
