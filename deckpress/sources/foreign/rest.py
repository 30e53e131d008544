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

_LINK = re.compile(r"!?\[((?:[^\[\]]|!?\[[^\[\]]{0,300}\](?:\([^)]{0,500}\))?){0,500})\]\([^)]{0,800}\)")
_MARKUP = re.compile(
    r":[a-z_]{3,}:|\s*[({\[]\s*\d+\s*(?:questions?)?\s*[)}\]]|[*_`#]|\{#.*\}|</?\w[^>]*>|!?\[|\]\([^)]*\)|\]"
)


def plain(text: str) -> str:
    """A heading or paragraph without markup, counts in brackets and outer signs."""
    text = _MARKUP.sub("", _LINK.sub(r"\1", SELF_LINK.sub(" ", text[:1000])))
    return " ".join(re.sub(r"^[\W_]+|[\s:：]+$", "", text).split())


def inside(view: Page, heads: Sequence[Head], ends: Sequence[int]) -> set[int]:
    """The blocks that belong to questions."""
    reach = sorted((head.row, end) for head, end in zip(heads, ends, strict=True))
    out, at = {head.index for head in heads}, 0
    for i, block in enumerate(view.blocks):
        while at < len(reach) and reach[at][1] <= block.start:
            at += 1
        if at < len(reach) and reach[at][0] <= block.start:
            out.add(i)
    return out


def title(view: Page, taken: set[int]) -> str:
    """The page's title: its first heading, if it has the first level and is no question."""
    at = next((i for i, block in enumerate(view.blocks) if block.kind == "heading"), -1)
    return plain(view.blocks[at].text) if at >= 0 and view.blocks[at].level == 1 and at not in taken else ""


def topics(view: Page, heads: Sequence[Head], taken: set[int]) -> list[tuple[str, ...]]:
    """For each question the headings above it that are no questions, outermost first, without the page's title."""
    alone = sum(1 for i, b in enumerate(view.blocks) if b.kind == "heading" and b.level == 1 and i not in taken) == 1
    path: dict[int, str] = {}
    out, at = [], 0
    for head in heads:
        while at < head.index:
            block = view.blocks[at]
            if block.kind == "heading" and at not in taken and not (block.level == 1 and alone):
                name = "" if noise.is_contents_title(block.text) else plain(block.text)
                path = {level: above for level, above in path.items() if level < block.level} | {block.level: name}
            at += 1
        out.append(tuple(path[level] for level in sorted(path) if path[level] and level < head.rank))
    return out


# --- what was not taken -----------------------------------------------------------------------------------------


def skipped(view: Page, heads: Sequence[Head], ends: Sequence[int], taken: set[int]) -> Iterator[Skipped]:
    """One row for each run of blocks that nobody took for the same reason."""
    first = heads[0].row if heads else len(view.text.lines)
    last = ends[-1] if ends else 0
    previous: tuple[str, int] = ("", -1)
    for i, reason in enumerate(_reasons(view, taken, first, last)):
        if reason and (reason, i - 1) != previous:
            text = view.blocks[i].text
            yield Skipped(view.text.number(view.blocks[i].start), reason, (plain(text) or text.strip())[:EXCERPT])
        if reason:
            previous = (reason, i)


def _reasons(view: Page, taken: set[int], first: int, last: int) -> Iterator[str]:
    """For each block the reason why it was not taken; empty if it was."""
    alone = sum(1 for b in view.blocks if b.kind == "heading" and b.level == 1) == 1
    section = ""
    for i, block in enumerate(view.blocks):
        if block.kind == "heading" and i not in taken:
            section = "about the page" if noise.is_apart(block.text) else ""
        if i in view.reasons or i in taken:
            yield view.reasons.get(i, "")
        else:
            yield noise.outside_reason(block) or section or _by_place(block, first, last, alone)


def _by_place(block: Block, first: int, last: int, alone: bool) -> str:
    if block.kind in ("heading", "open", "close", "rule"):
        return "title" if block.kind == "heading" and block.level == 1 and alone else ""
    if block.start < first:
        return "preamble"
    if block.start >= last:
        return "closing remark"
    return "preamble" if block.kind == "paragraph" and noise.is_preamble(block.text) else "not a question"
