"""A card type that does not exist.

Bad:
    <!-- id: relu-slope; type: clozed -->

Good:
    <!-- id: relu-slope; type: cloze -->
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck.suggestions import suggest
from deckpress.model import KINDS, Card, Fault

FIX = "use one of the types"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault if `type` is unknown."""
    kind = card.kind
    if kind not in KINDS:
        fix = suggest(kind, KINDS)
        yield Fault(card.place("type"), f"unknown type {kind!r}", fix)
