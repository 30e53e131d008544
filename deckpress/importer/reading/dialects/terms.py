"""Terms with their meanings, one a line: `- **Osmosis** - movement of water`, `TCP – a protocol`; the whole page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress.importer.reading.page import Head, Page, is_glossary
from deckpress.importer.reading.title import titled

ORDER = 90

SHARE = 0.8
"""Of a page's blocks must be terms, so that a list inside a text is none."""

_BOLD = re.compile(
    r"^(?P<sign>\*\*|__|`)(?P<term>[^*_`]{1,80}?)\s*[:：]?(?P=sign)\s*(?:[:：–—=→-]+\s*)?(?P<meaning>\S.*)$",
    re.DOTALL,
)
_PLAIN = re.compile(
    r"^(?P<term>[^\s.!?][^.!?:\n]{0,60}?)\s*(?:\s[-–—=→]+\s|[:：]\s+|\t+)(?P<meaning>\S.*)$"
)


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """The terms, if the page is made of them and of nothing else."""
    texts = [
        i
        for i in range(len(page.blocks))
        if page.blocks[i].kind in ("paragraph", "code", "quote", "table")
    ]
    glossary = is_glossary(page)
    heads = [
        head
        for i in free
        if page.blocks[i].kind == "paragraph"
        for head in _terms(page, i, glossary)
    ]
    blocks = {head.index for head in heads}
    return (
        heads
        if len(heads) > 2 and len(blocks) >= len(texts) * (SHARE / 2 if glossary else SHARE)
        else []
    )


def _terms(page: Page, index: int, glossary: bool) -> Iterator[Head]:
    block = page.blocks[index]
    lines = block.text.split("\n")
    bold = _BOLD.match(block.text)
    if bold and (len(lines) == 1 or not all(_BOLD.match(line) for line in lines)):
        yield _head(page, index, block.start, block.end, bold)
        return
    found = [
        _BOLD.match(line) or (_PLAIN.match(line) if glossary or len(lines) > 2 else None)
        for line in lines
    ]
    if all(found):
        for row, match in enumerate(found, block.start):
            assert match is not None
            yield _head(page, index, row, row + 1, match)


def _head(page: Page, index: int, row: int, end: int, match: re.Match[str]) -> Head:
    head = Head(
        index,
        row,
        end,
        "",
        "term",
        "terms",
        scope=end,
        rest=match["meaning"],
        rest_row=row,
        answered=True,
    )
    return replace(head, **titled(match["term"], page))  # type: ignore[arg-type]
