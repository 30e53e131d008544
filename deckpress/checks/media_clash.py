"""A media name that means two files.

The one beside the page and the one in content/media/ would be mistaken for each other, and two names that differ only
in case are one file on most phones and computers.

Bad:
    content/cnn/plot.png and content/media/plot.png
    content/media/Plot.png and content/media/plot.png

Good:
    content/media/cnn-plot.png and content/media/rnn-plot.png
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Deck, Fault

FIX = "give the two files different names"
WAIVABLE = False


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each reference to an ambiguous name."""
    clashes = dict(deck.clashing_media)
    for page in deck.pages if clashes else ():
        files = dict(page.media)
        for card in page.cards:
            for mark in (m for section in card.parts for m in section.marks if m.kind == "image"):
                other = clashes.get(f"{page.path}\n{mark.value}") or clashes.get(
                    files.get(mark.value, "")
                )
                if other:
                    yield Fault(mark.span, f"{mark.value!r} can also mean {other}")
