"""A numbered list inside a running paragraph.

It was a list before it was pasted. Anki would show it as one block of text.

Bad:
    The steps are: 1. Forward pass. 2. Loss. 3. Backward pass.

Good:
    1. Forward pass
    2. Loss
    3. Backward pass
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

FIX = "put each item on a line of its own, with a blank line above the first"

_ITEM = re.compile(
    r"(?:(?<=[:.;,!?)] )|^)(\d{1,2})\.[ ]+(?=\S)|(?<= )\(?(\d{1,2})\)[ ]+(?=\S)", re.MULTILINE
)


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each section with two such numbers in order, at the first."""
    for section in card.sections:
        if "2. " in section.text or "2) " in section.text:
            first = next(filter(None, map(_first, prose.plain(section).split("\n"))), "")
            if first:
                yield Fault(prose.find(section, first), f"“{first} …” is a list inside a paragraph")


def _first(line: str) -> str:
    """The first item of a list in one line: two numbers that follow each other; empty if there is none."""
    items = list(_ITEM.finditer(line))
    for item, following in pairwise(items):
        if int(following[1] or following[2]) == int(item[1] or item[2]) + 1:
            return line[item.start() : item.end() + 20].strip()
    return ""
