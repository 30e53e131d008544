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
<<<<<<< HEAD
from collections.abc import Iterator
from pathlib import Path

from deckpress.model import Deck
from deckpress.similarity.analysis import TextAnalysis
from deckpress.similarity.comparison import LEAST, ContrastNames, compare
from deckpress.similarity.matches import Matches
from deckpress.similarity.prepared import Questions
from deckpress.similarity.question import Match, Question, question
from deckpress.similarity.runs import Aliases
from deckpress.similarity.words import Word
from deckpress.system.remembered import Memory, nouns, written
=======
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from deckpress.model import Card, Deck
from deckpress.similarity.find import LEAST, Matches, find
from deckpress.similarity.question import Match, Question
from deckpress.similarity.words import Reading, Word, read
from deckpress.system.remembered import Memory
>>>>>>> main

__all__ = [
    "LEAST",
    "Match",
    "Matches",
    "Question",
<<<<<<< HEAD
    "TextAnalysis",
    "Word",
    "compare",
=======
    "Reading",
    "Word",
    "asked",
>>>>>>> main
    "matches",
    "question",
]


WORTH_REMEMBERING = 1000
"""Questions from which on comparing them takes longer than looking up what came out last time."""


<<<<<<< HEAD
def matches(deck: Deck, least: float = LEAST) -> Matches:
    """The matches among a deck's cards, drafts, too; computed once for all checks."""
    questions = tuple(_questions(deck))
    contrasts, aliases = deck.contrasts, deck.aliases
    if least < LEAST:
        return compare(questions, contrasts, aliases, least)
    if len(questions) < WORTH_REMEMBERING or not deck.cache:
        return compare(questions, contrasts, aliases, LEAST)
    return _remembered(questions, contrasts, aliases, Path(deck.cache))


def _questions(deck: Deck) -> Iterator[Question]:
    """The questions of all cards, as they were taken while the pages were read, if they were."""
    for page in deck.pages:
        yield from page.questions or map(question, page.cards)
=======
def asked(card: Card, options: Mapping[str, object]) -> Question:
    """What a check that compares questions gathers of a card; all options want the same."""
    return question(card)


def matches(deck: Deck, questions: Sequence[Question], least: float = LEAST) -> Matches:
    """The matches among a deck's cards, drafts too, by what was `asked`; computed once for all checks."""
    given = (tuple(questions), deck.contrasts, deck.aliases)
    if least < LEAST or len(questions) < WORTH_REMEMBERING or not deck.cache:
        return find(*given, min(least, LEAST))
    return _remembered(*given, Path(deck.cache))
>>>>>>> main


@functools.lru_cache(maxsize=2)
def _remembered(
<<<<<<< HEAD
    questions: Questions,
    contrasts: ContrastNames,
    aliases: Aliases,
    cache: Path,
) -> Matches:
    """What `compare` finds, remembered until a question changes.

    An edited answer need not cost a comparison of all.
    """
    memory = Memory(cache / "alike")
    # an analysis is made of its text
    texts = [question._replace(analysis=None) for question in questions]
    compared = repr((contrasts, aliases, texts))
    name = memory.name("", compared.encode())
    pairs = memory.get(name, nouns(Match))
    if not isinstance(pairs, tuple):
        pairs = compare(questions, contrasts, aliases).pairs
        memory.put(name, written(pairs))
        memory.keep([name])
    return Matches(pairs, questions, aliases)
=======
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
>>>>>>> main
