"""A card with nothing on its front.

Anki imports such a note without a card, or with one that shows "The front of this card is blank".

Bad:
    ##
    <!-- id: relu-slope -->

Good:
    ## What is the slope of ReLU for positive inputs?
    <!-- id: relu-slope -->
"""

from deckpress.checks._contract import Faults, Options
from deckpress.checks._sections import shows_something
from deckpress.model import Card, Fault

FIX = "write the question after `## `, or a longer one under `### Question`"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault if the front has neither text nor a picture."""
    if not shows_something(card.question):
        yield Fault(card.question.span, "the question is empty")
