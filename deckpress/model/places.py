"""Places in files, and what is wrong there."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from unicodedata import combining, normalize

SEVERITIES = ("error", "warning", "info", "off")
"""What a problem means for the build: errors stop it, `off` silences it."""


class Span(NamedTuple):
    """A place in a file, as editors count: the first line and the first column are 1."""

    path: str
    """The file, relative to the deck's root, with `/` between its parts."""
    line: int = 1
    column: int = 1
    """In code points of the file as it is stored (a BOM does not count)."""

    def __str__(self) -> str:
        # content/losses.md:14:3, as compilers write it: editors and terminals go there.
        return f"{self.path}:{self.line}:{self.column}"


def row_and_column(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of an offset in a text, both from 0."""
    starts = _line_starts(text)
    row = bisect_right(starts, offset) - 1
    return row, offset - starts[row]


# A text may be asked a hundred thousand times.
@functools.lru_cache(maxsize=64)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(found.end() for found in re.finditer("\n", text)))


def stored_column(stored: str, column: int) -> int:
    """The column in a stored line of a column in the same line as NFC, both from 0."""
    # `e` and U+0301, stored as two code points, are one in NFC.
    columns = _stored_columns(stored)
    if column >= len(columns):
        return len(stored)
    return columns[column]


@functools.lru_cache(maxsize=64)
def _stored_columns(stored: str) -> tuple[int, ...]:
    """For each code point of a line's NFC, the column in the stored line at which it begins."""
    columns: list[int] = []
    group = ""  # a letter with its marks, or a Hangul syllable: what NFC may make one code point
    starts = [i for i, char in enumerate(stored) if not i or not combining(char)]
    for start, end in pairwise([*starts, len(stored)]):
        piece = stored[start:end]
        if len(_composed(group + piece)) == len(_composed(group)) + len(_composed(piece)):
            columns += _columns_of(group, start)
            group = piece
        else:
            group += piece
    return (*columns, *_columns_of(group, len(stored)))


def _columns_of(group: str, end: int) -> Iterator[int]:
    """The columns of what a group composes to; `end` is the column behind it.

    Marks that do not compose stay last.
    """
    start, count = end - len(group), len(_composed(group))
    for left in range(count, 0, -1):
        yield start if left == count else min(max(end - left, start + 1), end - 1)


def _composed(text: str) -> str:
    return normalize("NFC", text)


CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Control characters of ASCII are markup's own brackets, and Anki drops them; terminals obey those
of ISO 8859 (U+009B is what Escape and `[` are). The last two are no characters (Unicode, 23.7)."""

_STEERING = re.compile(
    r"""
    [\x00-\x1f\x7f-\x9f]               # control characters, tabs and line ends among them
    | [\u2028-\u202e\u2066-\u2069]      # line separators, other directions of writing
    | [\ud800-\udfff\ufffe\uffff]       # a byte that was not UTF-8; what is no character
    """,
    re.VERBOSE,
)


def printable(text: str) -> str:
    """The text in one line, with what a terminal or a log would obey, or cannot show, replaced.

    What joins or parts letters, as in many languages and in emoji, stays.
    """
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def printable_lines(text: str) -> str:
    """The same for a text of several lines, in which tabs stay.

    Lines of Windows lose the second half of their end.
    """
    lines = [line.removesuffix("\r").split("\t") for line in text.split("\n")]
    return "\n".join("\t".join(map(printable, cells)) for cells in lines)


class Fault(NamedTuple):
    """What a check finds; the runner adds code, severity and the general fix."""

    span: Span
    message: str
    fix: str = ""
    """A fix for just this place; empty means the check's own `FIX`."""
    related: tuple[Span, ...] = ()
    """The other places concerned, for instance the twin of a duplicate."""
    code: str = ""
    """Only the parser sets it: the check that reports the fault (see `Page.faults`)."""
    severity: str = ""
    """What this fault weighs if that is less than its check's severity."""


class Problem(NamedTuple):
    """A fault as it is reported; problems sort by place."""

    span: Span
    code: str
    message: str
    severity: str = "error"
    fix: str = ""
    related: tuple[Span, ...] = ()
