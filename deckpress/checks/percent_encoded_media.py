"""An image target with percent signs for blanks or letters.

Anki compares names as they are written: a file `my plot.png` is not found as `my%20plot.png`.

Bad:
    ![A plot](media/my%20plot.png)

Good:
    ![A plot](<media/my plot.png>)
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from deckpress.model import Card, Fault

FIX = "write the name as it is on disk, in <angle brackets> if it has blanks"
WAIVABLE = False


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each encoded target."""
    for section in card.parts:
        for mark in section.marks:
            if (
                mark.kind == "image"
                and "%" in mark.value
                and ":" not in mark.value
                and unquote(mark.value) != mark.value
            ):
                yield Fault(mark.span, f"percent-encoded name {mark.value!r}", f"write <{unquote(mark.value)}>")
