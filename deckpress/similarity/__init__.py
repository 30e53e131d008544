"""Which questions of a deck ask the same: word by word, without a model, exact and explainable.

The way of one question, "Can you tell me the main advantages of an auto encoder?":

1. `question` takes what a card's front shows, and `analysis` analyzes it, one card at a time:

   - `simplified_text` takes turns of speech away: "explain the main advantages of an auto encoder?"
   - `tokens`: `explain the main advantages of an auto encoder ?`
   - `words` keeps those that matter, with the terms that they count as, by `stems`:
     `~advantage` (as "benefits" does), `auto`, `encoder`
   - `canonical_key`: cards that ask the very same have equal ones, `mainadvantageofautoencoder`
   - `intent`: it wants to know `define`; `directions`: it has no "from A to B"

2. `comparison` compares all questions of a deck:

   - `prepared`: one card stands for all with equal keys
   - `runs` of words are read as one: `autoencoder`, if another card writes it so
   - `spelling`: had it said "autoencodr", it would be read as `autoencoder`
   - `weights`: a row of terms, the rarest ones first: `autoencoder` 6.1, `~advantage` 2.7
   - `all_pairs`: every two rows that have most of their weight in common, with a score up to 1
   - `meaning`: less is left of the score, or nothing, if what differs turns the meaning: numbers,
     negations, opposites, directions, the contrasts of content/similarity.toml
   - `matches`: what is left, and each in words

3. `reports` makes faults of the matches, for the checks.

`english` holds the general English behind all of this, as lists in english.toml.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from deckpress.model import Deck
from deckpress.similarity.analysis import TextAnalysis
from deckpress.similarity.comparison import LEAST, ContrastNames, compare
from deckpress.similarity.matches import Matches
from deckpress.similarity.prepared import Questions
from deckpress.similarity.question import Match, Question, asked, question
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


def matches(
    deck: Deck,
    questions: Sequence[Question],
    least: float = LEAST,
) -> Matches:
    """The matches among a deck's cards, drafts, too, by what was `asked`.

    They are computed once for all checks.
    """
    given = (tuple(questions), deck.contrasts, deck.aliases)
    if least < LEAST:
        return compare(*given, least)
    if len(questions) < WORTH_REMEMBERING or not deck.cache:
        return compare(*given)
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
    # an analysis is made of its text
    texts = [question._replace(analysis=None) for question in questions]
    pairs = Memory(cache / "alike", (Match,)).only(
        repr((contrasts, aliases, texts)),
        tuple,
        lambda: compare(questions, contrasts, aliases).pairs,
    )
    return Matches(pairs, questions, aliases)
