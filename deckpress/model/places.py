"""Places in files, and what is wrong there."""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import normalize

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
        return f"{self.path}:{self.line}:{self.column}"


def stored_column(stored: str, column: int) -> int:
    """The column (from 0) in a stored line of a column in the same line as NFC, which may have fewer code points."""
    ends = (i for i in range(len(stored)) if len(normalize("NFC", stored[: i + 1])) > column)
    return next(ends, len(stored))


def printable(text: str) -> str:
    """The text with what cannot be shown (a control character, a byte that was not UTF-8) replaced."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


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
