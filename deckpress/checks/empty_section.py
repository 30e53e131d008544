"""A `###` heading with nothing below it.

It is either forgotten text or a left-over heading.

Bad:
    ### Analogy
    ### Application
    Spam filters.

Good:
    ### Application
    Spam filters.
"""

from deckpress.checks._contract import Faults, Options
from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = "write the text, or delete the heading"


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each empty section but question and answer, which have checks of their own."""
    for section in card.sections:
        if section.text.strip() or section.marks:
            continue
        if section.name not in ("Question", "Answer"):
            yield Fault(section.span, f"the section {section.name!r} is empty")
