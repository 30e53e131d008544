"""Questions in plain words behind a bold number: `**1.** Which …`, `**(12)** …`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from deckpress.importer.reading.page import Head, Page, backed, counting, likely
from deckpress.importer.reading.title import titled

ORDER = 38

_NUMBER = re.compile(
    r"^(?P<sign>\*\*|__)\W?(?:[^\W\d_]{1,20}\s){0,2}(?P<number>\d{1,4})[.):]?(?P=sign)[.):]?\s+(?P<text>\S.*)$"
)


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """The paragraphs with such numbers, if these count up and most of the paragraphs ask or have a marked answer."""
    found = [
        (int(match["number"]), _head(page, i, match))
        for i in free
        if page.blocks[i].kind == "paragraph"
        and not page.blocks[i].depth
        and (match := _NUMBER.match(page.blocks[i].text.split("\n")[0]))
    ]
    heads = [head for _, head in found]
    good = sum(1 for head in heads if likely(head) or backed(page, head))
    return heads if counting([number for number, _ in found]) and good * 2 > len(heads) else []


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
    return replace(head, **titled(match["text"], page) | {"numbered": True})  # type: ignore[arg-type]
