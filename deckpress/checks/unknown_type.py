"""A card type that does not exist.

Bad:
    <!-- id: relu-slope; type: clozed -->

Good:
    <!-- id: relu-slope; type: cloze -->
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck.toml import suggest
from deckpress.model import KINDS, Card, Fault

FIX = "use one of the types"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault if `type` is unknown."""
    if card.kind not in KINDS:
        yield Fault(card.place("type"), f"unknown type {card.kind!r}", suggest(card.kind, KINDS))
