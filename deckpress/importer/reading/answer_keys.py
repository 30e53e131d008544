"""Answers that stand together behind their questions, under a title of their own, numbered as the
questions are."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain

from deckpress.importer.harvest import Skipped
from deckpress.importer.labels import compiled, either
from deckpress.importer.reading import noise, question_labels, wording
from deckpress.importer.reading.indents import unindented
from deckpress.importer.reading.page import Head, Page
from deckpress.importer.reading.page_blocks import Block

_FLAGS = re.IGNORECASE | re.VERBOSE

# What English titles look like; other languages have their words in labels.toml.
_ENGLISH_TITLE = r"""
    (?:(?:the|all|correct|quiz|suggested|sample|model)\ )?   # the answers, quiz answer key
    answers?(?:\ keys?|\ sheet)?
    (?:\s?(?:and|&|with|\+)\s?(?:rationales?|explanations?|solutions?))?
  | answer\ keys? | keys? | solutions?
  | (?:show|view|see|click\ (?:to|for)|reveal)             # click to reveal the answers
    (?:\ to)?(?:\ show|\ view|\ see|\ reveal)?(?:\ the|\ all)?\ (?:answers|solutions)
"""


@compiled
def _title() -> re.Pattern[str]:
    """`## Answers`, `**Answer key**`, `## 7. Ответы`."""
    names = f"(?:{_ENGLISH_TITLE}|{either('answers-title')})"
    return re.compile(rf"^[\W\d_]*{names}[\W_]*$", _FLAGS)


@compiled
def _inline() -> re.Pattern[str]:
    """`Answers: 1. B, 2. C`."""
    names = f"(?:{_ENGLISH_TITLE}|{either('answers-title')})"
    return re.compile(rf"^\W*{names}[\W_]{{0,4}}[:：]\W*\d", _FLAGS)


LONGEST_TITLE, LONGEST_LIST = 100, 2_000
"""Characters of a title, and of a line that is a title and its answers."""

_ENTRY = re.compile(
    r"""^\s{0,3}(?:\#{1,6}\s+|[-*+]\s+)?[*_(\[]{0,4}
    (?:q(?:uestion)?|ans(?:wer)?|a|第|no\.?)?[\s.#-]*(\d{1,3})  # Q12, Answer 12, 第12
    (?:[*_)\]]{0,3}\s*[.):：、．–—-]+[*_]{0,3}                  # 12. B, **12**: B
      |[*_)\]]{1,3}|题|\s*$                                    # (12) B, 第12题
      |\s+(?=[*_(]{0,3}[A-Ja-j]\b))\s*                        # 12 B
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "1. B, 2. C, 3-A"
_SEVERAL = re.compile(
    r"""
    (?<![\w.])(\d{1,3})\s*[.):\-–=]\s*[*_(]{0,3}([A-Ja-j])\b[*_)]{0,3}(?![\w'’])
    """,
    re.VERBOSE,
)
# "### Question 12", "(3)", "> **4"
_OWN_NUMBER = re.compile(r"^[\s#*_(\[>-]*(?:[^\W\d_]{1,12}[\s.#№-]*)?(\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """The answer to one question."""

    number: int
    row: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A part of a page that only answers."""

    start: int
    end: int
    """Rows; `end` is the row behind the last."""
    entries: tuple[Entry, ...]
    others: tuple[int, ...] = ()
    """Rows with words that are neither its title nor in an answer."""


def find(view: Page) -> list[Key]:
    """The parts of a page that look like answers to what stands above them."""
    keys = list[Key]()
    codes = (range(b.start, b.end) for b in view.blocks if b.kind == "code")
    code = {*chain.from_iterable(codes)}
    titles = [i for i, block in enumerate(view.blocks) if i and _is_title(block)]
    for i, end in zip(titles, _ends(view, titles), strict=True):
        if not keys or view.blocks[i].start >= keys[-1].end:
            key = _key(view, view.blocks[i], end, code)
            keys += [key] if key else []
    return keys


def _key(view: Page, title: Block, end: int, code: Set[int]) -> Key | None:
    """The part below a title, or the title itself if it holds its answers: `Answers: 1. B, 2.
    C`."""
    start = title.end
    if not _title().match(title.text):
        start, end = title.start, title.end
    entries = tuple(_entries(view, start, end, code))
    if len(entries) < 2 or _asks_itself(entries):
        return None
    end = _reach(view, max(entry.row + len(entry.lines) for entry in entries))
    return Key(title.start, end, entries, tuple(_others(view, start, end, entries)))


def _reach(view: Page, row: int) -> int:
    """The end of the block that a part which ends at a row has begun: a block is in it whole."""
    at = bisect.bisect_left(view.blocks, row, key=lambda block: block.start) - 1
    return max(row, view.blocks[at].end)


def _others(view: Page, start: int, end: int, entries: Sequence[Entry]) -> Iterator[int]:
    answered = {row for entry in entries for row in range(entry.row, entry.row + len(entry.lines))}
    for row in range(start, end):
        if row not in answered and re.search(r"\w", view.text.lines[row]):
            yield row


def _is_title(block: Block) -> bool:
    if len(block.text) < LONGEST_TITLE and "\n" not in block.text and _title().match(block.text):
        return block.kind in ("heading", "summary", "paragraph")
    inline = block.kind == "paragraph" and not block.depth and _inline().match(block.text)
    return bool(inline) and len(_SEVERAL.findall(block.text[:LONGEST_LIST])) > 1


def _ends(view: Page, titles: Sequence[int]) -> list[int]:
    """For each title the row at which its part ends: the next heading as high, the next title, or
    the folded text."""
    below = dict.fromkeys(range(7), len(view.text.lines))
    wanted, ends, previous = set(titles), {}, len(view.text.lines)
    for i in range(len(view.blocks) - 1, -1, -1):
        block = view.blocks[i]
        if i in wanted:
            reach = below[block.level] if block.kind == "heading" else min(below[6], previous)
            ends[i] = view.closes[i] if block.kind == "summary" else reach
            previous = block.start
        if block.kind == "heading":
            below |= dict.fromkeys(range(block.level, 7), block.start)
    return [ends[i] for i in titles]


def _asks_itself(entries: Sequence[Entry]) -> bool:
    """Whether these are questions, with their answers or without."""
    return sum(1 for entry in entries if wording.asks(entry.lines[0])) * 2 >= len(entries)


def _entries(view: Page, start: int, end: int, code: Set[int]) -> Iterator[Entry]:
    """The answers between two rows: each begins with the number after the one before."""
    marks: list[tuple[int, int, int]] = []
    for row in range(start, end):
        line = view.text.lines[row].replace("|", " ")
        several = _SEVERAL.findall(line)
        if len(several) > 1 and row not in code:
            yield from (Entry(int(number), row, (letter,)) for number, letter in several)
            continue
        found = _ENTRY.match(line) if row not in code else None
        if found and int(found[1]) == (marks[-1][1] + 1 if marks else int(found[1])):
            marks.append((row, int(found[1]), found.end()))
    rows = [row for row, _, _ in marks]
    for (row, number, skip), following in zip(
        marks, [*rows[1:], _last(view, rows[-1:], end)], strict=False
    ):
        first = view.text.lines[row].replace("|", " ", 2)[skip:].replace("|", " ").strip()
        yield Entry(number, row, (first, *unindented(view.lines(row + 1, following), skip)))


def _last(view: Page, rows: Sequence[int], end: int) -> int:
    """The row at which the last answer ends, which may be before the end of its part of the
    page."""
    if not rows:
        return end
    at = bisect.bisect_right(view.blocks, rows[0], key=lambda block: block.start) - 1
    own = view.blocks[max(at, 0)]
    if own.depth:
        return min(own.scope, end)
    level = own.level if own.kind == "heading" else 6
    for block in view.blocks[at + 1 :]:
        if block.start >= end or _closes(block, level):
            return min(block.start, end)
    return end


def _closes(block: Block, level: int) -> bool:
    """Whether a block ends the answer above it, which stands under a heading of some level."""
    if block.kind == "heading":
        return block.level <= level
    if block.kind == "paragraph":
        return noise.is_preamble(block.text) or noise.is_closing(block.text)
    return block.kind == "rule"


# --- whose answers --------------------------------------------------------------------------------


def blocks_of(view: Page, found: Sequence[Key]) -> frozenset[int]:
    """The indexes of the blocks in some keys, which do not overlap."""
    inside, at = set(), 0
    for i, block in enumerate(view.blocks):
        while at < len(found) and found[at].end <= block.start:
            at += 1
        if at < len(found) and found[at].start <= block.start:
            inside.add(i)
    return frozenset(inside)


FITTING = 0.8
"""The share of the questions above a key whose numbers it must have."""


def answers(
    view: Page, key: Key, heads: Sequence[Head], empty: Sequence[int]
) -> tuple[dict[int, tuple[int, list[str]]], list[Skipped]]:
    """For questions above a key, by their index, `(row, lines)` of their answers; and what no
    question was found for.

    `empty` are the questions that have no answer of their own. Both are empty if the key does not
    fit them.
    """
    above = [i for i in empty if heads[i].row < key.start]
    run = above[-len(key.entries) :]
    numbers = {_number(view, heads[i]): i for i in run}
    owners = [numbers.get(entry.number) for entry in key.entries]
    known = len(owners) - owners.count(None)
    if not run or known < min(len(run), len(owners)) * FITTING:
        # Without numbers, the answers stand in the order of the questions.
        if len(run) != len(key.entries):
            return {}, []
        owners = [*run]
    answered, unused = {}, list[Skipped]()
    for owner, entry in zip(owners, key.entries, strict=True):
        if owner is None:
            reason = "an answer without its question"
            unused.append(_unused(view, entry.row, entry.lines, reason))
        else:
            answered[owner] = entry.row, _labelled(entry.lines)
    for row in key.others:
        unused.append(_unused(view, row, view.lines(row, row + 1), "about the answers"))
    return answered, unused


def _unused(view: Page, row: int, lines: Sequence[str], reason: str) -> Skipped:
    last = view.text.number(row + len(lines) - 1)
    return Skipped(view.text.number(row), reason, lines[0].strip()[:80], last)


def _number(view: Page, head: Head) -> int:
    found = _OWN_NUMBER.match(view.text.lines[head.row])
    return int(found[1]) if found else -head.row


def _labelled(lines: Sequence[str]) -> list[str]:
    """The lines with a label in front, unless they have one."""
    first = next((line for line in lines if line.strip()), "")
    return (
        list(lines) if question_labels.answer_label(first.strip()) else ["**Answer:**", "", *lines]
    )
