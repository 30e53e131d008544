"""Which questions of a deck ask the same: word by word, without a model, exact and explainable.

The way of one question, "Can you tell me what the main advantages of an auto encoder are?":

1. `question` takes what a card's front shows, and `analysis` analyzes it, once a card:
   - `simplified_text`: turns of speech go: "explain what the main advantages of an auto encoder
     are?"
   - `tokens`: explain, what, the, main, advantages, of, an, auto, encoder, are, ?
   - `stems`: a word becomes the term it counts as: `~advantage` (as "benefits"), `auto`, `encoder`
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
3. `reports` makes faults of the matches, for the checks `duplicate_question`, `similar_question`,
   `possible_duplicate`.

`english` holds the general English behind all of this, as lists in english.toml.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

from deckpress.model import Card, Deck
from deckpress.similarity.analysis import TextAnalysis
from deckpress.similarity.comparison import LEAST, ContrastNames, compare
from deckpress.similarity.matches import Matches
from deckpress.similarity.prepared import Questions
from deckpress.similarity.question import Match, Question, question
from deckpress.similarity.runs import Aliases
from deckpress.similarity.words import Word
from deckpress.system.remembered import Memory

__all__ = [
    "LEAST",
    "Match",
    "Matches",
    "Question",
    "TextAnalysis",
    "Word",
    "asked",
    "compare",
    "matches",
    "question",
]


WORTH_REMEMBERING = 1000
"""Questions from which on comparing them takes longer than looking up what came out last time."""


def asked(card: Card, options: Mapping[str, object]) -> Question:
    """What a check that compares questions gathers of a card; all options want the same."""
    return question(card)


def matches(
    deck: Deck,
    questions: Sequence[Question],
    least: float = LEAST,
) -> Matches:
    """The matches among a deck's cards, drafts, too, by what was `asked`.

    Computed once for all checks.
    """
    given = (tuple(questions), deck.contrasts, deck.aliases)
    if least < LEAST:
        return compare(*given, least)
    if len(questions) < WORTH_REMEMBERING or not deck.cache:
        return compare(*given, LEAST)
    return _remembered(*given, Path(deck.cache))


@functools.lru_cache(maxsize=2)
def _remembered(
    questions: Questions,
    contrasts: ContrastNames,
    aliases: Aliases,
    cache: Path,
) -> Matches:
    """What `compare` finds, remembered until a question changes.

    An edited answer need not cost a comparison of all.
    """
    # An analysis is made of its text.
    texts = [question._replace(analysis=None) for question in questions]
    memory = Memory(cache / "alike", (Match,))
    pairs = memory.only(
        repr((contrasts, aliases, texts)),
        tuple,
        lambda: compare(questions, contrasts, aliases).pairs,
    )
    return Matches(pairs, questions, aliases)
