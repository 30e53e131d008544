"""Questions in plain words behind a bold number: `**1.** Which …`, `**(12)** …`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from deckpress.importer.reading.page import Head, Page, backed, counting, likely
from deckpress.importer.reading.title import with_title

ORDER = 38

_NUMBER = re.compile(
    r"""^(?P<sign>\*\*|__)
    \W?(?:[^\W\d_]{1,20}\s){0,2}      # **(12)**, **Quiz question 12:**
    (?P<number>\d{1,4})[.):]?
    (?P=sign)[.):]?\s+
    (?P<text>\S.*)$""",
    re.VERBOSE,
)


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """The paragraphs with such numbers, if these count up and most of the paragraphs ask or have a
    marked answer."""
    numbers, heads = list[int](), list[Head]()
    for i in free:
        block = page.blocks[i]
        match = _NUMBER.match(block.text.split("\n")[0])
        if match and block.kind == "paragraph" and not block.depth:
            numbers.append(int(match["number"]))
            heads.append(_head(page, i, match))
    good = sum(1 for head in heads if likely(head) or backed(page, head))
    return heads if counting(numbers) and good * 2 > len(heads) else []


def _head(page: Page, index: int, match: re.Match[str]) -> Head:
    row = page.blocks[index].start
    head = Head(
        index,
        row,
        row + 1,
        "",
        "bold number",
        "bold-numbers",
        scope=page.closes[index],
        numbered=True,
    )
    return replace(with_title(head, match["text"], page), numbered=True)
