"""Questions that are headings of one level, numbered or not, at the top of the page or inside list
items."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from deckpress.importer.reading import noise, question_labels, wording
from deckpress.importer.reading.page import NO_HEADING, Head, Page, is_glossary, is_parted, likely
from deckpress.importer.reading.title import with_title

ORDER = 20

MOSTLY, SOME, CLEARLY = 0.5, 0.3, 0.6
"""The share of a level's headings that must read like questions: alone, if most of them are
numbered, and for those that do not to be questions, too."""

NUMBERED = 0.7
"""The share of the headings that ask from which a number is what questions have."""

MANY_LABELS = 3
"""Labelled questions from which a page is one that labels its questions."""


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """The headings of each level that is made of questions."""
    headings = [i for i in free if page.blocks[i].kind == "heading"]
    heads = [_head(page, i) for i in headings if _can_ask(page, i)]
    if is_glossary(page):
        return _terms(heads)
    good = list[Head]()
    for level in range(1, 7):
        good += _questions(page, [head for head in heads if head.rank == level])
    good = _beside_labels(page, good, set(free))
    asked = {head.index for head in good}
    return [head for head in good if not _is_topic(page, head, asked, good)]


def _beside_labels(page: Page, good: list[Head], free: set[int]) -> list[Head]:
    """On a page that labels its questions, only the headings of sections with a label, or with a
    clear question."""
    others = ((i, block) for i, block in enumerate(page.blocks) if i not in free)
    labels = [(i, block) for i, block in others if question_labels.question_label(block.text)]
    if len(labels) < MANY_LABELS:
        return good
    ranks = {i: block.level or NO_HEADING for i, block in labels}
    clear = [*ranks, *(head.index for head in good if wording.surely_asks(head.text))]
    above = _sections(page, ranks | {head.index: head.rank for head in good})
    kept = {above[i] for i in clear}
    return [head for head in good if above[head.index] in kept]


def _sections(page: Page, ranks: dict[int, int]) -> dict[int, int]:
    """For some blocks and their ranks, the index of the nearest heading of a higher rank; -1 if
    there is none."""
    above, out = [-1] * (NO_HEADING + 1), {}
    for i, block in enumerate(page.blocks):
        if i in ranks:
            out[i] = above[ranks[i]]
        if block.kind == "heading":
            above[block.level + 1 :] = [i] * (NO_HEADING - block.level)
    return out


def _terms(heads: list[Head]) -> list[Head]:
    """The headings of the most frequent level; of two, the higher one."""
    counts = Counter(head.rank for head in heads if head.rank > 1)
    level = max(counts, key=lambda rank: (counts[rank], -rank), default=0)
    return [head for head in heads if head.rank == level] if counts[level] > 2 else []


def _can_ask(page: Page, index: int) -> bool:
    """Whether a heading may be a question: no part of the page's frame or of an answer, and not
    parted by `?` below."""
    text = page.blocks[index].text
    if noise.is_apart(text) or is_parted(page, index + 1):
        return False
    return not (question_labels.part_label(text) or question_labels.answer_label(text))


def _head(page: Page, index: int) -> Head:
    block = page.blocks[index]
    scope = page.closes[index]
    head = Head(
        index,
        block.start,
        block.end,
        "",
        f"h{block.level}",
        "headings",
        block.level,
        scope,
        block.width,
    )
    head = with_title(head, block.text, page)
    return replace(head, numbered=head.numbered or (block.first and block.ordered))


def _questions(page: Page, same: list[Head]) -> list[Head]:
    """All heads of a level that is made of questions; of a mixed level, those that end like one;
    else none."""
    if not same or (len(same) == 1 and same[0].rank == 1):
        return []
    asking = [head for head in same if _evident(page, head)]
    share = len(asking) / len(same)
    numbered = sum(head.numbered for head in same)
    if numbered == len(same) > 1 and share >= MOSTLY:
        return same
    enough = SOME if numbered * 2 > len(same) else MOSTLY
    if len(asking) < 2 or share < enough:
        marked = [head for head in asking if wording.asks(head.text)]
        return marked if len(marked) > 2 else []
    return _alike(same, asking)


def _alike(same: list[Head], asking: list[Head]) -> list[Head]:
    """Those that ask, and those that look like them."""
    if sum(head.numbered for head in asking) >= len(asking) * NUMBERED:
        return [head for head in same if head.numbered or head in asking]
    return same if len(asking) >= len(same) * CLEARLY else asking


def _evident(page: Page, head: Head) -> bool:
    """Whether a heading asks, by its words or because an answer label or a hidden answer comes
    right below."""
    if likely(head):
        return True
    following = page.following(head.index)
    if following is None or following.kind not in ("open", "heading", "paragraph"):
        return False
    if following.kind == "open":
        inner = page.following(page.blocks.index(following, head.index))
        return inner is not None and inner.kind == "summary" and wording.generic_summary(inner.text)
    return bool(question_labels.answer_label(following.text))


def _is_topic(page: Page, head: Head, asked: set[int], good: list[Head]) -> bool:
    """A heading right above another question, or above several while it asks nothing itself."""
    below = range(head.index + 1, len(page.blocks))
    following = next((i for i in below if i not in page.reasons), None)
    if following is None:
        return False
    block = page.blocks[following]
    if block.kind == "heading" and following in asked and block.level > head.rank:
        return True
    if block.kind == "open" and _own_summaries(page, following, head):
        return True
    return not likely(head) and _questions_below(head, good) > 1


def _questions_below(head: Head, good: list[Head]) -> int:
    """How many questions of a lower rank follow before one of the same or a higher."""
    count = 0
    for other in good:
        if other.index <= head.index:
            continue
        # `good` is sorted by rank: a later one can stand further up on the page.
        count += other.rank > head.rank and other.index < _end(head, good)
    return count


def _end(head: Head, good: list[Head]) -> float:
    """The index of the next question of the same or a higher rank."""
    for other in good:
        if other.index > head.index and other.rank <= head.rank:
            return other.index
    return math.inf


def _own_summaries(page: Page, at: int, head: Head) -> bool:
    """Whether the details below a heading are questions themselves."""
    count, asking = 0, 0
    for block in page.blocks[at:]:
        if block.kind == "heading" and block.level <= head.rank:
            break
        if block.kind == "summary":
            count += 1
            text = block.text
            asking += not wording.generic_summary(text) and wording.like_question(text)
    return asking * 2 > count and (asking > 1 or not likely(head))
