"""A card without a source, in a deck that wants one on every card.

Off by default: it is a deck's own policy, switched on in deckpress.toml. Without a source nobody can check a
correction.

Bad:
    ## What is the largest slope of the sigmoid?

    One quarter.

Good:
    ## What is the largest slope of the sigmoid?

    One quarter.

    ### Sources
    - Goodfellow et al. 2016, §6.3.2
"""

from deckpress.checks._contract import Faults, Options
from deckpress.model import Card, Fault

SEVERITY = "off"
FIX = "add `### Sources` with a list: author, year and section, an arXiv id, a DOI or a link"


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the question."""
    sources = card.section("Sources")
    if sources is None or not sources.source.strip():
        yield Fault(card.span, "this card names no source")
