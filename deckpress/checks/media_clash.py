"""A media name that means two files.

The one beside the page and the one in content/media/ would be mistaken for each other, and two names that differ only
in case are one file on most phones and computers.

Bad:
    content/cnn/plot.png and content/media/plot.png
    content/media/Plot.png and content/media/plot.png

Good:
    content/media/cnn-plot.png and content/media/rnn-plot.png
"""

from deckpress.checks._contract import Faults, Options
from deckpress.checks._marks import pictures
from deckpress.model import Deck, Fault

FIX = "give the two files different names"
WAIVABLE = False


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each reference to an ambiguous name."""
    # By the path of a file, or by "page\ntarget" if the page's folder and the deck's have one each.
    clashes = dict(deck.clashing_media)
    if not clashes:
        return
    for page in deck.pages:
        files = dict(page.media)
        for mark in pictures(page):
            in_two_folders = clashes.get(f"{page.path}\n{mark.value}")
            other = in_two_folders or clashes.get(files.get(mark.value, ""))
            if other:
                yield Fault(mark.span, f"{mark.value!r} can also mean {other}")
