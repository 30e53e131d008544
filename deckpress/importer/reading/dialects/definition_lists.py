"""Definition lists: a line, and below it lines that begin with a colon and a blank."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.importer.reading.page import Head, Page
from deckpress.importer.reading.title import with_title

ORDER = 35

# ": movement of water"
_DEFINITION = re.compile(r"^\s*[:~]\s+(\S.*)$")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Terms with their definitions, if there are at least two."""
    heads = list[Head]()
    for i in free:
        block = page.blocks[i]
        head = None if block.kind != "paragraph" or block.depth else _head(page, i)
        heads += [head] if head else []
    return heads if len(heads) > 1 else []


def _head(page: Page, index: int) -> Head | None:
    """A term, and its definition on the next line or in the next paragraph."""
    block = page.blocks[index]
    term, *more = block.text.split("\n")
    following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
    if more:
        row, line = block.start + 1, more[0]
    elif following and following.kind == "paragraph":
        row, line = following.start, following.text.split("\n")[0]
    else:
        return None
    definition = _DEFINITION.match(line)
    if not definition or _DEFINITION.match(term):
        return None
    head = Head(
        index,
        block.start,
        row + 1,
        "",
        "definition",
        "definition-lists",
        scope=page.closes[index],
        rest=definition[1],
        rest_row=row,
        width=4,
    )
    return with_title(head, term, page)
