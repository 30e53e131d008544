"""Questions that say so, in paragraphs, list items and headings: `Q:`, `**Question 3:**`, `## Q.
…`, `Frage:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
from deckpress.importer.reading.title import with_title

ORDER = 10

SHORTEST = 16
"""Characters behind a bold question that can be its answer; fewer are a remark."""

# "Question set 3"
_PLACE = re.compile(r"^[*_(]*(?:topic|set|part|chapter|section)\s*\d{1,3}[*_)]*$", re.IGNORECASE)
"""What stands behind a label and is no question."""
# "## 12.", "## №12"
_NUMBER = re.compile(r"^[#№*_(]*\d{1,3}[.):*_]*$")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Labelled questions; one alone counts only if a labelled answer follows."""
    heads = list[Head]()
    for i in free:
        heads += _in_block(page, i)
    heads = _without_idle_tasks(page, heads) or _only_numbers(page, free)
    if len(heads) != 1:
        return heads
    (head,) = heads
    if head.rest or _has_answer(page, head):
        return heads
    return heads if head.numbered and wording.asks(head.text) else []


def _without_idle_tasks(page: Page, heads: list[Head]) -> list[Head]:
    """The heads; `Exercise 3` is none unless most exercises of the page ask something."""
    tasks = [head for head in heads if head.form.startswith("task")]
    asking = sum(1 for head in tasks if likely(head) or backed(page, head))
    if asking * 2 > len(tasks):
        return heads
    return [head for head in heads if not head.form.startswith("task")]


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
    """A line without links to the page itself and numbers before its label: `[[⬆]](#toc) Q1:`, `3)
    Question:`."""
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
    heads, numbers, asking = list[Head](), list[int](), 0
    for i in free:
        block = page.blocks[i]
        if block.kind != "heading" or not _NUMBER.match(block.text):
            continue
        heads.append(_numbered(page, i))
        numbers.append(int(re.sub(r"\D", "", block.text)))
        below = page.following(i)
        asking += below is not None and wording.like_question(below.text)
    return heads if counting(numbers) and asking * 2 > len(heads) else []


def _numbered(page: Page, index: int) -> Head:
    """A heading that is nothing but its number."""
    block = page.blocks[index]
    return Head(
        index,
        block.start,
        block.end,
        "",
        f"number h{block.level}",
        "labels",
        block.level,
        page.closes[index],
        block.width,
        numbered=True,
    )


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
    return labelled(with_title(head, text, page), match)


def _closed(text: str, sign: str) -> tuple[str, str]:
    """`(question, answer)` of a line whose emphasis begins before its label; the answer may stand
    behind it."""
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
