"""Terms with their meanings, one a line: `- **Osmosis** - movement of water`, `TCP – a protocol`;
the whole page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deckpress.importer.reading.page import Head, Page, is_glossary
from deckpress.importer.reading.title import with_title

ORDER = 90

SHARE = 0.8
"""Of a page's blocks must be terms, so that a list inside a text is none."""

_BOLD = re.compile(
    r"""^(?P<sign>\*\*|__|`)(?P<term>[^*_`]{1,80}?)\s*[:：]?(?P=sign)   # **Osmosis:**, `TCP`
    \s*(?:[:：–—=→-]+\s*)?(?P<meaning>\S.*)$""",
    re.DOTALL | re.VERBOSE,
)
_PLAIN = re.compile(
    r"""^(?P<term>[^\s.!?][^.!?:\n]{0,60}?)\s*
    (?:\s[-–—=→]+\s|[:：]\s+|\t+)  # TCP – a protocol, TCP: a protocol
    (?P<meaning>\S.*)$""",
    re.VERBOSE,
)


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """The terms, if the page is made of them and of nothing else."""
    texts = [b for b in page.blocks if b.kind in ("paragraph", "code", "quote", "table")]
    glossary = is_glossary(page)
    heads = list[Head]()
    for i in free:
        if page.blocks[i].kind == "paragraph":
            heads += _terms(page, i, glossary)
    blocks = {head.index for head in heads}
    share = SHARE / 2 if glossary else SHARE
    return heads if len(heads) > 2 and len(blocks) >= len(texts) * share else []


def _terms(page: Page, index: int, glossary: bool) -> Iterator[Head]:
    """The term of a paragraph; or those of its lines, if each line is one."""
    block = page.blocks[index]
    lines = block.text.split("\n")
    bold = _BOLD.match(block.text)
    if bold and not (len(lines) > 1 and all(map(_BOLD.match, lines))):
        yield _head(page, index, block.start, block.end, bold)
        return
    # In plain words, `Note: this` is no term, unless a glossary or two more lines speak for it.
    plainly = glossary or len(lines) > 2
    matches = list[re.Match[str]]()
    for line in lines:
        match = _BOLD.match(line) or (_PLAIN.match(line) if plainly else None)
        if match is None:
            return
        matches.append(match)
    for row, match in enumerate(matches, block.start):
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
    return with_title(head, match["term"], page)
