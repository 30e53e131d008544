"""Questions that are paragraphs like any other, told only by their question mark; the last
resort."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.importer.reading.page import Head, Page
from deckpress.importer.reading.title import with_title

ORDER = 70

LONGEST = 300

# "12. What", "(3) What", "4 - What"
_NUMBERED = re.compile(r"^(?:\(?\d{1,4}[.):]|\d{1,4}\s*[-–])\s*\S")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Paragraphs whose first line ends with a question mark, if there are at least three."""
    heads = [
        head
        for i in free
        if page.blocks[i].kind == "paragraph"
        and not page.blocks[i].depth
        and (head := _head(page, i))
    ]
    numbered = [head for head in heads if head.numbered]
    heads = numbered if len(numbered) * 2 > len(heads) else heads
    return heads if len(heads) > 2 else []


def _head(page: Page, index: int) -> Head | None:
    block = page.blocks[index]
    line = block.text.split("\n")[0].strip()
    if len(line) > LONGEST or not re.search(r"[?？؟][\s*_\"”)]*$", line):
        return None
    head = Head(
        index,
        block.start,
        block.start + 1,
        "",
        "plain",
        "plain-paragraphs",
        scope=page.closes[index],
    )
    return with_title(head, line, page)
