"""Which questions a page has, and how far each reaches: up to the next one, or to a heading that is
none."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence

from deckpress.importer.reading import card_body as bodies
from deckpress.importer.reading import noise, question_labels, wording
from deckpress.importer.reading.card_body import Body
from deckpress.importer.reading.page import NO_HEADING, Head, Page
from deckpress.importer.reading.page_blocks import Block
from deckpress.system import plugins

DIALECTS = "deckpress.importer.reading.dialects"

FOLDED = -1
"""The level of folded text that is a question itself: it ends a labelled one above."""

SECTION = 2
"""The deepest level of headings that end a question which is none, even if only the page's title is
above it."""

# "1. What", "**1) What"
_FIRST = re.compile(r"^(?:\*\*|__)?\(?1[.):]\s*\S")


def heads(view: Page) -> list[Head]:
    """The questions of a page in its order: each dialect is offered what the surer ones before it
    left."""
    asked: list[Head] = []
    taken = set(view.keys)
    for module in sorted(plugins.discover(DIALECTS).values(), key=lambda module: int(module.ORDER)):
        free = [i for i in range(len(view.blocks)) if i not in view.reasons and i not in taken]
        found = [
            head
            for head in module.find(view, free)
            if head.text or head.dialect in ("labels", "details")
        ]
        if found:
            asked = sorted([*asked, *found], key=lambda head: (head.row, head.rank))
            taken = _taken(view, asked) | view.keys
    return [head for head, following in _pairs(asked) if not _is_topic(view, head, following)]


def _pairs(asked: Sequence[Head]) -> Iterator[tuple[Head, Head | None]]:
    """Each question with the next one."""
    return zip(asked, [*asked[1:], None], strict=False)


def _is_topic(view: Page, head: Head, following: Head | None) -> bool:
    """A heading that has nothing below it but questions of another kind."""
    if (
        following is None
        or following.form == head.form
        or not head.rank < min(NO_HEADING, following.rank)
    ):
        return False
    return not any(line.strip() for line in view.lines(head.end, following.row))


def _taken(view: Page, asked: Sequence[Head]) -> set[int]:
    """The blocks that questions already have."""
    taken, at = set(), 0
    for head, end in zip(asked, ends(view, asked), strict=True):
        at = max(0, min(at, head.index))
        while at < len(view.blocks) and view.blocks[at].start < max(end, head.end):
            if view.blocks[at].start >= head.row or at == head.index:
                taken.add(at)
            at += 1
    return taken


# --- how far --------------------------------------------------------------------------------------


def ends(view: Page, asked: Sequence[Head]) -> list[int]:
    """For each question the row behind its body: the next question, a border, or the end of what it
    is inside of."""
    borders = _borders(view, {head.index for head in asked if head.rank < NO_HEADING})
    topic_level = _topic_level(view, asked)
    out, at = [], 0
    last = len(view.text.lines)
    for head, following in _pairs(asked):
        end = min(head.scope or last, following.row if following else last)
        while at < len(borders) and borders[at][0] < head.end:
            at += 1
        if not 0 < head.scope < last:
            near = itertools.takewhile(lambda border, end=end: border[0] < end, borders[at:])  # type: ignore[misc]
            end = next(
                (row for row, level, soft in near if _ends(head, level, soft, topic_level)), end
            )
        out.append(end)
    return out


def _ends(head: Head, level: int, soft: bool, topic_level: int) -> bool:
    """Whether a heading of that level ends a question; among numbered headings one without a number
    may be content."""
    if level == FOLDED:
        return head.dialect == "labels"
    if head.rank == NO_HEADING:
        return level <= topic_level
    return level < head.rank or (level == head.rank and not (soft and head.numbered))


def _borders(view: Page, asked: set[int]) -> list[tuple[int, int, bool]]:
    """`(row, level, may be content)` of headings that are no questions, and of the places where
    numbering restarts."""
    out = []
    for i, block in enumerate(view.blocks):
        if i in view.keys:
            out.append((block.start, 0, False))
        elif block.kind == "open" and _asks_itself(view, i):
            out.append((block.start, FOLDED, False))
        elif block.kind == "heading" and i not in asked:
            out.append((block.start, block.level + _extra_level(block), _could_be_content(view, i)))
        elif block.kind == "paragraph" and _restarts(view, block):
            out.append((block.start, 0, False))
    return out


def _asks_itself(view: Page, index: int) -> bool:
    """Whether folded text has a question as its summary, and stands in a row of such."""

    def asks(at: int) -> bool:
        block = view.blocks[at]
        return (
            block.kind == "summary"
            and wording.asks(block.text)
            and not wording.generic_summary(block.text)
        )

    if index + 1 == len(view.blocks) or view.blocks[index].depth or not asks(index + 1):
        return False
    after = bisect.bisect_left(view.blocks, view.closes[index + 1], key=lambda block: block.start)
    before = index > 0 and view.blocks[index - 1].kind == "close"
    return before or (
        after + 2 < len(view.blocks) and view.blocks[after + 1].kind == "open" and asks(after + 2)
    )


def _could_be_content(view: Page, index: int) -> bool:
    """Whether a heading has text of its own: among numbered questions of its level it is then part
    of an answer."""
    if noise.is_apart(view.blocks[index].text):
        return False
    following = view.following(index)
    return following is not None and following.kind not in ("heading", "open")


def _restarts(view: Page, block: Block) -> bool:
    """Whether another set of questions begins here: number 1 again, below a wide gap."""
    if (
        block.depth > 1
        or block.start < 2
        or any(line.strip() for line in view.lines(block.start - 2, block.start))
    ):
        return False
    text = view.text.lines[block.start] if block.depth else block.text
    return bool(_FIRST.match(text)) and wording.like_question(
        block.text.split("\n")[0].rstrip("*_")
    )


def _extra_level(block: Block) -> int:
    """How much deeper than its level a heading counts: one that names a part of an answer does not
    end it easily."""
    if question_labels.answer_label(block.text):
        return NO_HEADING
    return 1 if question_labels.part_label(block.text) and not noise.is_apart(block.text) else 0


def _topic_level(view: Page, asked: Sequence[Head]) -> int:
    """The deepest level of the headings that stand right above questions which are no headings
    themselves."""
    above: list[int] = []
    level = 0
    for block in view.blocks:
        level = block.level if block.kind == "heading" else level
        above.append(level)
    deepest = max((above[head.index] for head in asked if head.rank == NO_HEADING), default=0)
    return max(deepest, SECTION) if deepest else 6


# --- remarks at the end ---------------------------------------------------------------------------


def without_remarks(
    view: Page, asked: Sequence[Head], reach: Sequence[int]
) -> tuple[list[Body], list[int]]:
    """The bodies, and their ends, where those that run into a remark about the page end before
    it."""
    below, out = [], []
    for (head, following), end in zip(_pairs(asked), reach, strict=True):
        body = bodies.body(view, head, end)
        cut = _remark(view, head, following, body, end)
        if cut is not None:
            end = head.end + cut
            body = bodies.body(view, head, end)
        below.append(body)
        out.append(end)
    return below, out


def _remark(view: Page, head: Head, following: Head | None, body: Body, end: int) -> int | None:
    """Rows of the page before a remark at the end of a body, if there is one."""
    if 0 < head.scope <= end and head.scope < len(view.text.lines):
        return None
    last = following is None or following.form != head.form or end < following.row
    lead = len(body.lines) - max(0, end - head.end)
    gaps = view.gaps
    near = gaps[bisect.bisect_left(gaps, head.end) : bisect.bisect_left(gaps, end)]
    breaks = [row - head.end + lead for row in near]
    cut = bodies.remarks(body.blocks, breaks, last)
    return None if cut is None or cut <= lead else cut - lead
