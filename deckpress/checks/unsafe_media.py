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
from deckpress.model import Deck, Fault

FIX = "copy the picture into content/media/ and refer to it there"
WAIVABLE = False


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each reference that cannot be packed safely."""
    unsafe = dict(deck.unsafe_media)
    for page in deck.pages:
        files = dict(page.media)
        for card in page.cards:
            for mark in (m for section in card.parts for m in section.marks if m.kind == "image"):
                message = _wrong(mark.value) or unsafe.get(files.get(mark.value, ""))
                if mark.value and message:
                    yield Fault(mark.span, message)


def _wrong(target: str) -> str:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", target):
        return f"{target[:60]!r} is not a file of the deck"
    if target.startswith(("/", "\\")) or ".." in PurePosixPath(target.replace("\\", "/")).parts:
        return f"{target!r} points outside the deck's folders"
    if PurePosixPath(target).suffix.lower() not in PICTURES:
        return f"{target!r} is no picture ({', '.join(PICTURES)})"
    return ""
