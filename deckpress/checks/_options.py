"""What several checks make of their options."""

from deckpress.checks._contract import Options
from deckpress.model import Card


def severity_if_spoken(card: Card, options: Options) -> str:
    """`info` on a card for a spoken answer (its facet is one of `spoken`), else the check's own."""
    return "info" if card.setting("facet") in options["spoken"] else ""


def is_meant(card: Card, options: Options) -> bool:
    """Whether a card has one of the wanted `types` and `facets`; an empty list wants all."""
    types, facets = options["types"], options["facets"]
    if types and card.kind not in types:
        return False
    return not facets or card.setting("facet") in facets
