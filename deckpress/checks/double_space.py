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

from deckpress.markup import mending
from deckpress.model import Card, Deck, Fault, Section

SEVERITY = "info"
FIX = "write one blank (`check --fix` does it)"

_BLANKS = re.compile(r"(?m)^([ ]*(?:(?:[-*+>]|\d{1,9}[.)])[ ]+)*)|(?<=\S) {2,}(?=\S)")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each section, at the first such place."""
    for section in card.parts:
        if "  " in section.source and section.source != (
            mended := _single(section.source, clozes=True)
        ):
            by_hand = (
                ""
                if _single(section.source) != section.source
                else "write one blank by hand: it is inside a cloze"
            )
            yield Fault(mending.first_change(section, mended), "two blanks between words", by_hand)


def fix(card: Card, deck: Deck, options: Mapping[str, Any]) -> Iterator[tuple[Section, str]]:
    """Leave one blank between words outside code, formulas and clozes; the beginning of a line keeps its own."""
    yield from ((section, _single(section.source)) for section in card.parts)


def _single(source: str, *, clozes: bool = False) -> str:
    def single(words: str) -> str:
        return _BLANKS.sub(lambda found: found[0] if found[1] is not None else " ", words)

    return mending.mend(source, single, clozes=clozes, tables=False)
