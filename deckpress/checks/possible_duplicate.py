"""A question that may ask the same as another one: for an editor's eye, wrong more often than right.

The score is that of `similar-question`, with a lower limit. Cards with different facets, and cards that each have a
topic of their own, are left out, as are cards that the stronger checks already connect.

Bad:
    ## Explain the concept of weight initialization and its importance in training.
    ## How does weight initialization affect training?

Good:
    ## How does weight initialization affect training?
    ## Which weight initialization suits ReLU?
"""

from collections.abc import Sequence

from deckpress.checks._contract import Faults, Options
from deckpress.model import Deck
from deckpress.similarity import LEAST, Match, Question, asked, matches, reports

SEVERITY = "info"
FIX = "look at both: merge them, or write `not-duplicate-of: its-id` below the question"
OPTIONS = {"threshold": LEAST, "below": reports.SIMILAR, "limit": 2000}
"""The least similarity, where `similar-question` begins, and how many cards are reported."""

gather = asked


def check(deck: Deck, options: Options, questions: Sequence[Question]) -> Faults:
    """One fault for each card that may be a duplicate of an earlier one."""
    least, below = options["threshold"], options["below"]
    found = matches(deck, questions, least)

    def is_strong(match: Match) -> bool:
        return match.exact or reports.is_similar(match, below)

    # What the stronger checks connect, if only by way of a third card, is known.
    is_known = reports.connected(found, is_strong)

    def wanted(match: Match) -> bool:
        return reports.is_possible(match, least, below) and not is_known(match)

    return reports.faults(deck, found, wanted, options["limit"])
