"""Cards of notes programs: a `?` or `%` line between question and answer, `question :: answer`,
rules between cards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from deckpress.importer.reading import wording
from deckpress.importer.reading.page import PARTING, Head, Page, likely, tagged
from deckpress.importer.reading.title import with_title

ORDER = 25

SHARE = 0.6
"""Of the first paragraphs between rules must ask."""

# "What is it? ;;"
_TRAILING = re.compile(r"^(.*\S)\s*;;\s*$")
_INLINE = re.compile(
    r"""^(?P<question>\S.*?)
    (?P<sign>\s*(?<!:):{2,3}(?!:)\s*   # What is it?::This, Word ::: Wort
      | \s>>\s | \s;;\s)
    (?P<answer>\S.*)$""",
    re.VERBOSE,
)
# " :: ", ":::", " >> "
_SPACED = re.compile(r"^\s.*\s$|^\s*:::|^.*>>")
# "`std::vector`", "[a::b](c)": what is in there parts nothing
_HIDDEN = re.compile(r"`[^`]*`|\[[^\[\]]{0,300}\]\([^()\s]{0,500}\)")
# "#card #physics"
_TAG = re.compile(r"^(?:#[\w/-]+\s*)+$")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Separated cards, if there are at least two of a kind."""
    marked = tagged(page)
    inline, between = list[Head](), list[Head]()
    for i in free:
        inline += _inline(page, i, marked)
        head = _between(page, i)
        between += [head] if head else []
    several = [heads for heads in (inline, between) if len(heads) > 1]
    return [*chain.from_iterable(several), *_ruled(page, set(free))]


def _ruled(page: Page, free: set[int]) -> list[Head]:
    """The first paragraphs between rules, if nearly all of them ask and have an answer."""
    rules = [i for i, block in enumerate(page.blocks) if block.kind == "rule"]
    starts = [i for i in (0, *(rule + 1 for rule in rules)) if _is_text(page, i)]
    heads = [_ruled_head(page, i) for i in starts if i in free and _is_ruled(page, i)]
    asking = sum(map(likely, heads))
    return heads if asking > 1 and asking >= len(starts) * SHARE else []


def _is_text(page: Page, index: int) -> bool:
    """Whether there is such a block, and it is no rule."""
    return index < len(page.blocks) and page.blocks[index].kind != "rule"


def _is_ruled(page: Page, index: int) -> bool:
    """Whether a block can be a question between rules: plain words, and something below it."""
    block = page.blocks[index]
    if block.kind != "paragraph" or block.depth or "**" in block.text:
        return False
    return _is_text(page, index + 1)


def _ruled_head(page: Page, index: int) -> Head:
    block = page.blocks[index]
    head = Head(index, block.start, block.end, "", "ruled", "separators", scope=page.closes[index])
    return with_title(head, block.text, page)


def _inline(page: Page, index: int, marked: bool) -> Iterator[Head]:
    """The cards that are one line each."""
    block = page.blocks[index]
    if block.kind != "paragraph" or block.depth > 1:
        return
    for row, line in enumerate(block.text.split("\n"), block.start):
        parted = _in_line(line.strip(), marked)
        if not parted:
            continue
        question, sign, answer = parted
        head = Head(
            index,
            row,
            row + 1,
            "",
            "inline",
            "separators",
            scope=row + 1,
            rest=answer,
            rest_row=row,
            answered=True,
            kind="reversed" if ":::" in sign else "basic",
        )
        yield with_title(head, question, page)


def _in_line(line: str, marked: bool) -> tuple[str, str, str] | None:
    """`(question, sign, answer)`; without blanks around, `::` joins names of programs, too: then
    the left side asks."""
    found = _INLINE.match(_HIDDEN.sub(lambda part: "x" * len(part[0]), line))
    if not found or "http" in found["question"]:
        return None
    question, answer = line[: found.end("question")], line[found.start("answer") :]
    if _SPACED.match(found["sign"]) or marked or wording.asks(question[-3:]):
        return question, found["sign"], answer
    return None


def _between(page: Page, index: int) -> Head | None:
    """A question that a line with nothing but a sign, or `;;` at its own end, parts from its
    answer."""
    block = page.blocks[index]
    if block.kind != "paragraph":
        return None
    lines = block.text.split("\n")
    if _TRAILING.match(lines[0]):
        return _between_head(page, index, block.start + 1, lines[0].rstrip("; "))
    at = next((i for i, line in enumerate(lines) if PARTING.match(line)), 0)
    end = block.start + at + 1 if at else _end(page, index)
    if not end or (len(lines) > 1 and not at):
        return None
    text = " ".join(line for line in lines[:at] or lines if not _TAG.match(line))
    # Two signs ask for both sides.
    kind = "reversed" if page.text.lines[end - 1].strip() == "??" else "basic"
    return _between_head(page, index, end, text, kind)


def _end(page: Page, index: int) -> int:
    """The row behind the sign, if it is a paragraph of its own below the question; else 0."""
    following = page.following(index)
    if following and PARTING.match(following.text.split("\n")[0]):
        return following.start + 1
    return 0


def _between_head(page: Page, index: int, end: int, text: str, kind: str = "basic") -> Head:
    block = page.blocks[index]
    scope = page.closes[index]
    head = Head(index, block.start, end, "", "between", "separators", scope=scope, kind=kind)
    return with_title(head, text, page)
