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

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deckpress import similarity
from deckpress.model import Deck, Fault
from deckpress.similarity import reports

SEVERITY = "info"
FIX = "look at both: merge them, or write `not-duplicate-of: its-id` below the question"
OPTIONS = {"threshold": similarity.LEAST, "below": reports.SIMILAR, "limit": 2000}
"""`threshold`: the least similarity; `below`: where `similar-question` begins; `limit`: cards reported at most."""


gather = similarity.asked


def check(
    deck: Deck, options: Mapping[str, Any], questions: Sequence[similarity.Question]
) -> Iterator[Fault]:
    """One fault for each card that may be a duplicate of an earlier one."""
    matches = similarity.matches(deck, questions, options["threshold"])
    known = reports.connected(
        matches, lambda match: match.exact or reports.is_similar(match, options["below"])
    )

    def wanted(match: similarity.Match) -> bool:
        return reports.is_possible(match, options["threshold"], options["below"]) and not known(
            match
        )

    return reports.faults(deck, matches, wanted, options["limit"])
