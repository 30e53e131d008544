"""A Markdown file without a card.

It is a forgotten file, or its questions are not written as `##` headings.

Bad:
    # Training

Good:
    # Training

    ## What is an epoch?
"""

from deckpress.checks._contract import Faults, Options
from deckpress.model import Fault, Page, Span

SEVERITY = "warning"
FIX = "write a `## question` in it, or delete the file"


def check_page(page: Page, options: Options) -> Faults:
    """A fault if the page has neither a card nor another fault."""
    if not page.cards and not page.faults:
        yield Fault(Span(page.path), "there is no card in this file")
