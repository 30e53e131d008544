"""What stands around the questions of a page: its title, and the headings above them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.importer.reading import noise, question_labels
from deckpress.importer.reading.page import Head, Page
from deckpress.importer.reading.title import SELF_LINK

_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){0,500})\]\([^)]{0,800}\)")
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
    return (
        plain(view.blocks[at].text)
        if at >= 0 and view.blocks[at].level == 1 and at not in taken
        else ""
    )


def topics(
    view: Page, heads: Sequence[Head], taken: set[int], left: Sequence[bool]
) -> tuple[list[tuple[str, ...]], set[int]]:
    """For each question the headings above it that are no questions, outermost first, without the page's title.

    Second, the indexes of all headings that are above any but those `left` out.
    """
    alone = (
        sum(
            1
            for i, b in enumerate(view.blocks)
            if b.kind == "heading" and b.level == 1 and i not in taken
        )
        == 1
    )
    path: dict[int, tuple[int, str]] = {}
    out, named, at = [], set[int](), 0
    for head, is_left in zip(heads, left, strict=True):
        while at < head.index:
            block = view.blocks[at]
            if block.kind == "heading" and at not in taken and not (block.level == 1 and alone):
                bare = noise.is_contents_title(block.text) or question_labels.is_only_label(
                    block.text
                )
                name = "" if bare else plain(block.text)
                path = {level: above for level, above in path.items() if level < block.level} | {
                    block.level: (at, name)
                }
            at += 1
        above = [path[level] for level in sorted(path) if path[level][1] and level < head.rank]
        named |= set() if is_left else {index for index, _ in above}
        out.append(tuple(name for _, name in above))
    return out, named
