"""An image without alternative text.

Learners who listen to their cards, and search, know a picture only by it. Say what the picture shows, not that it is
one.

Bad:
    ![](media/relu.svg)

Good:
    ![ReLU: zero for negative inputs, then a line of slope one](media/relu.svg)
"""

from deckpress.checks._contract import Faults, Options
from deckpress.model import Card, Fault

FIX = "describe the picture between the square brackets"


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each image without words."""
    for mark in card.marks("image"):
        if not mark.note:
            yield Fault(mark.span, f"the image {mark.value!r} has no alternative text")
