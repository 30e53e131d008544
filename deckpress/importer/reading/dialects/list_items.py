"""Questions that are list items; the answer is nested below, or follows the list of one, or is missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from deckpress.importer.reading import levels, question_labels, wording
from deckpress.importer.reading.page import Head, Page, backed, likely
from deckpress.importer.reading.page_blocks import Block
from deckpress.importer.reading.title import titled

ORDER = 50

SHARE = 0.6
"""Of a list's items must read like questions."""

MANY = 0.7
"""The share of a page's items that are questions, from which a list with a single one counts too."""

_LEAD = re.compile(
    r"^(?P<sign>\*\*\*|\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)(?P=sign)(?P<rest>.*)$", re.DOTALL
)
_TASK = re.compile(r"^\[[ xX✓✔]\]\s+")
_TASK_LINE = re.compile(r"^[^?？؟]{4,160}\.$")
"""An order that ends with its line; what stands below is the answer."""
_ONLY_LINK = re.compile(r"^\W*\[[^\]]*\]\([^)#][^)]*\)\W*$")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """The items of lists that are made of questions, outermost first."""
    groups: dict[tuple[int, bool, int], list[Head]] = defaultdict(list)
    alone = len(free) + len(page.reasons) == len(page.blocks)
    for i in free:
        block = page.blocks[i]
        if (
            block.kind == "paragraph"
            and block.first
            and block.depth < 4
            and not _is_other(block, alone)
        ):
            groups[block.depth, block.ordered, _family(page, block)].append(_head(page, i))
    found: list[Head] = []
    inside: set[int] = set()
    left: list[list[Head]] = []
    for key in sorted(groups):
        heads = [head for head in groups[key] if head.row not in inside]
        asked = _questions(page, heads)
        if not alone and any(_TASK.match(page.blocks[head.index].text) for head in asked):
            asked = [head for head in asked if head.rest or head.scope > head.end + 1]
        inside.update(
            row
            for head in asked
            if head.scope < len(page.text.lines)
            for row in range(head.row + 1, head.scope)
        )
        found += asked
        left += [heads] if not asked and key[:2] == (1, False) else []
    return found + _like(found, left)


def _like(found: Sequence[Head], left: Sequence[Sequence[Head]]) -> list[Head]:
    """The items of short lists on a page whose other lists are made of questions."""
    same = [head for head in found if head.form == "item 1 bullet"]
    items = [*same, *(head for heads in left for head in heads)]
    if not same or len(same) + sum(map(likely, items[len(same) :])) < MANY * len(items):
        return []
    return [head for heads in left if sum(map(likely, heads)) * 2 >= len(heads) for head in heads]


def _is_other(block: Block, alone: bool) -> bool:
    """A labelled part of an answer; or, unless there is nothing else on the page, a link to another one."""
    labelled = question_labels.part_label(block.text) or question_labels.answer_label(block.text)
    return bool(labelled) or (not alone and bool(_ONLY_LINK.match(block.text)))


def _family(page: Page, block: Block) -> int:
    """Ordered and bold items at the top are one family, as answers between cut their list; other lists stand alone."""
    return 0 if block.depth == 1 and (block.ordered or _is_bold(block)) else block.siblings


def _is_bold(block: Block) -> bool:
    """Whether an item is bold as a whole, as a heading would be."""
    lead = _LEAD.match(block.text)
    return bool(lead) and not re.search(r"\w", lead["rest"])  # type: ignore[index]


def _head(page: Page, index: int) -> Head:
    block = page.blocks[index]
    text, rest, rows = _split(block)
    text = _TASK.sub("", text)
    inside = index + 1 < len(page.blocks) and page.blocks[index + 1].start < block.scope
    own = inside or rest or not (block.ordered or _is_bold(block))
    scope = min(page.closes[index], block.scope) if own else page.closes[index]
    following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
    if own and not inside and following and following.kind == "code" and not block.ordered:
        scope = following.end
    form = f"item {block.depth} {'ordered' if block.ordered else 'bullet'}"
    head = Head(
        index,
        block.start,
        block.start + rows,
        "",
        form,
        "list-items",
        scope=scope,
        width=block.width,
        rest=rest,
        rest_row=block.start + rows - 1,
    )
    return replace(head, **titled(text, page))  # type: ignore[arg-type]


def _split(block: Block) -> tuple[str, str, int]:
    """`(question, what follows it on its line, lines used)` of an item's first paragraph."""
    lines = block.text.split("\n")
    if (
        len(lines) > 1
        and _TASK_LINE.match(lines[0])
        and wording.like_question(lines[0])
        and lines[1][:1].isupper()
    ):
        return lines[0], "", 1
    for count in range(1, len(lines) + 1):
        text = " ".join(line.strip() for line in lines[:count])
        lead = _LEAD.match(text)
        if lead and levels.is_level(lead["rest"]):
            return text, "", count
        if lead and (wording.asks(lead["text"]) or not re.search(r"\w", lead["rest"])):
            return (
                lead["text"],
                re.sub(r"^\s*[:\-–—]+\s*", "", lead["rest"]).strip()
                if re.search(r"\w", lead["rest"])
                else "",
                count,
            )
        if re.search(r"[?？؟][\s*_)\"”]*(?:[^\w\s]+)?$", text):
            return text, "", count
        pointed = re.match(r"^(.{4,300}?[?？؟])\s*(?:→|->|=>|➡️?|⇒|::?)\s*(\S.*)$", text)
        if pointed and count == len(lines):
            return pointed[1], pointed[2], count
        answered = re.match(r"^(.{8,300}?[?？؟])\s+(?:[-–—:]+\s+)?(\S.{15,})$", text)
        if answered and count == len(lines) and not wording.asks(answered[2][-3:]):
            return answered[1], answered[2], count
    return " ".join(lines), "", len(lines)


def _questions(page: Page, heads: list[Head]) -> list[Head]:
    asking = [
        head for head in heads if likely(head) or (head.scope > head.end + 1 and backed(page, head))
    ]
    if len(asking) < 2 or len(asking) < len(heads) * SHARE:
        return []
    marked = sum(1 for head in asking if wording.asks(head.text))
    answered = sum(1 for head in heads if head.rest or head.scope > head.end + 1)
    return heads if marked * 2 >= len(heads) or answered * 2 >= len(heads) else []
