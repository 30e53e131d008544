"""A question that says nearly the same as another one.

Words count by how rare they are in the deck, frames such as "Can you explain the concept of" not at all; "advantages"
and "benefits" are one, an added "and why is it useful?" weighs half, and a likely misspelling is read as the word
meant. Numbers, negations, opposites, the two ways round ("from A to B"), and the terms that the deck's own
content/similarity.toml contrasts make two questions different. Each card is reported once, with the most similar
earlier card in words and two more as places.

Bad:
    ## What are common techniques to prevent overfitting?
    ## Which methods help to avoid overfitting in general?

Good:
    ## What are common techniques to prevent overfitting?
    ## How does dropout work against overfitting?
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deckpress import similarity
from deckpress.model import Deck, Fault
from deckpress.similarity import reports

SEVERITY = "warning"
FIX = "keep the better card and retire the other, or write `not-duplicate-of: its-id` below the question"
OPTIONS = {"threshold": reports.SIMILAR, "limit": 2000}
"""`threshold`: the least similarity, from 0.6 to 1; `limit`: cards reported at most."""


gather = similarity.asked


def check(
    deck: Deck, options: Mapping[str, Any], questions: Sequence[similarity.Question]
) -> Iterator[Fault]:
    """One fault for each card that is similar to an earlier one."""
    cards = deck.cards

    def wanted(match: similarity.Match) -> bool:
        draft = match.exact and (cards[match.first].draft or cards[match.second].draft)
        return draft or reports.is_similar(match, options["threshold"])

    return reports.faults(deck, similarity.matches(deck, questions), wanted, options["limit"])
