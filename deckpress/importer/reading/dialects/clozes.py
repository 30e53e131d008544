"""Gap texts: `C: The [sun] is a [star].`, `{{c1::…}}`, and `==highlights==` on pages that are
tagged as flashcards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

from deckpress.importer.reading.page import Head, Page, tagged

ORDER = 5

# "C: The heart has [four] chambers."
_LABELLED = re.compile(r"^(?:\*\*)?C:(?:\*\*)?\s+(?P<text>.*\[[^\[\]]+\](?!\().*)$", re.DOTALL)
# "[four]", but no "[link](target)"
_GAP = re.compile(r"\[([^\[\]]+)\](?!\()")
# "{{c1::four}}"
_NUMBERED = re.compile(r"\{\{c\d{1,3}::((?:(?!\}\}).){1,500})\}\}", re.DOTALL)
# "==four=="
_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]+?)(?<=\S)==")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Each paragraph that is a gap text."""
    marked = tagged(page)
    return [
        head
        for i in free
        if page.blocks[i].kind == "paragraph"
        and page.blocks[i].depth < 2
        and (head := _head(page, i, marked))
    ]


def _head(page: Page, index: int, marked: bool) -> Head | None:
    block = page.blocks[index]
    label = _LABELLED.match(block.text)
    pattern = _GAP if label else _NUMBERED if _NUMBERED.search(block.text) else _HIGHLIGHT
    text = label["text"] if label else block.text
    if pattern is _HIGHLIGHT and not (marked and _HIGHLIGHT.search(text)):
        return None
    numbers = count(1)
    made = pattern.sub(lambda found: f"{{{{c{next(numbers)}::{found[1]}}}}}", text)
    cloze = text if pattern is _NUMBERED else made
    return Head(
        index,
        block.start,
        block.end,
        " ".join(pattern.sub("…", text).split()),
        "cloze",
        "clozes",
        scope=block.end,
        rest=cloze,
        rest_row=block.start,
        answered=True,
        kind="cloze",
    )
