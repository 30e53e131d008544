"""Code in a language that could be colored, and is not because it is too long.

To color a long text can take time with the square of its length. And a card shows what can be recalled at once: some
sixty lines of code are more.

Bad:
    three thousand characters of Python

Good:
    the ten lines that matter
"""

from deckpress.checks._contract import Faults, Options
from deckpress.markup import LONGEST_CODE
from deckpress.model import Card, Fault

SEVERITY = "info"
FIX = f"shorten it to {LONGEST_CODE:,} characters, or name the language `text`"


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each such block."""
    for mark in card.marks("code"):
        if mark.note:
            yield Fault(mark.span, f"shown without colors: {mark.note}")
