"""A body cut at its labels: which rows are the answer, an analogy, sources, a hint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deckpress.importer.labels import words
from deckpress.importer.reading.card_body import Body, Cut
from deckpress.importer.reading.page_blocks import Block

SHORT = ("analogy", "application", "hint")
"""Parts that are one paragraph, unless their label stands alone."""

WORDS = ("paragraph", "code", "heading", "table")
"""Kinds of blocks that say something."""

LONGEST_SOURCE = 25
"""Words of a source without a link: `Source: Goodfellow et al., Deep Learning`."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some rows of a body that are one part."""

    part: str
    start: int
    end: int
    skip: int = 0
    width: int = 0


def stretches(body: Body, first: Cut | None, chosen: bool) -> list[Stretch]:
    """The body cut at its labels; what follows a labelled paragraph is the answer again."""
    cuts = [cut for cut in body.cuts if _counts(body, cut, first, chosen)]
    starts = [*(cut.row for cut in cuts), len(body.lines)]
    parts = list[Stretch]()
    if not first:
        parts.append(Stretch("answer", 0, starts[0]))
    for cut, end in zip(cuts, starts[1:], strict=True):
        part = "answer" if cut.part in ("key", "explanation", "output") else cut.part
        own = min(end, _own_end(body, cut)) if part in SHORT else end
        parts.append(Stretch(part, cut.row, own, cut.skip, cut.width))
        is_above = first is not None and cut.row < first.row
        if own < end and not is_above:
            parts.append(Stretch("answer", own, end, 0, cut.width))
    return parts


def _own_end(body: Body, cut: Cut) -> int:
    """The row behind what a label names: its paragraph; if it stands alone, its list item, or up to
    a heading."""
    block = body.blocks[cut.index]
    if not cut.bare or block.depth:
        return block.scope if cut.bare else block.end
    if block.kind == "summary":
        return next(
            (b.start for b in body.blocks[cut.index :] if b.kind == "close"), len(body.lines)
        )
    level = block.level if block.kind == "heading" else 6
    below = body.blocks[cut.index + 1 :]
    return next(
        (b.start for b in below if b.kind == "heading" and b.level <= level), len(body.lines)
    )


def _counts(body: Body, cut: Cut, first: Cut | None, chosen: bool) -> bool:
    """Whether a label begins a part here, and is not just a word in an answer."""
    if cut.part in ("answer", "key"):
        return first is not None and cut.row >= first.row
    if cut.part == "output":
        return cut is first
    if first and cut.row < first.row:
        return cut.part == "hint"
    if cut.part == "explanation":
        return chosen
    if cut.part == "application":
        return _is_application(body, cut)
    return cut.part != "sources" or _only_links(body, cut)


def _is_application(body: Body, cut: Cut) -> bool:
    """`**Example:**` alone opens an example of the answer; with its text beside it, it is a part of
    its own."""
    if cut.bare:
        return cut.name.lower() not in words("example")
    return _ends_here(body, cut)


def _ends_here(body: Body, cut: Cut) -> bool:
    """Whether nothing but other labelled parts follows."""
    below = [b for b in body.blocks[cut.index + 1 :] if b.kind != "rule"]
    below = [b for b in below if b.start not in body.noise]
    if not below:
        return True
    following = body.blocks.index(below[0])
    return any(other.index == following and other.row > cut.row for other in body.cuts)


def _only_links(body: Body, cut: Cut) -> bool:
    """Whether a list of sources runs to the end of the body, or to the next label."""
    end = next((other.row for other in body.cuts if other.row > cut.row), len(body.lines))
    blocks = [b for b in body.blocks[cut.index + 1 :] if b.start < end]
    texts = [b for b in blocks if b.start not in body.noise and b.kind in WORDS]
    if texts:
        return all(map(_is_source, texts))
    own = body.lines[cut.row][cut.skip :]
    return not cut.bare and (_has_link(own) or len(own.split()) < LONGEST_SOURCE)


def _is_source(block: Block) -> bool:
    """Whether a block is a list item, or a paragraph with a link."""
    if block.kind != "paragraph":
        return False
    return block.depth > 0 or "](" in block.text or "http" in block.text


def _has_link(text: str) -> bool:
    return re.search(r"https?:|\]\(", text) is not None


def joined(body: Body, parts: Sequence[Stretch], part: str) -> str:
    """The Markdown of all stretches of one part."""
    texts = [body.text(s.start, s.end, s.skip, s.width) for s in parts if s.part == part]
    return "\n\n".join(text for text in texts if text)
