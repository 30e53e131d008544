"""Questions that are list items; the answer is nested below, or follows the list of one, or is
missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from deckpress.importer.reading import levels, question_labels, wording
from deckpress.importer.reading.page import Head, Page, backed, likely
from deckpress.importer.reading.page_blocks import Block
from deckpress.importer.reading.title import with_title

ORDER = 50

SHARE = 0.6
"""Of a list's items must read like questions."""

MANY = 0.7
"""The share of a page's items that are questions, from which a list with a single one counts
too."""

# "**What is it?** This."
_LEAD = re.compile(
    r"""
    ^(?P<sign>\*\*\*|\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)(?P=sign)(?P<rest>.*)$
    """,
    re.DOTALL | re.VERBOSE,
)
# "[ ] What is it?"
_TASK = re.compile(r"^\[[ xX✓✔]\]\s+")
# "Explain closures."
_TASK_LINE = re.compile(r"^[^?？؟]{4,160}\.$")
"""An order that ends with its line; what stands below is the answer."""
# "[Closures](closures.md)"
_ONLY_LINK = re.compile(r"^\W*\[[^\]]*\]\([^)#][^)]*\)\W*$")
# "What is it?", "What is it?** 🔥"
_ENDS_ASKING = re.compile(r"[?？؟][\s*_)\"”]*(?:[^\w\s]+)?$")
# "What is it? → This."
_POINTED = re.compile(r"^(.{4,300}?[?？؟])\s*(?:→|->|=>|➡️?|⇒|::?)\s*(\S.*)$")
# "What is it? - This and that."
_ANSWERED = re.compile(r"^(.{8,300}?[?？؟])\s+(?:[-–—:]+\s+)?(\S.{15,})$")

_Group = tuple[int, bool, int]
"""Items of one look: `(depth, whether ordered, which list)`."""


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """The items of lists that are made of questions, outermost first."""
    alone = len(free) + len(page.reasons) == len(page.blocks)
    groups = _groups(page, free, alone)
    questions, others = list[Head](), list[list[Head]]()
    inside = set[int]()
    for key in sorted(groups):
        heads = [head for head in groups[key] if head.row not in inside]
        asked = _questions(page, heads)
        if not alone:
            asked = _without_tasks(page, asked)
        questions += asked
        inside.update(chain.from_iterable(_rows_inside(page, head) for head in asked))
        depth, ordered, _ = key
        if not asked and depth == 1 and not ordered:
            others.append(heads)
    return questions + _like(questions, others)


def _without_tasks(page: Page, asked: list[Head]) -> list[Head]:
    """The questions; of a list with boxes to tick, only those with an answer."""
    if not any(_TASK.match(page.blocks[head.index].text) for head in asked):
        return asked
    return [head for head in asked if _has_below(head)]


def _rows_inside(page: Page, head: Head) -> range:
    """The rows below a question that are in its list item; none if its answer follows the list."""
    is_item = head.scope < len(page.text.lines)
    return range(head.row + 1, head.scope) if is_item else range(0)


def _groups(page: Page, free: Sequence[int], alone: bool) -> dict[_Group, list[Head]]:
    """The first paragraphs of list items, by their look."""
    groups = defaultdict[_Group, list[Head]](list)
    for i in free:
        block = page.blocks[i]
        if block.kind != "paragraph" or not block.first or block.depth > 3:
            continue
        if not _is_other(block, alone):
            groups[block.depth, block.ordered, _family(page, block)].append(_head(page, i))
    return groups


def _has_below(head: Head) -> bool:
    """Whether something stands behind a question, or nested below it."""
    return bool(head.rest) or head.scope > head.end + 1


def _like(questions: Sequence[Head], others: Sequence[Sequence[Head]]) -> list[Head]:
    """The items of short lists on a page whose other lists are made of questions."""
    same = [head for head in questions if head.form == "item 1 bullet"]
    rest = [*chain.from_iterable(others)]
    asking = len(same) + sum(map(likely, rest))
    if not same or asking < MANY * (len(same) + len(rest)):
        return []
    good = [heads for heads in others if sum(map(likely, heads)) * 2 >= len(heads)]
    return [*chain.from_iterable(good)]


