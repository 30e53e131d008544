"""A body cut at its labels: which rows are the answer, an analogy, sources, a hint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deckpress.importer.labels import words
from deckpress.importer.reading.card_body import Body, Cut


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
    out: list[Stretch] = []
    if not first:
        out.append(Stretch("answer", 0, cuts[0].row if cuts else len(body.lines)))
    for cut, following in zip(cuts, [*cuts[1:], None], strict=False):
        end = following.row if following else len(body.lines)
        part = "answer" if cut.part in ("key", "explanation", "output") else cut.part
        own = end
        if part in ("analogy", "application", "hint"):
            own = min(end, _own_end(body, cut))
        out.append(Stretch(part, cut.row, own, cut.skip, cut.width))
        if own < end and not (first and cut.row < first.row):
            out.append(Stretch("answer", own, end, 0, cut.width))
    return out


def _own_end(body: Body, cut: Cut) -> int:
    """The row behind what a label names: its paragraph; if it stands alone, its list item, or up to a heading."""
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
        return (cut.bare and cut.name.lower() not in words("example")) or (
            not cut.bare and _ends_here(body, cut)
        )
    if cut.part == "sources":
        return _only_links(body, cut)
    return True


def _ends_here(body: Body, cut: Cut) -> bool:
    """Whether nothing but other labelled parts follows."""
    rest = [
        b for b in body.blocks[cut.index + 1 :] if b.kind != "rule" and b.start not in body.noise
    ]
    return not rest or any(
        other.index == body.blocks.index(rest[0]) and other.row > cut.row for other in body.cuts
    )


def _only_links(body: Body, cut: Cut) -> bool:
    """Whether a list of sources runs to the end of the body, or to the next label."""
    following = next((c.row for c in body.cuts if c.row > cut.row), len(body.lines))
    blocks = [
        b for b in body.blocks[cut.index + 1 :] if b.start < following and b.start not in body.noise
    ]
    texts = [b for b in blocks if b.kind in ("paragraph", "code", "heading", "table")]
    own = body.lines[cut.row][cut.skip :]
    if not texts:
        return not cut.bare and (bool(re.search(r"https?:|\]\(", own)) or len(own.split()) < 25)
    return all(
        b.kind == "paragraph" and (b.depth or "](" in b.text or "http" in b.text) for b in texts
    )


def joined(body: Body, parts: Sequence[Stretch], part: str) -> str:
    """The Markdown of all stretches of one part."""
    texts = [body.text(s.start, s.end, s.skip, s.width) for s in parts if s.part == part]
    return "\n\n".join(text for text in texts if text)
