"""Cards of note programs that are marked by a tag at the end of their first line: `What is sap?
#card`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.importer.reading.page import NO_HEADING, Head, Page
from deckpress.importer.reading.title import with_title

ORDER = 12

# "What is it? #card", "Wort #flashcard-reverse #german"
_TAGGED = re.compile(
    r"""
    ^(?P<text>.*\S)\s+\#(?:flash)?cards?(?P<more>[-/][\w/-]+)?(?:\s+\#[\w/-]+)*\s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Each paragraph or heading whose first line ends with the tag."""
    return [
        head
        for i in free
        if page.blocks[i].kind in ("paragraph", "heading") and (head := _head(page, i))
    ]


def _head(page: Page, index: int) -> Head | None:
    block = page.blocks[index]
    found = _TAGGED.match(block.text.split("\n")[0])
    if not found or block.depth > 1:
        return None
    rank = block.level if block.kind == "heading" else NO_HEADING
    end = block.end if block.kind == "heading" else block.start + 1
    scope = min(page.closes[index], block.scope) if block.depth else page.closes[index]
    kind = "reversed" if "reverse" in (found["more"] or "").lower() else "basic"
    head = Head(
        index, block.start, end, "", f"tag {rank}", "tags", rank, scope, block.width, kind=kind
    )
    return with_title(head, found["text"], page)
