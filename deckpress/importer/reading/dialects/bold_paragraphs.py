"""Questions that are bold (or italic) paragraphs, numbered or not, or the bold beginning of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress.importer.reading import levels, question_labels, wording
from deckpress.importer.reading.page import Head, Page, likely
from deckpress.importer.reading.title import is_points, titled

ORDER = 40

_BOLD = re.compile(
    r"^(?P<number>\(?\d{1,4}[.)\]:-]*\s*)?(?P<sign>\*\*\*|\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)(?P=sign)(?P<after>.*)$"
)
_ITALIC = re.compile(
    r"^(?P<number>)(?P<sign>\*|_)(?=[^\s*_])(?P<text>[^*_]+)(?<=\S)(?P=sign)(?P<after>)$"
)
_NO_WORDS = re.compile(r"^[^\w\[]*(?:\[[^\]]*\]\([^)]*\)[^\w]*)?$")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Bold paragraphs, if a good part of them asks; among them, those that ask or look exactly like those that do."""
    heads = [
        head
        for i in free
        if page.blocks[i].kind == "paragraph" and not page.blocks[i].depth
        for head in _heads(page, i)
    ]
    asking = [head for head in heads if likely(head)]
    if len(asking) < 2 and not (asking and wording.asks(asking[0].text)):
        return []
    after_break = sum(1 for head in asking if _after_break(page, head)) * 10 >= len(asking) * 8
    marked = sum(1 for head in asking if head.level) * 10 >= len(asking) * 7
    numbered = sum(1 for head in asking if head.numbered) * 10 >= len(asking) * 7
    return [
        head
        for head in heads
        if (likely(head) and not (numbered and not head.numbered))
        or (
            not head.rest
            and (
                (numbered and head.numbered)
                or (marked and head.level)
                or (
                    after_break
                    and not numbered
                    and not _is_caption(head)
                    and _after_break(page, head)
                )
            )
        )
    ]


def _heads(page: Page, index: int) -> Iterator[Head]:
    """The beginning of a paragraph, and each of its lines that is bold as a whole, too."""
    block = page.blocks[index]
    lines = block.text.split("\n")
    first = _head(page, index, lines, block.start)
    if first:
        yield first
        for row in range(first.end, block.start + len(lines) if not first.rest else 0):
            line = lines[row - block.start]
            head = _head(page, index, [line], row) if line.startswith(("**", "__")) else None
            if head and not head.rest and head.numbered == first.numbered and likely(head):
                yield head


def _head(page: Page, index: int, lines: Sequence[str], start: int) -> Head | None:
    line, *more = lines
    row = start
    while more and line.count("**") % 2:
        line, row = f"{line} {more.pop(0).strip()}", row + 1
    found = _BOLD.match(line.strip()) or _ITALIC.match(line.strip())
    if not found or question_labels.part_label(line) or question_labels.answer_label(line):
        return None
    after = found["after"].strip()
    mark_only = bool(_NO_WORDS.match(after)) or levels.is_level(after) or is_points(after)
    text = f"{found['number'] or ''}{found['text']} {after if mark_only else ''}"
    rest = "" if mark_only else re.sub(r"^\s*[:\-–—]+\s*", "", found["after"]).strip()
    head = Head(
        index,
        row,
        row + 1,
        "",
        "bold",
        "bold-paragraphs",
        scope=page.closes[index],
        rest=rest,
        rest_row=row,
    )
    head = replace(head, row=start, **titled(text.strip(), page))  # type: ignore[arg-type]
    return None if rest and not wording.asks(head.text) else head


def _is_caption(head: Head) -> bool:
    return head.text.rstrip().endswith((":", "："))


def _after_break(page: Page, head: Head) -> bool:
    """Whether a heading, a rule or the author's own separator stands right above."""
    before = page.blocks[head.index - 1] if head.index else None
    if before is None or before.kind in ("heading", "rule"):
        return True
    return any(row in page.text.breaks for row in range(before.end - 1, head.row))
