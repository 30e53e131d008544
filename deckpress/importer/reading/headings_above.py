"""What stands around the questions of a page: its title, and the headings above them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.importer.reading import noise, question_labels
from deckpress.importer.reading.page import Head, Page
from deckpress.importer.reading.title import SELF_LINK

# "[text](target)", "![alt](picture.png)"
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){0,500})\]\([^)]{0,800}\)")
_MARKUP = re.compile(
    r"""
    :[a-z_]{3,}:                                    # :rocket:
  | \s*[({\[]\s*\d+\s*(?:questions?)?\s*[)}\]]      # (12 questions)
  | [*_`\#] | \{\#.*\} | </?\w[^>]*>                # {#anchor}, <a name="x">
  | !?\[ | \]\([^)]*\) | \]
    """,
    re.VERBOSE,
)


def plain(text: str) -> str:
    """A heading or paragraph without markup, counts in brackets and outer signs."""
    text = _MARKUP.sub("", _LINK.sub(r"\1", SELF_LINK.sub(" ", text[:1000])))
    return " ".join(re.sub(r"^[\W_]+|[\s:：]+$", "", text).split())


def inside(view: Page, heads: Sequence[Head], ends: Sequence[int]) -> set[int]:
    """The blocks that belong to questions."""
    rows = [head.row for head in heads]
    reach = sorted(zip(rows, ends, strict=True))
    inner, at = {head.index for head in heads}, 0
    for i, block in enumerate(view.blocks):
        while at < len(reach) and reach[at][1] <= block.start:
            at += 1
        if at < len(reach) and reach[at][0] <= block.start:
            inner.add(i)
    return inner


def title(view: Page, asking: set[int]) -> str:
    """The page's title: its first heading, if it has the first level and is no question."""
    for i, block in enumerate(view.blocks):
        if block.kind == "heading":
            return plain(block.text) if block.level == 1 and i not in asking else ""
    return ""


def topics(
    view: Page, heads: Sequence[Head], asking: set[int], left_out: Sequence[bool]
) -> tuple[list[tuple[str, ...]], set[int]]:
    """For each question the headings above it that are no questions, outermost first, without the
    page's title.

    Second, the indexes of all headings that are above any but those `left_out`.
    """
    headings = _headings(view, asking)
    path: dict[int, tuple[int, str]] = {}
    """Level of a heading to its index and name."""
    above, named, at = [], set[int](), 0
    for head, is_left_out in zip(heads, left_out, strict=True):
        while at < len(headings) and headings[at] < head.index:
            block = view.blocks[headings[at]]
            path = {level: one for level, one in path.items() if level < block.level}
            path[block.level] = (headings[at], _name(block.text))
            at += 1
        own = [path[level] for level in sorted(path) if level < head.rank]
        names = {i: name for i, name in own if name}
        above.append(tuple(names.values()))
        named |= set() if is_left_out else names.keys()
    return above, named


def _headings(view: Page, asking: set[int]) -> list[int]:
    """The indexes of headings that are no questions, without the only one of the first level: the
    page's title."""
    blocks = view.blocks
    headings = [i for i, b in enumerate(blocks) if b.kind == "heading" and i not in asking]
    titles = [i for i in headings if blocks[i].level == 1]
    return headings if len(titles) != 1 else [i for i in headings if i not in titles]


def _name(text: str) -> str:
    """The name of a topic; none for a heading like `Contents` or `Question 3`."""
    bare = noise.is_contents_title(text) or question_labels.is_only_label(text)
    return "" if bare else plain(text)
