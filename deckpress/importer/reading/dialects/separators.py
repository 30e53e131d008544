"""Cards of notes programs: a `?` or `%` line between question and answer, `question :: answer`, rules between cards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress.importer.reading import wording
from deckpress.importer.reading.page import PARTING, Head, Page, likely, tagged
from deckpress.importer.reading.title import with_title

ORDER = 25

_TRAILING = re.compile(r"^(.*\S)\s*;;\s*$")
_INLINE = re.compile(
    r"^(?P<question>\S.*?)(?P<sign>\s*(?<!:):{2,3}(?!:)\s*|\s>>\s|\s;;\s)(?P<answer>\S.*)$"
)
_SPACED = re.compile(r"^\s.*\s$|^\s*:::|^.*>>")
_HIDDEN = re.compile(r"`[^`]*`|\[[^\[\]]{0,300}\]\([^()\s]{0,500}\)")
_TAG = re.compile(r"^(?:#[\w/-]+\s*)+$")


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """Separated cards, if there are at least two of a kind."""
    marked = tagged(page)
    inline = [head for i in free for head in _inline(page, i, marked)]
    between = [head for i in free if (head := _between(page, i))]
    return [
        *(inline if len(inline) > 1 else []),
        *(between if len(between) > 1 else []),
        *_ruled(page, set(free)),
    ]


def _ruled(page: Page, free: set[int]) -> list[Head]:
    """The first paragraphs between rules, if nearly all of them ask and have an answer."""
    starts = [0, *(i + 1 for i, block in enumerate(page.blocks) if block.kind == "rule")]
    firsts = [i for i in starts if i < len(page.blocks) and page.blocks[i].kind != "rule"]
    plain = [
        i
        for i in firsts
        if i in free
        and page.blocks[i].kind == "paragraph"
        and not page.blocks[i].depth
        and "**" not in page.blocks[i].text
    ]
    heads = [
        _ruled_head(page, i)
        for i in plain
        if i + 1 < len(page.blocks) and page.blocks[i + 1].kind != "rule"
    ]
    asking = [head for head in heads if likely(head)]
    return heads if len(asking) > 1 and len(asking) * 10 >= len(firsts) * 6 else []


def _ruled_head(page: Page, index: int) -> Head:
    block = page.blocks[index]
    head = Head(index, block.start, block.end, "", "ruled", "separators", scope=page.closes[index])
    return with_title(head, block.text, page)


def _inline(page: Page, index: int, marked: bool) -> Iterator[Head]:
    block = page.blocks[index]
    if block.kind != "paragraph" or block.depth > 1:
        return
    for row, line in enumerate(block.text.split("\n"), block.start):
        found = _in_line(line.strip(), marked)
        if found:
            head = Head(
                index,
                row,
                row + 1,
                "",
                "inline",
                "separators",
                scope=row + 1,
                rest_row=row,
                answered=True,
            )
            kind = "reversed" if ":::" in found[1] else "basic"
            yield with_title(replace(head, rest=found[2], kind=kind), found[0], page)


def _in_line(line: str, marked: bool) -> tuple[str, str, str] | None:
    """`(question, sign, answer)`; without blanks around, `::` joins names of programs, too: then the left side asks."""
    found = _INLINE.match(_HIDDEN.sub(lambda part: "x" * len(part[0]), line))
    if not found or "http" in found["question"]:
        return None
    question, answer = line[: found.end("question")], line[found.start("answer") :]
    if _SPACED.match(found["sign"]) or marked or wording.asks(question[-3:]):
        return question, found["sign"], answer
    return None


def _between(page: Page, index: int) -> Head | None:
    block = page.blocks[index]
    if block.kind != "paragraph":
        return None
    lines = block.text.split("\n")
    if lines and _TRAILING.match(lines[0]):
        head = Head(
            index,
            block.start,
            block.start + 1,
            "",
            "between",
            "separators",
            scope=page.closes[index],
        )
        return with_title(head, lines[0].rstrip("; "), page)
    at = next((i for i, line in enumerate(lines) if PARTING.match(line)), 0)
    following = page.following(index)
    if (not at and len(lines) > 1) or (
        not at and not (following and PARTING.match(following.text.split("\n")[0]))
    ):
        return None
    end = block.start + at + 1 if at else (following.start + 1 if following else block.end)
    text = " ".join(line for line in lines[:at] or lines if not _TAG.match(line))
    kind = "reversed" if page.text.lines[end - 1].strip() == "??" else "basic"
    head = Head(
        index, block.start, end, "", "between", "separators", scope=page.closes[index], kind=kind
    )
    return with_title(head, text, page)
