"""An image without alternative text.

Learners who listen to their cards, and search, know a picture only by it. Say what the picture shows, not that it is
one.

Bad:
    ![](media/relu.svg)

Good:
    ![ReLU: zero for negative inputs, then a line of slope one](media/relu.svg)
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Fault

FIX = "describe the picture between the square brackets"


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each image without words."""
    for section in card.parts:
        for mark in section.marks:
            if mark.kind == "image" and not mark.note:
                yield Fault(mark.span, f"the image {mark.value!r} has no alternative text")
