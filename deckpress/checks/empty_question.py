"""A card with nothing on its front.

Anki imports such a note without a card, or with one that shows "The front of this card is blank".

Bad:
    ##
    <!-- id: relu-slope -->

Good:
    ## What is the slope of ReLU for positive inputs?
    <!-- id: relu-slope -->
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Fault

FIX = "write the question after `## `, or a longer one under `### Question`"
WAIVABLE = False


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault if the front has neither text nor a picture."""
    visible = card.question.text.strip() or any(m.kind == "image" for m in card.question.marks)
    if not visible:
        yield Fault(card.question.span, "the question is empty")
