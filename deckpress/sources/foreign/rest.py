"""What stands around the questions of a page: the headings above them, and what was not taken, with the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deckpress.sources.foreign import noise
from deckpress.sources.foreign.blocks import Block
from deckpress.sources.foreign.found import Skipped
from deckpress.sources.foreign.page import SELF_LINK, Head, Page

EXCERPT = 80
"""Characters of what was skipped that a report shows."""


def title(view: Page, heads: Sequence[Head]) -> str:
    first = next((b for b in view.blocks if b.kind == "heading"), None)
    asked = {head.row for head in heads}
    return plain(first.text) if first and first.level == 1 and first.start not in asked else ""



def plain(text: str) -> str:
    text = SELF_LINK.sub(" ", text[:1000])
    text = re.sub(r"!?\[((?:[^\[\]]|!?\[[^\[\]]{0,300}\](?:\([^)]{0,500}\))?){0,500})\]\([^)]{0,800}\)", r"\1", text)
    text = re.sub(
        r":[a-z_]{3,}:|\s*[({\[]\s*\d+\s*(?:questions?)?\s*[)}\]]|[*_`#]|\{#.*\}|</?\w[^>]*>|!?\[|\]\([^)]*\)|\]",
        "",
        text,
    )
    return " ".join(re.sub(r"^[\W_]+|[\s:：]+$", "", text).split())



def topics(view: Page, heads: Sequence[Head], inside: set[int]) -> list[tuple[str, ...]]:
    """For each question the headings above it that are no questions, outermost first, without the page's title."""
    alone = sum(1 for i, b in enumerate(view.blocks) if b.kind == "heading" and b.level == 1 and i not in inside) == 1
    path: dict[int, str] = {}
    out, at = [], 0
    for head in heads:
        while at < head.index:
            block = view.blocks[at]
            if block.kind == "heading" and at not in inside and not (block.level == 1 and alone):
                name = "" if noise.is_contents_title(block.text) else plain(block.text)
                path = {level: above for level, above in path.items() if level < block.level} | {block.level: name}
            at += 1
        out.append(tuple(path[level] for level in sorted(path) if path[level] and level < head.rank))
    return out



def skipped(view: Page, heads: Sequence[Head], ends: Sequence[int], inside: set[int]) -> Iterator[Skipped]:
    first = heads[0].row if heads else len(view.text.lines)
    last = ends[-1] if ends else 0
    alone = sum(1 for b in view.blocks if b.kind == "heading" and b.level == 1) == 1
    previous: tuple[str, int] = ("", -1)
    section = ""
    for i, block in enumerate(view.blocks):
        if block.kind == "heading" and i not in inside:
            section = "about the page" if noise.is_apart(block.text) else ""
        reason = view.reasons.get(i) or (
            "" if i in inside else noise.outside_reason(block) or section or _place(block, first, last, alone)
        )
        if i in inside and i not in view.reasons:
            reason = ""
        if reason and (reason, i - 1) != previous:
            yield Skipped(view.text.number(block.start), reason, (plain(block.text) or block.text.strip())[:EXCERPT])
        if reason:
            previous = (reason, i)


def within(view: Page, heads: Sequence[Head], ends: Sequence[int]) -> set[int]:
    rows = sorted((head.row, end) for head, end in zip(heads, ends, strict=True))
    out, at = {head.index for head in heads}, 0
    for i, block in enumerate(view.blocks):
        while at < len(rows) and rows[at][1] <= block.start:
            at += 1
        if at < len(rows) and rows[at][0] <= block.start:
            out.add(i)
    return out


def _place(block: Block, first: int, last: int, alone: bool) -> str:
    if block.kind in ("heading", "open", "close", "rule"):
        return "" if block.kind != "heading" else ("title" if block.level == 1 and alone else "")
    if block.start < first:
        return "preamble"
    if block.start >= last:
        return "closing remark"
    return "preamble" if block.kind == "paragraph" and noise.is_preamble(block.text) else "not a question"