def _is_other(block: Block, alone: bool) -> bool:
    """A labelled part of an answer; or, unless there is nothing else on the page, a link to another
    one."""
    labelled = question_labels.part_label(block.text) or question_labels.answer_label(block.text)
    return bool(labelled) or (not alone and bool(_ONLY_LINK.match(block.text)))


def _family(page: Page, block: Block) -> int:
    """Ordered and bold items at the top are one family, as answers between cut their list; other
    lists stand alone."""
    return 0 if block.depth == 1 and (block.ordered or _is_bold(block)) else block.siblings


def _is_bold(block: Block) -> bool:
    """Whether an item is bold as a whole, as a heading would be."""
    lead = _LEAD.match(block.text)
    return bool(lead) and not re.search(r"\w", lead["rest"])  # type: ignore[index]


def _head(page: Page, index: int) -> Head:
    block = page.blocks[index]
    text, rest, rows = _split(block)
    form = f"item {block.depth} {'ordered' if block.ordered else 'bullet'}"
    head = Head(
        index,
        block.start,
        block.start + rows,
        "",
        form,
        "list-items",
        scope=_scope(page, index, rest),
        width=block.width,
        rest=rest,
        rest_row=block.start + rows - 1,
    )
    return with_title(head, _TASK.sub("", text), page)


def _scope(page: Page, index: int, rest: str) -> int:
    """The row behind which nothing belongs to an item.

    Behind an ordered or bold item that holds nothing but its question, the answer follows the list
    of one.
    """
    block, close = page.blocks[index], page.closes[index]
    following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
    inside = following is not None and following.start < block.scope
    if not inside and not rest and (block.ordered or _is_bold(block)):
        return close
    # Code that an author forgot to indent.
    if not inside and following and following.kind == "code" and not block.ordered:
        return following.end
    return min(close, block.scope)


def _split(block: Block) -> tuple[str, str, int]:
    """`(question, what follows it on its line, lines used)` of an item's first paragraph."""
    lines = block.text.split("\n")
    if _is_order(lines):
        return lines[0], "", 1
    for count in range(1, len(lines) + 1):
        text = " ".join(line.strip() for line in lines[:count])
        cut = _cut(text, is_last=count == len(lines))
        if cut:
            return *cut, count
    return " ".join(lines), "", len(lines)


def _is_order(lines: Sequence[str]) -> bool:
    """`Explain closures.` on a line of its own, and a new sentence on the next."""
    if len(lines) < 2 or not lines[1][:1].isupper():
        return False
    return bool(_TASK_LINE.match(lines[0])) and wording.like_question(lines[0])


def _cut(text: str, is_last: bool) -> tuple[str, str] | None:
    """`(question, what follows it)`, if the question ends in a text."""
    lead = _LEAD.match(text)
    if lead:
        bold = _bold(text, lead)
        if bold:
            return bold
    if _ENDS_ASKING.search(text):
        return text, ""
    if not is_last:
        return None
    pointed = _POINTED.match(text)
    if pointed:
        return pointed[1], pointed[2]
    answered = _ANSWERED.match(text)
    if answered and not wording.asks(answered[2][-3:]):
        return answered[1], answered[2]
    return None


def _bold(text: str, lead: re.Match[str]) -> tuple[str, str] | None:
    """The same of a text with a bold beginning: `**What is it?** This.`"""
    if levels.is_level(lead["rest"]):
        return text, ""
    if not re.search(r"\w", lead["rest"]):
        return lead["text"], ""
    if not wording.asks(lead["text"]):
        return None
    return lead["text"], re.sub(r"^\s*[:\-–—]+\s*", "", lead["rest"]).strip()


def _questions(page: Page, heads: list[Head]) -> list[Head]:
    """The heads of a list, if it is made of questions."""
    asking = [head for head in heads if likely(head) or _is_backed(page, head)]
    if len(asking) < 2 or len(asking) < len(heads) * SHARE:
        return []
    marked = sum(1 for head in asking if wording.asks(head.text))
    answered = sum(1 for head in heads if _has_below(head))
    return heads if max(marked, answered) * 2 >= len(heads) else []


def _is_backed(page: Page, head: Head) -> bool:
    """Whether something is nested below an item that only questions have."""
    return head.scope > head.end + 1 and backed(page, head)
