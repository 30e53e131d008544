"""Definition lists: a line, and below it lines that begin with a colon and a blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from deckpress.importer.reading.page import Head, Page
from deckpress.importer.reading.title import titled

ORDER = 35

_DEFINITION = re.compile(r"^\s*[:~]\s+(\S.*)$")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Terms with their definitions, if there are at least two."""
    heads = [
        head
        for i in free
        if page.blocks[i].kind == "paragraph"
        and not page.blocks[i].depth
        and (head := _head(page, i))
    ]
    return heads if len(heads) > 1 else []


def _head(page: Page, index: int) -> Head | None:
    block = page.blocks[index]
    lines = block.text.split("\n")
    own = len(lines) > 1 and _DEFINITION.match(lines[1])
    following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
    next_line = (
        following.text.split("\n")[0]
        if following and following.kind == "paragraph" and len(lines) == 1
        else ""
    )
    below = _DEFINITION.match(next_line)
    found = own or below
    if not found or _DEFINITION.match(lines[0]):
        return None
    row = block.start + 1 if own else (following.start if following else 0)
    head = Head(
        index,
        block.start,
        row + 1,
        "",
        "definition",
        "definition-lists",
        scope=page.closes[index],
        rest=found[1],
        rest_row=row,
        width=4,
    )
    return replace(head, **titled(lines[0], page))  # type: ignore[arg-type]
