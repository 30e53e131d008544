"""A card without an id.

The id is what Anki knows the note by: with it, a learner's progress survives every later edit. It is never derived
from the text, which may be reworded.

Bad:
    ## What is an epoch?

Good:
    ## What is an epoch?
    <!-- id: epoch-definition -->
"""

from deckpress.checks._contract import Faults, Options
from deckpress.model import Card, Fault

FIX = "run `make ids`, which writes one under the heading and changes nothing else"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault if there is no `id`."""
    if not card.id:
        yield Fault(card.span, "this card has no id")
