"""Raw HTML other than a few harmless tags without attributes (<sub>, <sup>, <kbd>, <br>, <u>, <mark>, …).

It would differ between Anki, print and the site, and it is how scripts get into decks. deckpress shows it as text.

Bad:
    <div style="color:red">Careful</div>

Good:
    **Careful**
"""

from deckpress.checks._contract import Faults, Options
from deckpress.model import Card, Fault

FIX = "write Markdown instead, or put it into `backticks` if it is an example"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each tag."""
    for mark in card.marks("raw-html"):
        yield Fault(mark.span, f"raw HTML {mark.value[:60]!r}")
