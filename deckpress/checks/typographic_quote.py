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

from deckpress.markup import mending
from deckpress.model import Card, Deck, Fault, Section

LANGUAGE = "en"
SEVERITY = "info"
FIX = "write ' or \" (`check --fix` does it)"

CURLY = "‘’“”"
_STRAIGHT = str.maketrans(CURLY, "''\"\"")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each section, at the first such mark."""
    for section in card.parts:
        source = section.source
        if (
            not source.isascii()
            and any(mark in source for mark in CURLY)
            and source != (mended := _straight(source, clozes=True))
        ):
            by_hand = (
                "" if _straight(source) != source else "write ' or \" by hand: it is inside a cloze"
            )
            yield Fault(
                mending.first_change(section, mended), "a typographic quotation mark", by_hand
            )


def fix(card: Card, deck: Deck, options: Mapping[str, Any]) -> Iterator[tuple[Section, str]]:
    """Straighten all quotation marks outside code, formulas and clozes."""
    yield from ((section, _straight(section.source)) for section in card.parts)


def _straight(source: str, *, clozes: bool = False) -> str:
    return mending.mend(source, lambda words: words.translate(_STRAIGHT), clozes=clozes)
