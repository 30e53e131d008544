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
from collections import defaultdict
from pathlib import PurePosixPath

from deckpress.checks._contract import Faults, Options
from deckpress.checks._marks import pictures
from deckpress.deck.media import PICTURES
from deckpress.model import Deck, Fault, Page

FIX = "copy the picture into content/media/ and refer to it there"
WAIVABLE = False

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")  # https://…, data:…, //example.org


def check_page(page: Page, options: Options) -> Faults:
    """One fault for each target that is wrong in itself."""
    for mark in pictures(page):
        message = _wrong(mark.value)
        if message:
            yield Fault(mark.span, message)


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each reference to a file, and each thing in it that cannot be packed safely."""
    unsafe: dict[str, list[Fault]] = defaultdict(list)
    for fault in deck.unsafe_media:
        unsafe[fault.span.path].append(fault)
    if not unsafe:
        return
    for page in deck.pages:
        files = dict(page.media)
        for mark in pictures(page):
            if _wrong(mark.value):
                continue
            for fault in unsafe.get(files.get(mark.value, ""), ()):
                message = f"{fault.span.path}:{fault.span.line}: {fault.message}"
                yield Fault(mark.span, message, fault.fix, (fault.span,))


def _wrong(target: str) -> str:
    """What is wrong with a target, whatever its file holds; that there is none is another fault."""
    if not target:
        return ""
    if _ADDRESS.match(target):
        return f"{target[:60]!r} is not a file of the deck"
    path = PurePosixPath(target.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        return f"{target!r} points outside the deck's folders"
    if PurePosixPath(target).suffix.lower() not in PICTURES:
        return f"{target!r} is no picture ({', '.join(PICTURES)})"
    return ""
