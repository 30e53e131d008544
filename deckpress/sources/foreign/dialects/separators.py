"""Cards of notes programs: a `?` or `%` line between question and answer, `question :: answer`, rules between cards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress.sources.foreign.page import Head, Page, likely, titled

ORDER = 25

_BETWEEN = re.compile(r"^\s*(?:\?{1,2}|%)\s*$")
_INLINE = re.compile(r"^(?P<question>[^`|]*?\S)\s*(?:(?<!:)::+(?!:)|\s>>\s)\s*(?P<answer>\S.*)$")
_QUALIFIED = re.compile(r"\w::\w")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Separated cards, if there are at least two of a kind."""
    inline = [head for i in free for head in _inline(page, i)]
    between = [head for i in free if (head := _between(page, i))]
    return [*(inline if len(inline) > 1 else []), *(between if len(between) > 1 else []), *_ruled(page, set(free))]


def _ruled(page: Page, free: set[int]) -> list[Head]:
    """The first paragraphs between rules, if nearly all of them ask and have an answer."""
    starts = [0, *(i + 1 for i, block in enumerate(page.blocks) if block.kind == "rule")]
    firsts = [i for i in starts if i < len(page.blocks) and page.blocks[i].kind != "rule"]
    plain = [
        i
        for i in firsts
        if i in free
        and page.blocks[i].kind == "paragraph"
        and not page.blocks[i].depth
        and "**" not in page.blocks[i].text
    ]
    heads = [_ruled_head(page, i) for i in plain if i + 1 < len(page.blocks) and page.blocks[i + 1].kind != "rule"]
    asking = [head for head in heads if likely(head)]
    return heads if len(asking) > 1 and len(asking) * 10 >= len(firsts) * 6 else []


def _ruled_head(page: Page, index: int) -> Head:
    block = page.blocks[index]
    head = Head(index, block.start, block.end, "", "ruled", "separators", scope=page.closes[index])
    return replace(head, **titled(block.text, page))  # type: ignore[arg-type]


def _inline(page: Page, index: int) -> Iterator[Head]:
    block = page.blocks[index]
    if block.kind != "paragraph" or block.depth > 1:
        return
    for row, line in enumerate(block.text.split("\n"), block.start):
        found = _INLINE.match(line.strip())
        if found and not _QUALIFIED.search(line) and "http" not in found["question"]:
            head = Head(
                index,
                row,
                row + 1,
                "",
                "inline",
                "separators",
                scope=row + 1,
                rest=found["answer"],
                rest_row=row,
                answered=True,
            )
            yield replace(head, **titled(found["question"], page))  # type: ignore[arg-type]


def _between(page: Page, index: int) -> Head | None:
    block = page.blocks[index]
    if block.kind != "paragraph":
        return None
    lines = block.text.split("\n")
    at = next((i for i, line in enumerate(lines) if _BETWEEN.match(line)), 0)
    following = page.following(index)
    if (not at and len(lines) > 1) or (not at and not (following and _BETWEEN.match(following.text.split("\n")[0]))):
        return None
    end = block.start + at + 1 if at else (following.start + 1 if following else block.end)
    text = " ".join(lines[:at] or lines)
    head = Head(index, block.start, end, "", "between", "separators", scope=page.closes[index])
    return replace(head, **titled(text, page))  # type: ignore[arg-type]
