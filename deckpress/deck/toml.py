"""TOML with located problems: the only importer of tomllib, and the base of all our readers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeGuard, TypeVar

from deckpress.deck.suggestions import suggest
from deckpress.model import CONTROL, Problem, Span, row_and_column
from deckpress.system import files
from deckpress.system.timeouts import TooLong, at_most

SECONDS = 10
"""Processor time of reading one table; honest ones take a hundredth."""

Table = Mapping[str, Any]
"""A table of TOML: whoever reads it looks at the type of each value."""

Value = TypeVar("Value")


class _Unread(Exception):
    """A file that is not read: why, as a problem."""

    def __init__(self, span: Span, message: str, fix: str, code: str = "bad-toml") -> None:
        super().__init__(message)
        self.problem = Problem(span, code, message, fix=fix)


def _text(root: Path, name: str) -> str:
    """The text of a file below `root`, empty if there is none. Raises _Unread."""
    try:
        data = files.read(root / name, root)
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return ""
    except files.UnsafePath as error:
        message = str(error.strerror)
        raise _Unread(Span(name), message, error.fix, "unsafe-path") from error
    except UnicodeDecodeError as error:  # a file of Windows-1252, mostly
        line = data[: error.start].count(b"\n") + 1
        raise _Unread(Span(name, line), "not UTF-8", "save the file as UTF-8") from error


def _parsed(text: str, name: str) -> Table:
    """What a text says. Raises _Unread."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # `[[[[…`, thousands of them
        span, message = _syntax_fault(error, name, text)
        raise _Unread(span, message, "mend the syntax at this place") from error
    for value in _keys_and_values(table):
        unusable = _unusable(value)
        if unusable:
            place = _place(unusable, name, text)
            raise _Unread(place, unusable.message, "mend or delete it")
    return table


def _syntax_fault(error: Exception, name: str, text: str) -> tuple[Span, str]:
    """Where and what is wrong, as tomllib says it; or `int`, which reads up to 4,300 digits."""
    if isinstance(error, RecursionError):
        return Span(name), "not valid TOML: nested too deeply"
    if not isinstance(error, tomllib.TOMLDecodeError):
        return _place(_LARGE, name, text), _LARGE.message
    # "Expected '=' after a key in a key/value pair (at line 3, column 5)", "… (at end of document)"
    message = re.sub(r"\s*\(at .*\)$", "", str(error))
    message = f"not valid TOML: {message}"
    place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    if not place:
        return Span(name), message
    line, column = map(int, place.groups())
    return Span(name, line, column), message


# --- values that TOML allows or Python reads, and nobody can use ---


class _Unusable(NamedTuple):
    """What is wrong with a value."""

    message: str
    written: str
    """A regular expression for how it is written in the file."""


_LARGE = _Unusable(
    "a number of more than 64 bits",
    r"0x[\da-f_]{16,}|0o[0-7_]{21,}|0b[01_]{64,}|\d[\d_]{18,}",
)
_SHORT_ESCAPES = {8: r"\\b", 12: r"\\f"}
"""What TOML writes besides `\\u0008`."""


def _keys_and_values(table: Table) -> Iterator[object]:
    """Every key and value of a table, however deep."""
    values: list[object] = [table]
    for value in values:  # which grows
        if isinstance(value, dict):
            values += value.keys()
            values += value.values()
        elif isinstance(value, list):
            values += value
        else:
            yield value


def _unusable(value: object) -> _Unusable | None:
    if isinstance(value, int):
        # TOML promises no more than 64 bits, and Python cannot print all numbers.
        return None if -(2**63) <= value < 2**63 else _LARGE
    if not isinstance(value, str):
        return None
    control = CONTROL.search(value)
    if not control:
        return None
    # The character itself, \u001b or \U0000001B.
    number = ord(control[0])
    written = [
        re.escape(control[0]),
        rf"\\[uU]0*{number:x}",
    ]
    if number in _SHORT_ESCAPES:
        written.append(_SHORT_ESCAPES[number])
    return _Unusable(f"control character U+{number:04X}", "|".join(written))


def _place(unusable: _Unusable, name: str, text: str) -> Span:
    written = re.search(unusable.written, text, re.IGNORECASE)
    if not written:
        return Span(name)
    row, column = row_and_column(text, written.start())
    return Span(name, row + 1, column + 1)


# --- our own files ---


class TableReader(Generic[Value]):
    """Reads one file of a deck: checks each key and says where a wrong one stands.

    A subclass sets `file` and `code`, and writes `value`.
    """

    file: str
    """The file's path below the root."""
    code: str
    """The check that reports its faults."""

    def __init__(self, default: Value) -> None:
        self.default = default
        """What a deck has without the file."""
        self.lines: list[str] = []
        self.first_row = 0
        """The row of `lines` from which on keys are looked for: that of the entry which is read."""
        self.problems: list[Problem] = []

    def read(self, root: Path) -> tuple[Value, list[Problem]]:
        """What the file says, and what is wrong with it; the default if it takes far too long."""
        try:
            with at_most(SECONDS):
                text = _text(root, self.file)
                self.lines = text.split("\n")
                table = _parsed(text, self.file)
                value = self.value(table) if table else self.default
                return value, self.problems
        except _Unread as unread:
            return self.default, [unread.problem]
        except TooLong:
            problem = Problem(
                Span(self.file),
                "takes-too-long",
                "reading this table takes far too long",
                fix="shorten it",
            )
            return self.default, [problem]

    def value(self, table: Table) -> Value:
        """What a table says; what is wrong in it becomes a problem, and gets its default."""
        raise NotImplementedError

    def problem(self, key: str, message: str, fix: str) -> None:
        """Report a fault at the first line that names `key`."""
        place = self._place(key)
        self.problems.append(Problem(place, self.code, message, fix=fix))

    def _place(self, key: str) -> Span:
        whole_word = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
        for row in range(self.first_row, len(self.lines)):
            found = whole_word.search(self.lines[row])
            if found:
                return Span(self.file, row + 1, found.start() + 1)
        return Span(self.file)

    def first_rows(self, head: re.Pattern[str]) -> dict[str, int]:
        """The first row in which a pattern finds each name: the one group of it that matches."""
        rows: dict[str, int] = {}
        for row, line in enumerate(self.lines):
            for found in head.finditer(line):
                name = found[found.lastindex or 0]
                rows.setdefault(name, row)
        return rows

    def known(self, table: Table, names: Collection[str], what: str) -> None:
        """Report each key of a table that is not among `names`."""
        for key in table:
            if key not in names:
                self.problem(key, f"unknown {what} {key!r}", suggest(key, names))

    def table(self, table: Table, key: str) -> Table:
        """The table below `key`; an empty one if there is none, or something else."""
        value = table.get(key, {})
        if isinstance(value, dict):
            return value
        self.problem(
            key,
            f"{key!r} must be a table",
            f"write [{key}] and its keys below it",
        )
        return {}

    def text(self, table: Table, key: str, default: str = "") -> str:
        """The text below `key`, or the default."""
        value = table.get(key, default)
        if isinstance(value, str):
            return value
        self.problem(
            key,
            f"{key!r} must be text",
            f'write {key} = "…"',
        )
        return default


def is_list_of_texts(value: object) -> TypeGuard[list[str]]:
    """Whether a value is a list of texts, none of them blank."""
    if not isinstance(value, list):
        return False
    return all(isinstance(text, str) and text.strip() for text in value)
