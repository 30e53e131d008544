"""Questions that say so, in paragraphs, list items and headings: `Q:`, `**Question 3:**`, `## Q. …`, `Frage:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress.importer.reading import question_labels, wording
from deckpress.importer.reading.indents import without_marker
from deckpress.importer.reading.page import (
    NO_HEADING,
    Head,
    Page,
    backed,
    counting,
    labelled,
    likely,
)
from deckpress.importer.reading.page_blocks import Block
from deckpress.importer.reading.title import titled

ORDER = 10

SHORTEST = 16
"""Characters behind a bold question that can be its answer; fewer are a remark."""

_PLACE = re.compile(r"^[*_(]*(?:topic|set|part|chapter|section)\s*\d{1,3}[*_)]*$", re.IGNORECASE)
"""What stands behind a label and is no question."""
_NUMBER = re.compile(r"^[#№*_(]*\d{1,3}[.):*_]*$")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Labelled questions; one alone counts only if a labelled answer follows."""
    heads = [head for i in free for head in _in_block(page, i)]
    tasks = [head for head in heads if head.form.startswith("task")]
    if sum(1 for head in tasks if likely(head) or backed(page, head)) * 2 <= len(tasks):
        heads = [head for head in heads if not head.form.startswith("task")]
    heads = heads or _only_numbers(page, free)
    if len(heads) == 1 and not heads[0].rest and not _has_answer(page, heads[0]):
        return heads if heads[0].numbered and wording.asks(heads[0].text) else []
    return heads


def _in_block(page: Page, index: int) -> Iterator[Head]:
    block = page.blocks[index]
    if block.kind == "heading":
        found = question_labels.question_label(_lead(block.text))
        if found:
            yield _head(page, index, block.start, f"{_form(found)} h{block.level}", block.level)
    elif block.kind == "paragraph" and block.depth < 3:
        for row in range(block.start, block.end):
            line = _lead(_line(page, block, row))
            found = question_labels.question_label(line) if line else None
            if found and not _is_list_of_links(line):
                yield _head(page, index, row, f"{_form(found)} {min(block.depth, 1)}")


def _lead(text: str) -> str:
    """A line without links to the page itself and numbers before its label: `[[⬆]](#toc) Q1:`, `3) Question:`."""
    title = text
    while title.startswith("[") and "](#" in title and not title.startswith("[Q"):
        title = title[title.index("](#") + 1 :].partition(")")[2].strip("] ")
    if title.startswith("**"):
        number, dot, rest = title[2:].partition(".")
        return f"**{rest.strip()}" if dot and number.isdigit() else title
    return title


def _line(page: Page, block: Block, row: int) -> str:
    line = page.text.lines[row]
    return (
        without_marker(line, 0)[block.width :] if block.first and row == block.start else line
    ).strip()


def _is_list_of_links(line: str) -> bool:
    return line.startswith("[") and "](#" in line


def _form(found: re.Match[str]) -> str:
    return "task" if question_labels.is_task(found["name"]) else "label"


def _only_numbers(page: Page, free: Sequence[int]) -> list[Head]:
    """Headings that are nothing but numbers which count up; the questions stand below them."""
    found = [
        i for i in free if page.blocks[i].kind == "heading" and _NUMBER.match(page.blocks[i].text)
    ]
    heads = [
        Head(
            i,
            b.start,
            b.end,
            "",
            f"number h{b.level}",
            "labels",
            b.level,
            page.closes[i],
            b.width,
            numbered=True,
        )
        for i, b in ((i, page.blocks[i]) for i in found)
    ]
    numbers = [int(re.sub(r"\D", "", page.blocks[i].text)) for i in found]
    asking = [
        head
        for head in heads
        if (below := page.following(head.index)) and wording.like_question(below.text)
    ]
    return heads if counting(numbers) and len(asking) * 2 > len(heads) else []


def _head(page: Page, index: int, row: int, form: str, rank: int = NO_HEADING) -> Head:
    block = page.blocks[index]
    match = question_labels.question_label(
        _lead(block.text if rank < NO_HEADING else _line(page, block, row))
    )
    assert match is not None
    text = match.string[question_labels.behind(match) :]
    behind = ""
    if match["open"] and text.count(match["open"]) % 2:
        text, behind = _closed(text, match["open"])
    text, rest = question_labels.split_line("" if _PLACE.match(text) else text)
    rest = rest or behind
    head = Head(
        index, row, row + 1, "", form, "labels", rank, _scope(page, index), block.width, rest, row
    )
    return labelled(replace(head, **titled(text, page)), match)  # type: ignore[arg-type]


def _closed(text: str, sign: str) -> tuple[str, str]:
    """`(question, answer)` of a line whose emphasis begins before its label; the answer may stand behind it."""
    asked, _, behind = text.partition(sign)
    behind = behind.strip()
    one_line = "\n" not in behind
    if (
        one_line
        and wording.asks(asked[-3:])
        and len(behind) >= SHORTEST
        and not wording.like_question(behind)
    ):
        return asked, behind
    return (text.replace(sign, "", 1) if not text.endswith(sign) else text[: -len(sign)]), ""


def _scope(page: Page, index: int) -> int:
    """The end of the list item, if the answer is inside of it too."""
    block, close = page.blocks[index], page.closes[index]
    if not block.depth:
        return close
    following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
    inside = following is not None and following.start < block.scope
    return min(close, block.scope) if inside or block.end - block.start > 1 else close


def _has_answer(page: Page, head: Head) -> bool:
    lines = page.text.lines[head.end : head.end + 40]
    texts = [line.strip().lstrip("-*+# ").strip() or " " for line in lines if line.strip()]
    return any(question_labels.answer_label(text, head.letter) for text in texts)
