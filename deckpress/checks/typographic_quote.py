"""A curly quotation mark or apostrophe.

Straight ones are what keyboards write and what people search for; a mixture of both makes one phrase two. (In languages
with quotation marks of their own this check is off.)

Bad:
    It’s like “whispering”.

Good:
    It's like "whispering".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress import mending
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "info"
FIX = "write ' or \""

CURLY = "‘’“”"
_STRAIGHT = str.maketrans(CURLY, "''\"\"")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each section, at the first such mark."""
    for section in card.parts:
        source = section.source
        if not source.isascii() and any(mark in source for mark in CURLY) and source != (mended := fix(source)):
            yield Fault(mending.first_change(section, mended), "a typographic quotation mark")


def fix(text: str) -> str:
    """Straighten the quotation marks of a section's Markdown outside code and formulas."""
    return mending.mend(text, lambda words: words.translate(_STRAIGHT))
