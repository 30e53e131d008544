"""A card without an analogy, in a deck that wants one on every card.

Off by default: it is a deck's own policy, switched on in deckpress.toml. A comparison inside the answer counts
(`embedded-analogy` suggests to move it).

Bad:
    ## What does momentum do?

    It averages past gradients.

Good:
    ## What does momentum do?

    It averages past gradients.

    ### Analogy
    A heavy ball keeps rolling through small dents.
"""

from deckpress.checks import embedded_analogy
from deckpress.checks._contract import Faults, Options
from deckpress.checks._options import is_meant
from deckpress.model import Card, Fault

SEVERITY = "off"
FIX = "add `### Analogy`: an everyday picture in which the same thing happens for the same reason"
OPTIONS: Options = {"types": ["basic"], "facets": []}
"""The card types that need one, and the facets; an empty list means all."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the question."""
    if not is_meant(card, options) or card.section("Analogy"):
        return
    if not embedded_analogy.marker(card):
        yield Fault(card.span, "this card has no analogy")
