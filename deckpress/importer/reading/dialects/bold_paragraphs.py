"""Questions that are bold (or italic) paragraphs, numbered or not, or the bold beginning of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deckpress.importer.reading import levels, question_labels, wording
from deckpress.importer.reading.page import Head, Page, likely
from deckpress.importer.reading.title import is_points, with_title

ORDER = 40

_BOLD = re.compile(
    r"""^(?P<number>\(?\d{1,4}[.)\]:-]*\s*)?                   # 12) **What?**
    (?P<sign>\*\*\*|\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)(?P=sign)
    (?P<after>.*)$""",
    re.VERBOSE,
)
# "*What is it?*"
_ITALIC = re.compile(
    r"""
    ^(?P<number>)(?P<sign>\*|_)(?=[^\s*_])(?P<text>[^*_]+)(?<=\S)(?P=sign)(?P<after>)$
    """,
    re.VERBOSE,
)
# " 🔥", " [↑](#top)"
_NO_WORDS = re.compile(r"^[^\w\[]*(?:\[[^\]]*\]\([^)]*\)[^\w]*)?$")

MOSTLY = 0.7
"""Of the paragraphs that ask must look alike for others of that look to be questions, too."""
NEARLY_ALL = 0.8
"""The same for a look that proves less: to stand below a heading or a rule."""


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Bold paragraphs, if a good part of them asks; among them, those that ask or look exactly like
    those that do."""
    heads = list[Head]()
    for i in free:
        if page.blocks[i].kind == "paragraph" and not page.blocks[i].depth:
            heads += _heads(page, i)
    asking = [head for head in heads if likely(head)]
    if not asking or (len(asking) < 2 and not wording.asks(asking[0].text)):
        return []
    look = _Look.of(page, asking)
    return [head for head in heads if look.is_question(page, head)]


@dataclass(frozen=True, slots=True)
class _Look:
    """What most of the paragraphs that ask have in common."""

    numbered: bool
    marked: bool
    """With a level mark."""
    after_break: bool

    @classmethod
    def of(cls, page: Page, asking: Sequence[Head]) -> _Look:
        """The look of some heads."""
        numbered = sum(1 for head in asking if head.numbered)
        marked = sum(1 for head in asking if head.level)
        broken = sum(1 for head in asking if _after_break(page, head))
        count = len(asking)
        return cls(
            numbered >= count * MOSTLY, marked >= count * MOSTLY, broken >= count * NEARLY_ALL
        )

    def is_question(self, page: Page, head: Head) -> bool:
        """Whether a bold paragraph asks, or has the look of those that do."""
        if likely(head) and (head.numbered or not self.numbered):
            return True
        if head.rest:
            return False
        if self.numbered and head.numbered:
            return True
        if self.marked and head.level:
            return True
        return self.after_break and not self.numbered and _is_title(page, head)


def _heads(page: Page, index: int) -> Iterator[Head]:
    """The beginning of a paragraph, and each of its lines that is bold as a whole, too."""
    block = page.blocks[index]
    lines = block.text.split("\n")
    first = _head(page, index, lines, block.start)
    if not first:
        return
    yield first
    if first.rest:
        return
    for row in range(first.end, block.start + len(lines)):
        line = lines[row - block.start]
        if not line.startswith(("**", "__")):
            continue
        head = _head(page, index, [line], row)
        if head and not head.rest and head.numbered == first.numbered and likely(head):
            yield head


def _head(page: Page, index: int, lines: Sequence[str], start: int) -> Head | None:
    """The bold beginning of a paragraph; with words behind it, only if it asks."""
    line, *more = lines
    end = start + 1
    # An emphasis that runs over the line's end.
    while more and line.count("**") % 2:
        line, end = f"{line} {more.pop(0).strip()}", end + 1
    bold = _BOLD.match(line.strip()) or _ITALIC.match(line.strip())
    if not bold or question_labels.part_label(line) or question_labels.answer_label(line):
        return None
    text, rest = _parted(bold)
    head = Head(
        index,
        start,
        end,
        "",
        "bold",
        "bold-paragraphs",
        scope=page.closes[index],
        rest=rest,
        rest_row=end - 1,
    )
    head = with_title(head, text.strip(), page)
    return None if rest and not wording.asks(head.text) else head


def _parted(bold: re.Match[str]) -> tuple[str, str]:
    """The question, with its number and marks, and what follows it in its paragraph."""
    text = f"{bold['number'] or ''}{bold['text']}"
    after = bold["after"].strip()
    if _NO_WORDS.match(after) or levels.is_level(after) or is_points(after):
        return f"{text} {after}", ""
    return text, re.sub(r"^\s*[:\-–—]+\s*", "", bold["after"]).strip()


def _is_title(page: Page, head: Head) -> bool:
    """Whether a bold paragraph stands like a heading; `**Note:**` opens what follows."""
    return not head.text.rstrip().endswith((":", "：")) and _after_break(page, head)


def _after_break(page: Page, head: Head) -> bool:
    """Whether a heading, a rule or the author's own separator stands right above."""
    before = page.blocks[head.index - 1] if head.index else None
    if before is None or before.kind in ("heading", "rule"):
        return True
    return any(row in page.text.breaks for row in range(before.end - 1, head.row))
