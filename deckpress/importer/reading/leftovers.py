"""What of a page no question has: a row for each run of lines that were left for the same
reason."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence, Set

from deckpress.importer.harvest import Skipped
from deckpress.importer.reading import noise, question_labels
from deckpress.importer.reading.card_body import Body
from deckpress.importer.reading.headings_above import plain
from deckpress.importer.reading.page import Head, Page
from deckpress.importer.reading.page_blocks import Block

EXCERPT = 80
"""Characters of what was skipped that a report shows."""


def skipped(
    view: Page, heads: Sequence[Head], ends: Sequence[int], below: Sequence[Body], named: Set[int]
) -> list[Skipped]:
    """All lines that are in no card and in no deck's name; `named` are the headings that became
    such names."""
    reasons = _by_row(view, heads, ends, named)
    said = {row.line: row for row in _runs(view, reasons)}
    known = {number for row in said.values() for number in range(row.line, row.last + 1)}
    for body in below:
        for row in body.noise:
            number, text = body.numbers[row], body.lines[row].strip()
            if text and number not in known:
                said.setdefault(number, Skipped(number, _noise(text), _excerpt(text), number))
    for dropped in _dropped(view):
        said.setdefault(dropped.line, dropped)
    return [said[number] for number in sorted(said)]


def _dropped(view: Page) -> Iterator[Skipped]:
    """Comments, front matter and the like, lines next to each other as one."""
    runs = itertools.groupby(
        enumerate(view.text.dropped), lambda pair: (pair[1][0] - pair[0], pair[1][1])
    )
    for (_, reason), run in runs:
        rows = [row for _, row in run]
        yield Skipped(rows[0][0], reason, _excerpt(rows[0][2]), rows[-1][0])


def _noise(text: str) -> str:
    return "table of contents" if "](" in text and text.count("](") > 1 else "link to the top"


def _excerpt(text: str) -> str:
    return (plain(text) or text.strip())[:EXCERPT]


def _runs(view: Page, reasons: Sequence[str]) -> Iterator[Skipped]:
    """Rows next to each other, or with nothing but blank ones between them, that have one
    reason."""
    start = last = -1
    for row, reason in enumerate([*reasons, ""]):
        blank = row < len(reasons) and not view.text.lines[row].strip()
        if start >= 0 and not blank and reason != reasons[start]:
            yield _row(view, start, last, reasons[start])
            start = -1
        if reason and not blank:
            start = start if start >= 0 else row
            last = row


def _row(view: Page, start: int, last: int, reason: str) -> Skipped:
    texts = (_excerpt(view.text.lines[row]) for row in range(start, last + 1))
    text = next((text for text in texts if re.search(r"\w", text)), "")
    return Skipped(view.text.number(start), reason, text, view.text.number(last))


def _by_row(view: Page, heads: Sequence[Head], ends: Sequence[int], named: Set[int]) -> list[str]:
    """For each row the reason why it was not taken; empty if it was, or if it holds no words."""
    last = max(ends, default=0)
    first = heads[0].row if heads else len(view.text.lines)
    out = ["link or note" if re.search(r"\w", line) else "" for line in view.text.lines]
    for block, reason in zip(view.blocks, _by_block(view, named, first, last), strict=True):
        out[block.start : block.end] = [reason] * (block.end - block.start)
    for i in {head.index for head in heads if view.blocks[head.index].kind == "table"}:
        block = view.blocks[i]
        out[block.start : block.end] = [
            "",
            "",
            *["a row without a question"] * (block.end - block.start - 2),
        ]
    for head, end in zip(heads, ends, strict=True):
        until = max(end, head.end)
        out[head.row : until] = [""] * (until - head.row)
    for i in view.reasons:
        block = view.blocks[i]
        out[block.start : block.end] = [view.reasons[i]] * (block.end - block.start)
    return out


def _by_block(view: Page, named: Set[int], first: int, last: int) -> Iterator[str]:
    alone = sum(1 for b in view.blocks if b.kind == "heading" and b.level == 1) == 1
    section = ""
    for i, block in enumerate(view.blocks):
        if block.kind == "heading" and i not in named:
            section = "about the page" if noise.is_apart(block.text) else ""
        yield "" if i in named or i in view.keys else _reason(block, section, first, last, alone)


def _reason(block: Block, section: str, first: int, last: int, alone: bool) -> str:
    if block.kind in ("open", "close", "rule"):
        return ""
    if block.kind == "heading" and question_labels.is_only_label(block.text):
        return ""
    if block.kind == "heading" and block.level == 1 and alone:
        return "title"
    return noise.outside_reason(block) or section or _by_place(block, first, last)


def _by_place(block: Block, first: int, last: int) -> str:
    if block.start < first:
        return "preamble"
    if block.start >= last:
        return "closing remark"
    return (
        "preamble"
        if block.kind == "paragraph" and noise.is_preamble(block.text)
        else "not a question"
    )
