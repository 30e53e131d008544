"""Changes of whole lines to a page that keep every other byte of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Pages from Windows, old Macs and everywhere else, all of them in one page too.
_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(
    frozen=True,
    slots=True,
    order=True,
)
class Edit:
    """Lines `first` to `last` (from 1, both included) become `lines`; `last` = `first` - 1 inserts
    before `first`."""

    first: int
    last: int
    lines: tuple[str, ...]


def lines(text: str) -> list[str]:
    """A page's lines, as the parser counts them."""
    return _END.split(text)[::2]


@dataclass(slots=True)
class _Line:
    """A line of a page, and how it ends: not at all, if it is the last."""

    text: str
    end: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The page with some edits, none of which overlap; its line ends, and the spelling of equal
    lines, stay."""
    parts = _END.split(text)
    ends = parts[1::2]
    usual = max(
        ends,
        key=ends.count,
        default="\n",
    )
    # The last line has no end: "a\n" is the line "a", and an empty one.
    page = [
        *map(
            _Line,
            parts[::2],
            [*ends, ""],
        )
    ]
    # From the last to the first: the numbers of the lines above stay right.
    for edit in sorted(edits, reverse=True):
        old = page[edit.first - 1 : edit.last]
        # The parser reads NFC; a line that says the same keeps the bytes that it had.
        spelling = {unicodedata.normalize("NFC", line.text): line.text for line in old}
        new = [_Line(spelling.get(line, line), usual) for line in edit.lines]
        if new and old:
            new[-1].end = old[-1].end
        if new and edit.first > 1:
            above = page[edit.first - 2]
            above.end = above.end or usual
        page[edit.first - 1 : edit.last] = new
    return "".join(line.text + line.end for line in page)


def replaced(
    rows: Sequence[str],
    edits: Iterable[Edit],
    first: int,
) -> list[str]:
    """Some lines, the first of which is line `first` of the page, with edits."""
    lines = list(rows)
    for edit in sorted(edits, reverse=True):
        lines[edit.first - first : edit.last - first + 1] = edit.lines
    return lines
