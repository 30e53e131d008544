"""A curly quotation mark or apostrophe.

Straight ones are what keyboards write and what people search for; a mixture of both makes one phrase two. (In languages
with quotation marks of their own this check is off.)

Bad:
    It’s like “whispering”.

Good:
    It's like "whispering".
"""

from deckpress.checks._contract import Faults, Mended, Options
from deckpress.checks._edits import first_edit
from deckpress.markup import mending
from deckpress.model import Card, Deck

LANGUAGE = "en"
SEVERITY = "info"
FIX = "write ' or \" (`check --fix` does it)"

CURLY = "‘’“”"
_STRAIGHT = str.maketrans(CURLY, "''\"\"")


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each section, at the first such mark."""
    by_hand = "write ' or \" by hand: it is inside a cloze"
    for section in card.parts:
        source = section.source
        if not source.isascii() and any(mark in source for mark in CURLY):
            yield from first_edit(section, straight, "a typographic quotation mark", by_hand)


def fix(card: Card, deck: Deck, options: Options) -> Mended:
    """Straighten all quotation marks outside code, formulas and clozes."""
    for section in card.parts:
        yield section, mending.mend(section.source, straight)


def straight(words: str) -> str:
    """Some words with straight quotation marks."""
    return words.translate(_STRAIGHT)
