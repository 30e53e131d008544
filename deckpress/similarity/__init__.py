"""Which questions of a deck ask the same: word by word, without a model, exact and explainable.

The way of one question, "Can you tell me what the main advantages of an auto encoder are?":

1. `question` takes what a card's front shows, and `analysis` analyzes it, once a card:
   - `simplified_text`: turns of speech go: "explain what the main advantages of an auto encoder are?"
   - `tokens`: explain, what, the, main, advantages, of, an, auto, encoder, are, ?
   - `stems`: a word becomes the term it counts as: `~advantage` (like "benefits"), `auto`, `encoder`
   - `words`: those that matter are left: ~advantage, auto, encoder
   - `canonical_key`: "mainadvantageofautoencoderare" is equal for cards that ask the very same
   - `intent`, `directions`: it wants to know `which`; it has no "from A to B"
2. `comparison` compares all questions of the deck, `Question`s in, `Match`es out:
   - equal keys are exact matches; one card of each such group stands for all from here on
   - `compounds`, `abbreviations`: `autoencoder`, as another card writes it
   - `spelling`: had it said "autoencodre", it would be read as `autoencoder`
   - `weights`: a row of terms with their weights, the rarest first: autoencoder 6.9, ~advantage 4.0
   - `all_pairs`: every two rows that share most of their weight, with a score from 0 to 1
   - `meaning`: less is left of the score, or nothing, if what differs turns the meaning: numbers,
     negations, opposites, directions, the contrasts of content/similarity.toml
3. `reports` makes faults of the matches, for the checks `duplicate_question`, `similar_question`, `possible_duplicate`.

`english` holds the general English behind all of this, as lists in english.toml.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from deckpress.model import Card, Deck
from deckpress.similarity.analysis import TextAnalysis, analyze
from deckpress.similarity.comparison import LEAST, compare
from deckpress.similarity.matches import Matches
from deckpress.similarity.question import Match, Question
from deckpress.similarity.words import Word
from deckpress.system.remembered import Memory, nouns, written

__all__ = [
    "LEAST",
    "Match",
    "Matches",
    "Question",
    "TextAnalysis",
    "Word",
    "compare",
    "matches",
    "question",
]


LONGEST = 1000
"""Characters of a question that are compared word by word; the rest is equal to another or it is not."""

WORTH_REMEMBERING = 1000
"""Questions from which on comparing them all takes longer than to look up what came out last time."""


def matches(deck: Deck, least: float = LEAST) -> Matches:
    """The matches among a deck's cards, drafts, too; computed once for all checks."""
    asked = tuple(_questions(deck))
    if least < LEAST or len(asked) < WORTH_REMEMBERING or not deck.cache:
        return compare(asked, deck.contrasts, deck.aliases, min(least, LEAST))
    return _remembered(asked, deck.contrasts, deck.aliases, Path(deck.cache))


def _questions(deck: Deck) -> Iterator[Question]:
    """The questions of all cards, as they were taken while the pages were read, if they were."""
    for page in deck.pages:
        yield from page.questions or map(question, page.cards)


@functools.lru_cache(maxsize=2)
def _remembered(
    asked: tuple[Question, ...],
    contrasts: tuple[tuple[str, ...], ...],
    aliases: tuple[tuple[str, str], ...],
    cache: Path,
) -> Matches:
    """What `compare` finds, remembered until a question changes: an edited answer need not cost a comparison of all."""
    memory = Memory(cache / "alike")
    texts = [question._replace(analysis=None) for question in asked]
    name = memory.name("", repr((contrasts, aliases, texts)).encode())
    pairs = memory.get(name, nouns(Match))
    if not isinstance(pairs, tuple):
        pairs = compare(asked, contrasts, aliases).pairs
        memory.put(name, written(pairs))
        memory.keep([name])
    return Matches(pairs, asked, aliases)


def question(card: Card) -> Question:
    """What is compared of a card: all that its front shows, which for a cloze is the heading and the filled text."""
    is_cloze = card.kind == "cloze"
    fronts = [card.question, card.answer] if is_cloze and card.answer else [card.question]
    marks = [*chain.from_iterable(part.marks for part in fronts)]
    images = [mark.value for mark in marks if mark.kind == "image"]
    gaps = {mark.note for mark in marks if is_cloze and mark.kind == "cloze"}
    text = _bounded(" ".join([*(part.text for part in fronts), *images]))
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
    """The question's terms that its answer repeats, without their last letter, which inflection changes."""
    answer = card.answer.text.lower() if card.answer else ""
    beginnings = (word.term[:-1] for word in analysis.words)
    return " ".join(beginning for beginning in beginnings if beginning in answer)


def _bounded(text: str) -> str:
    """The text, of a long one the beginning and a hash of the rest.

    The work grows with the square of a question's words. As one more word with digits, the hash keeps two long
    questions apart that only begin alike: other numbers make other questions.
    """
    head, rest = text[:LONGEST], text[LONGEST:]
    return f"{head} 0x{hashlib.sha256(rest.encode()).hexdigest()[:16]}" if rest else head
