"""Two or more blanks between words.

Nobody sees them on a card, but search and comparison do. (Indentation, tables and code may have as many as they need.)

Bad:
    One sentence.  Another one.

Good:
    One sentence. Another one.
"""

import re

from deckpress.checks._contract import Faults, Mended, Options
from deckpress.checks._edits import first_edit
from deckpress.markup import mending
from deckpress.model import Card, Deck

SEVERITY = "info"
FIX = "write one blank (`check --fix` does it)"

_BLANKS = re.compile(
    r"""
      ^([ ]*(?:(?:[-*+>]|\d{1,9}[.)])[ ]+)*)  # "  - ", "> 1.  ": the beginning of a line stays
    | (?<=\S)[ ]{2,}(?=\S)
    """,
    re.MULTILINE | re.VERBOSE,
)


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each section, at the first such place."""
    by_hand = "write one blank by hand: it is inside a cloze"
    for section in card.parts:
        if "  " in section.source:
            message = "two blanks between words"
            yield from first_edit(section, single_blanks, message, by_hand, tables=False)


def fix(card: Card, deck: Deck, options: Options) -> Mended:
    """Leave one blank between words outside code, formulas and clozes."""
    for section in card.parts:
        yield section, mending.mend(section.source, single_blanks, tables=False)


def single_blanks(words: str) -> str:
    """Some words with one blank between two; the beginning of a line keeps its own."""
    return _BLANKS.sub(_single, words)


def _single(blanks: re.Match[str]) -> str:
    return " " if blanks[1] is None else blanks[0]
