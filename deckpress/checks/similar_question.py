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

from collections.abc import Sequence

from deckpress.checks._contract import Faults, Options
from deckpress.model import Deck
from deckpress.similarity import Match, Question, asked, matches, reports

SEVERITY = "warning"
FIX = (
    "keep the better card and retire the other, "
    "or write `not-duplicate-of: its-id` below the question"
)
OPTIONS = {"threshold": reports.SIMILAR, "limit": 2000}
"""`threshold`: the least similarity, from 0.6 to 1; `limit`: cards reported at most."""

gather = asked


def check(deck: Deck, options: Options, questions: Sequence[Question]) -> Faults:
    """One fault for each card that is similar to an earlier one."""
    cards = deck.cards

    def wanted(match: Match) -> bool:
        if match.exact:  # `duplicate-question` leaves drafts to this check
            return cards[match.first].draft or cards[match.second].draft
        return reports.is_similar(match, options["threshold"])

    return reports.faults(deck, matches(deck, questions), wanted, options["limit"])
