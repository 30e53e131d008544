"""An image from the network, from outside the deck, of a type that is no picture, or an SVG that is more than one.

Cards work offline, and a stranger's pull request can neither load anything from elsewhere nor run a script on a
learner's device. So an SVG is packed without what does not show (metadata, comments, what a drawing
program notes for itself); where it would act (scripts, links, HTML, pictures from elsewhere), it is
refused. A file's bytes must be those of its ending.

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

from deckpress.deck.media import PICTURES
from deckpress.model import Deck, Fault, Mark, Page

FIX = "copy the picture into content/media/ and refer to it there"
WAIVABLE = False


def check_page(page: Page, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each target that is wrong in itself."""
    yield from (
        Fault(mark.span, wrong)
        for mark in _images(page)
        if mark.value and (wrong := _wrong(mark.value))
    )


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each reference to a file, and each thing in it that cannot be packed safely."""
    unsafe: dict[str, list[Fault]] = {}
    for fault in deck.unsafe_media:
        unsafe.setdefault(fault.span.path, []).append(fault)
    for page in deck.pages if unsafe else ():
        files = dict(page.media)
        for mark in _images(page):
            found = [] if _wrong(mark.value) else unsafe.get(files.get(mark.value, ""), [])
            yield from (_at(mark, fault) for fault in found)


def _at(mark: Mark, fault: Fault) -> Fault:
    """The fault of a file, where a card shows it."""
    place = f"{fault.span.path}:{fault.span.line}"
    return Fault(mark.span, f"{place}: {fault.message}", fault.fix, (fault.span,))


def _images(page: Page) -> Iterator[Mark]:
    return (
        m
        for card in page.cards
        for section in card.parts
        for m in section.marks
        if m.kind == "image"
    )


def _wrong(target: str) -> str:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", target):
        return f"{target[:60]!r} is not a file of the deck"
    if target.startswith(("/", "\\")) or ".." in PurePosixPath(target.replace("\\", "/")).parts:
        return f"{target!r} points outside the deck's folders"
    if PurePosixPath(target).suffix.lower() not in PICTURES:
        return f"{target!r} is no picture ({', '.join(PICTURES)})"
    return ""
