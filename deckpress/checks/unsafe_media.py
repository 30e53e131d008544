"""An image from the network, from outside the deck, of a type that is no picture, or an SVG that is more than one.

Cards work offline, and a stranger's pull request can neither load anything from elsewhere nor run a script on a
learner's device.

Bad:
    ![Chart](https://example.org/chart.png)
    ![Key](../../private.png)

Good:
    ![Chart](media/chart.png)
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from deckpress.media import PICTURES
from deckpress.model import Deck, Fault, Mark, Page

FIX = "copy the picture into content/media/ and refer to it there"
WAIVABLE = False


def check_page(page: Page, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each target that is wrong in itself."""
    yield from (Fault(mark.span, wrong) for mark in _images(page) if mark.value and (wrong := _wrong(mark.value)))


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each reference to a file that cannot be packed safely."""
    unsafe = dict(deck.unsafe_media)
    for page in deck.pages if unsafe else ():
        files = dict(page.media)
        for mark in _images(page):
            message = unsafe.get(files.get(mark.value, ""))
            if message and not _wrong(mark.value):
                yield Fault(mark.span, message)


def _images(page: Page) -> Iterator[Mark]:
    return (m for card in page.cards for section in card.parts for m in section.marks if m.kind == "image")


def _wrong(target: str) -> str:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", target):
        return f"{target[:60]!r} is not a file of the deck"
    if target.startswith(("/", "\\")) or ".." in PurePosixPath(target.replace("\\", "/")).parts:
        return f"{target!r} points outside the deck's folders"
    if PurePosixPath(target).suffix.lower() not in PICTURES:
        return f"{target!r} is no picture ({', '.join(PICTURES)})"
    return ""
