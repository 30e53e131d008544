"""An image whose file does not exist or is empty.

Anki would import the card without its picture and say nothing.

Bad:
    ![A neuron](media/nueron.svg)

Good:
    ![A neuron](media/neuron.svg)
"""

from urllib.parse import unquote

from deckpress.checks._contract import Faults, Options
from deckpress.checks._marks import pictures
from deckpress.model import Fault, Page

FIX = "put the file beside the page or into content/media/, or correct the name"
WAIVABLE = False


def check_page(page: Page, options: Options) -> Faults:
    """One fault for each reference that leads to nothing."""
    existing = dict(page.media)
    for mark in pictures(page):
        if not mark.value:
            yield Fault(mark.span, "an image without a file")
        elif mark.value not in existing and not _reported_elsewhere(mark.value):
            yield Fault(mark.span, f"there is no file {mark.value!r}, or it is empty")


def _reported_elsewhere(target: str) -> bool:
    """Whether a target is for `unsafe-media` or `percent-encoded-media` to report."""
    if ":" in target or target.startswith(("/", "\\")):
        return True
    return ".." in target.split("/") or unquote(target) != target
