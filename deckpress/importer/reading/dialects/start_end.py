"""Cards between `START` and `END`, as a note program writes them: the note type, the front, `Back:`
and the back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deckpress.importer.reading.page import Head, Page
from deckpress.importer.reading.title import with_title

ORDER = 6

LONGEST = 60
"""Lines between the marks."""


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Each such card with a front and a back."""
    return [
        head
        for i in free
        if page.blocks[i].kind == "paragraph"
        and page.blocks[i].text.startswith("START\n")
        and (head := _head(page, i))
    ]


def _head(page: Page, index: int) -> Head | None:
    start = page.blocks[index].start
    lines = [line.strip() for line in page.lines(start, start + LONGEST)]
    end = lines.index("END") if "END" in lines else 0
    back = next((i for i, line in enumerate(lines[:end]) if line.startswith("Back:")), 0)
    if back < 3:
        return None
    first, *more = lines[2:back]
    rest = lines[back].removeprefix("Back:").strip()
    row = start + back
    head = Head(
        index,
        start,
        row + 1,
        "",
        "start end",
        "start-end",
        scope=start + end,
        rest=rest,
        rest_row=row,
    )
    head = with_title(head, first.removeprefix("Front:").strip(), page)
    return replace(head, text="\n".join([head.text, *more]).strip())
