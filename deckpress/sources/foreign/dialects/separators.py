"""Cards of notes programs: a `?` or `%` line between question and answer, `question :: answer` in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress.sources.foreign.page import Head, Page, titled

ORDER = 25

_BETWEEN = re.compile(r"^\s*(?:\?{1,2}|%)\s*$")
_INLINE = re.compile(r"^(?P<question>[^`|]*?\S)\s*(?:(?<!:)::+(?!:)|\s>>\s)\s*(?P<answer>\S.*)$")
_QUALIFIED = re.compile(r"\w::\w")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Separated cards, if there are at least two of a kind."""
    inline = [head for i in free for head in _inline(page, i)]
    between = [head for i in free if (head := _between(page, i))]
    return [*(inline if len(inline) > 1 else []), *(between if len(between) > 1 else [])]


def _inline(page: Page, index: int) -> Iterator[Head]:
    block = page.blocks[index]
    if block.kind != "paragraph" or block.depth > 1:
        return
    for row, line in enumerate(block.text.split("\n"), block.start):
        found = _INLINE.match(line.strip())
        if found and not _QUALIFIED.search(line) and "http" not in found["question"]:
            head = Head(index, row, row + 1, "", "inline", "separators", scope=row + 1, rest=found["answer"], rest_row=row, answered=True)
            yield replace(head, **titled(found["question"], page))  # type: ignore[arg-type]


def _between(page: Page, index: int) -> Head | None:
    block = page.blocks[index]
    if block.kind != "paragraph":
        return None
    lines = block.text.split("\n")
    at = next((i for i, line in enumerate(lines) if _BETWEEN.match(line)), 0)
    following = page.following(index)
    if not at and len(lines) > 1 or (not at and not (following and _BETWEEN.match(following.text.split("\n")[0]))):
        return None
    end = block.start + at + 1 if at else (following.start + 1 if following else block.end)
    text = " ".join(lines[:at] or lines)
    head = Head(index, block.start, end, "", "between", "separators", scope=page.closes[index])
    return replace(head, **titled(text, page))  # type: ignore[arg-type]
