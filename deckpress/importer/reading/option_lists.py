"""The options of a multiple choice where they stand: as a task list, with letters, or in a list
above the key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from deckpress.importer.reading.card_body import Body
from deckpress.importer.reading.indents import without_marker
from deckpress.importer.reading.page_blocks import Block
from deckpress.importer.reading.right_options import Option, is_marked, mark_from

# "- ", "3) "
_MARKER = re.compile(r"^\s*(?:[-*+]|\d{1,2}[.)])?\s*")
# "[x] ", "[ ] ", "( ) "
_TASK = re.compile(r"^(?:\[([ xX✓✔])?\]\s*|\(([ xX✓✔])?\)\s+)")
# "A) ", "**b.** ", "(C): ", "d - "
_LETTER = re.compile(
    r"""
    ^(?:✅\s*)?[*_(\[]{0,3}([A-Ja-j])(?:[*_]{0,2}[.):、](?:[*_]{0,2})|\s[-–]\s
    |[*_]{2})\s*(?=\S)
    """,
    re.VERBOSE,
)
# "a) 10  b) 25  (c) 20"
_SEVERAL = re.compile(
    r"""(?:^|(?<=\s))[*_(]{0,3}([A-Ja-j])[.)][*_]{0,2}\s+
    (\S.*?)
    (?=\s+[*_(]{0,3}[A-Ja-j][.)][*_]{0,2}\s|\s*$)""",
    re.VERBOSE,
)
MOST = 8
"""Options of a question that have no marks of their own."""

LONGEST_OPTION = 160
"""Characters of such an option."""

LONGEST_LINE = 500
"""Characters of a line that can hold several options."""


def options(body: Body, limit: int) -> tuple[Option, ...]:
    """The first run of two and more options above row `limit`."""
    rows = filter(None, (_option(body, row) for row in _candidate_rows(body, limit)))
    several = (run for run in _runs([*rows]) if len(run) > 1)
    best = next(several, []) or _marked_items(body, limit)
    if not best:
        return ()
    ends = [*(option.row for option in best[1:]), _end(body, best[-1].row, limit)]
    return tuple(_whole(body, option, end) for option, end in zip(best, ends, strict=True))


def _candidate_rows(body: Body, limit: int) -> list[int]:
    rows = list[int]()
    for block in body.blocks:
        if block.kind == "paragraph" and block.depth < 3:
            rows += range(block.start, min(block.end, limit))
    return rows


class _Marks(NamedTuple):
    """What stands before the text of an option."""

    width: int
    """Of its list marker."""
    ticked: bool | None
    """Whether its box has a tick; None if it has no box."""
    letter: str
    opened: bool
    """Whether bold that began before the letter goes on behind it: `**A) this**`."""
    text: str

    @classmethod
    def of(cls, line: str) -> _Marks:
        """The marks of a line: `- [x] B) this one`."""
        marker = _MARKER.match(line)
        width = marker.end() if marker else 0
        text = line[width:]
        box = _TASK.match(text)
        ticked = bool((box[1] or box[2] or " ").strip()) if box else None
        text = text[box.end() :] if box else text
        letter = _LETTER.match(text)
        if not letter:
            return cls(width, ticked, "", False, text)
        opened = text[: letter.end()].count("**") % 2 == 1
        return cls(width, ticked, letter[1].lower(), opened, text[letter.end() :])


def _option(body: Body, row: int) -> Option | None:
    marks = _Marks.of(body.lines[row].rstrip())
    if marks.ticked is None and not marks.letter:
        return None
    return Option(row, row + 1, marks.letter, "", bool(marks.ticked))


def _top_items(body: Body, limit: int) -> list[Block]:
    """The first paragraphs of the items of lists at the top, above row `limit`."""
    paragraphs = [b for b in body.blocks if b.kind == "paragraph" and b.start < limit]
    return [b for b in paragraphs if b.first and b.depth == 1]


def _marked_items(body: Body, limit: int) -> list[Option]:
    """The items of a short list, if one of them says in brackets that it is right."""
    items = _top_items(body, limit)
    first = [b for b in items if b.siblings == items[0].siblings]
    marked = sum(is_marked(b.text) for b in first)
    if not 0 < marked < len(first) <= MOST:
        return []
    return [Option(b.start, b.end, "", "", False) for b in first]


def _runs(rows: Sequence[Option]) -> list[list[Option]]:
    """Options in sequence: letters count up from a; ticks without letters follow each other."""
    runs: list[list[Option]] = []
    for option in rows:
        expected = chr(ord("a") + len(runs[-1])) if runs else "a"
        if runs and (option.letter == expected if option.letter else not runs[-1][0].letter):
            runs[-1].append(option)
        elif option.letter in ("", "a"):
            runs.append([option])
    return runs


def _end(body: Body, row: int, limit: int) -> int:
    """The row behind the last option: its block, and what is nested in its list item."""
    block = next(b for b in body.blocks if b.kind == "paragraph" and b.start <= row < b.end)
    if not block.depth:
        return min(row + 1, limit)
    return min(block.scope, limit)


def _whole(body: Body, option: Option, end: int) -> Option:
    """An option with all its lines, without the marks around its text."""
    marks = _Marks.of(body.lines[option.row])
    rows = (row for row in range(option.row + 1, end) if row not in body.noise)
    more = [without_marker(body.lines[row], marks.width) for row in rows if row < len(body.lines)]
    whole = "\n".join([marks.text, *more]).strip()
    if marks.opened and whole.count("**") % 2:
        whole = _rebalanced(whole)
    mark = mark_from(whole)
    ticked = option.ticked or mark < len(whole) or marks.text.startswith("✅")
    return Option(option.row, end, option.letter, whole[:mark].strip(), ticked)


def _rebalanced(text: str) -> str:
    """A text whose bold began before its letter: `this**` is bold, `** this` is not."""
    if text.startswith("**"):
        return text.replace("**", "", 1)
    return f"**{text}" if text.endswith("**") else text


def plain_options(body: Body, limit: int) -> tuple[Option, ...]:
    """A list right above the key whose items are short, or one line with letters in it: options
    without marks."""
    items = _top_items(body, limit)
    last = [b for b in items if b.siblings == items[-1].siblings]
    texts = ["\n".join(b.text.split("\n")[: limit - b.start]) for b in last]
    fitting = 2 <= len(last) <= MOST and max(map(len, texts)) <= LONGEST_OPTION
    if not fitting or _is_interrupted(body, last[-1].start, limit):
        return _in_one_line(body, limit)
    found = zip(last, texts, strict=True)
    return tuple(Option(b.start, min(b.end, limit), "", text, False) for b, text in found)


def _is_interrupted(body: Body, start: int, limit: int) -> bool:
    """Whether something else stands between a list and its key."""
    between = [b for b in body.blocks if start < b.start < limit]
    return any(b.kind not in ("open", "rule", "summary") for b in between)


def _in_one_line(body: Body, limit: int) -> tuple[Option, ...]:
    """Options that share a line: `a) 10  b) 25  c) 20`."""
    for row in _candidate_rows(body, limit):
        line = body.lines[row][:LONGEST_LINE].strip()
        parts = _SEVERAL.findall(line) if _LETTER.match(line) else []
        letters = "".join(letter for letter, _ in parts).lower()
        if len(parts) > 1 and "abcdefghij".startswith(letters):
            own = zip(letters, parts, strict=True)
            return tuple(Option(row, row + 1, letter, part[1], False) for letter, part in own)
    return ()
