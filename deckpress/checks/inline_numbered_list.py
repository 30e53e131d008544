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
from itertools import pairwise

from deckpress.checks._contract import Faults, Options
from deckpress.markup import prose
from deckpress.model import Card, Fault

FIX = "put each item on a line of its own, with a blank line above the first"

_ITEM = re.compile(
    r"""
      (?:(?<=[:.;,!?)]\ )|^)(\d{1,2})\.[ ]+(?=\S)  # The steps are: 1. Forward pass
    | (?<=\ )\(?(\d{1,2})\)[ ]+(?=\S)              # first 1) forward, then (2) backward
    """,
    re.MULTILINE | re.VERBOSE,
)


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each section with two such numbers in order, at the first."""
    for section in card.sections:
        if "2. " not in section.text and "2) " not in section.text:
            continue
        for line in prose.plain(section).split("\n"):
            item = _first_item(line)
            if item:
                message = f"“{item} …” is a list inside a paragraph"
                yield Fault(prose.find(section, item), message)
                break


def _first_item(line: str) -> str:
    """The first item of a list in one line: two numbers in a row; empty if there is none."""
    for item, following in pairwise(_ITEM.finditer(line)):
        if _number(following) == _number(item) + 1:
            return line[item.start() : item.end() + 20].strip()
    return ""


def _number(item: re.Match[str]) -> int:
    return int(item[1] or item[2])
