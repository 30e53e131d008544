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

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.checks import embedded_analogy
from deckpress.model import Card, Fault

SEVERITY = "off"
FIX = "add `### Analogy`: an everyday picture in which the same thing happens for the same reason"
OPTIONS: Mapping[str, Any] = {"types": ["basic"], "facets": []}
"""The card types that need one, and the facets; an empty list means all."""


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the question."""
    if card.kind not in (options["types"] or (card.kind,)) or card.section("Analogy"):
        return
    if card.setting("facet") in (
        options["facets"] or (card.setting("facet"),)
    ) and not embedded_analogy.marker(card):
        yield Fault(card.span, "this card has no analogy")
