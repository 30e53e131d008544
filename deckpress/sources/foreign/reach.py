"""Which questions a page has, and how far each reaches: up to the next one, or to a heading that is none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from deckpress import plugins
from deckpress.sources.foreign import body as bodies
from deckpress.sources.foreign import noise, words
from deckpress.sources.foreign.blocks import Block
from deckpress.sources.foreign.page import NO_HEADING, Head, Page

DIALECTS = "deckpress.sources.foreign.dialects"


def heads(view: Page) -> list[Head]:
    found_all: list[Head] = []
    modules = sorted(plugins.discover(DIALECTS).values(), key=lambda module: int(module.ORDER))
    taken: set[int] = set()
    found: list[Head] = []
    for module in modules:
        taken = _taken(view, heads) if found else taken
        free = [i for i in range(len(view.blocks)) if i not in view.reasons and i not in taken]
        found = [head for head in module.find(view, free) if head.text or head.dialect == "labels"]
        heads = sorted([*heads, *found], key=lambda head: (head.row, head.rank))
    return _without_topics(view, heads)


def _without_topics(view: Page, heads: list[Head]) -> list[Head]:
    """Without headings that have nothing below them but questions of another kind."""
    out = []
    for head, following in zip(heads, [*heads[1:], None], strict=False):
        empty = following is not None and not any(line.strip() for line in view.lines(head.end, following.row))
        if not (
            empty
            and following is not None
            and head.rank < NO_HEADING
            and following.rank > head.rank
            and following.form != head.form
        ):
            out.append(head)
    return out


def _taken(view: Page, heads: Sequence[Head]) -> set[int]:
    """The blocks that questions already have."""
    ends = ends(view, heads)
    taken, at = set(), 0
    for head, end in zip(heads, ends, strict=True):
        at = max(0, min(at, head.index))
        while at < len(view.blocks) and view.blocks[at].start < max(end, head.end):
            if view.blocks[at].start >= head.row or at == head.index:
                taken.add(at)
            at += 1
    return taken


def ends(view: Page, heads: Sequence[Head]) -> list[int]:
    """For each question the row behind its body: the next question, a heading that is none, or the end of its scope."""
    topic_level = _topic_level(view, heads)
    asked = {head.index for head in heads if head.rank < NO_HEADING}
    borders = [
        (b.start, b.level + _is_part(b), b.kind == "heading" and _could_be_content(view, i))
        for i, b in enumerate(view.blocks)
        if (b.kind == "heading" and i not in asked) or (b.kind == "paragraph" and _restarts(view, b))
    ]
    ends, at = [], 0
    last = len(view.text.lines)
    for head, following in zip(heads, [*heads[1:], None], strict=False):
        end = min(head.scope or last, following.row if following else last)
        if 0 < head.scope < last:
            ends.append(end)
            continue
        while at < len(borders) and borders[at][0] < head.end:
            at += 1
        deepest = head.rank if head.rank < NO_HEADING else topic_level
        near = itertools.takewhile(lambda border: border[0] < end, itertools.islice(borders, at, None))  # noqa: B023
        ends.append(
            next(
                (
                    row
                    for row, level, soft in near
                    if level < deepest or (level == deepest and not (soft and head.numbered and head.rank < NO_HEADING))
                ),
                end,
            )
        )
    return ends


def _could_be_content(view: Page, index: int) -> bool:
    """Whether a heading has text of its own: among numbered questions of its level it is then part of an answer."""
    following = view.following(index)
    return (
        not noise.is_apart(view.blocks[index].text)
        and following is not None
        and following.kind not in ("heading", "open")
    )


_FIRST = re.compile(r"^(?:\*\*|__)?\(?1[.):]\s*\S")


def _restarts(view: Page, block: Block) -> bool:
    """Whether another set of questions begins here: number 1 again, below a wide gap."""
    if block.depth > 1 or block.start < 2 or any(line.strip() for line in view.lines(block.start - 2, block.start)):
        return False
    text = view.text.lines[block.start] if block.depth else block.text
    return bool(_FIRST.match(text)) and words.like_question(block.text.split("\n")[0].rstrip("*_"))


def _is_part(block: Block) -> int:
    """How much deeper than its level a heading counts: one that names a part of an answer does not end it easily."""
    if words.answer_label(block.text):
        return NO_HEADING
    return 1 if words.part_label(block.text) and not noise.is_apart(block.text) else 0


def _topic_level(view: Page, heads: Sequence[Head]) -> int:
    """The deepest level of the headings that stand right above questions which are no headings themselves."""
    above: list[int] = []
    level = 0
    for block in view.blocks:
        level = block.level if block.kind == "heading" else level
        above.append(level)
    return max((above[head.index] for head in heads if head.rank == NO_HEADING), default=0) or 6



def without_remarks(
    view: Page, heads: Sequence[Head], ends: list[int], below: list[bodies.Body]
) -> tuple[list[bodies.Body], list[int]]:
    out_bodies, out_ends = [], []
    for i, (head, end, body) in enumerate(zip(heads, ends, below, strict=True)):
        closed = 0 < head.scope <= end and head.scope < len(view.text.lines)
        last = not closed and (i + 1 == len(heads) or heads[i + 1].form != head.form or end < heads[i + 1].row)
        lead = len(body.lines) - max(0, end - head.end)
        breaks = [row - head.end + lead for row in view.text.breaks if head.end <= row < end]
        cut = None if closed else bodies.remarks(body.blocks, breaks, last)
        if cut is not None and cut > lead:
            end = head.end + cut - lead
            body = bodies.body(view, head, end)
        out_bodies.append(body)
        out_ends.append(end)
    return out_bodies, out_ends

