"""Two or more blanks between words.

Nobody sees them on a card, but search and comparison do. (Indentation, tables and code may have as many as they need.)

Bad:
    One sentence.  Another one.

Good:
    One sentence. Another one.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress import mending
from deckpress.model import Card, Fault

SEVERITY = "info"
FIX = "write one blank"

_BLANKS = re.compile(r"(?m)^([ ]*(?:(?:[-*+>]|\d{1,9}[.)])[ ]+)*)|(?<=\S) {2,}(?=\S)")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each section, at the first such place."""
    for section in card.parts:
        if "  " in section.source and section.source != (mended := fix(section.source)):
            yield Fault(mending.first_change(section, mended), "two blanks between words")


def fix(text: str) -> str:
    """Leave one blank between the words of a section's Markdown; the beginning of a line keeps its own."""
    return mending.mend(text, lambda words: _BLANKS.sub(lambda found: found[0] if found[1] is not None else " ", words))
