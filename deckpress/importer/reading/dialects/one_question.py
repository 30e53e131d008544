"""A page that is one question: its title, or the heading right below; the last resort of all."""

from __future__ import annotations

from collections.abc import Sequence

from deckpress.importer.reading import wording
from deckpress.importer.reading.page import Head, Page, likely
from deckpress.importer.reading.title import with_title

ORDER = 95

SHORTEST = 3
"""Words of a heading that is taken alone."""


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """The question, if there is no other on the page."""
    if len(free) + len(page.reasons) + len(page.keys) < len(page.blocks):
        return []
    heads = [_head(page, i) for i in free if page.blocks[i].kind == "heading"]
    asking = [head for head in heads if len(head.text.split()) >= SHORTEST and _asks(head)]
    alone = len(asking) == 1 and asking[0] in heads[:2] and page.following(asking[0].index)
    return asking if alone else []


def _asks(head: Head) -> bool:
    title = head.rank == 1 and likely(head) and not head.text.lower().startswith("how to ")
    return wording.asks(head.text) or title


def _head(page: Page, index: int) -> Head:
    block, scope = page.blocks[index], page.closes[index]
    head = Head(
        index, block.start, block.end, "", "one", "one-question", block.level, scope, block.width
    )
    return with_title(head, block.text, page)
