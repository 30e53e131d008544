"""An image whose file does not exist or is empty.

Anki would import the card without its picture and say nothing.

Bad:
    ![A neuron](media/nueron.svg)

Good:
    ![A neuron](media/neuron.svg)
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from deckpress.model import Fault, Page

FIX = "put the file beside the page or into content/media/, or correct the name"
WAIVABLE = False


def check_page(page: Page, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each reference that leads to nothing."""
    found = {target for target, _ in page.media}
    for mark in (
        m
        for card in page.cards
        for section in card.parts
        for m in section.marks
        if m.kind == "image"
    ):
        if not mark.value:
            yield Fault(mark.span, "an image without a file")
        elif mark.value not in found and not _reported_elsewhere(mark.value):
            yield Fault(mark.span, f"there is no file {mark.value!r}, or it is empty")


def _reported_elsewhere(target: str) -> bool:
    """Unsafe and percent-encoded targets have checks of their own."""
    return (
        ":" in target
        or target.startswith(("/", "\\"))
        or ".." in target.split("/")
        or unquote(target) != target
    )
