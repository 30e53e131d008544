"""TOML with located problems: the only reader of tomllib, and the base of what reads our own files."""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from deckpress.model import CONTROL, Problem, Span, row_and_column
from deckpress.system import files
from deckpress.system.timeouts import TooLong, at_most

SECONDS = 10
"""Processor time of reading one table; honest ones take a hundredth."""


class _Strange(NamedTuple):
    """A value that TOML allows or Python reads, and nobody can use."""

    message: str
    written: str
    """A regular expression for how it is written in the file."""


_LARGE = _Strange(
    "a number of more than 64 bits",
    r"0x[\da-f_]{16,}|0o[0-7_]{21,}|0b[01_]{64,}|\d[\d_]{18,}",
)
_SHORT_ESCAPES = {8: (r"\\b",), 12: (r"\\f",)}
"""What TOML writes besides `\\u0008`."""

Reader = TypeVar("Reader", bound=Callable[[Path], tuple[Any, list[Problem]]])


def in_time(file: str, nothing: Any) -> Callable[[Reader], Reader]:
    """Decorates the reader of a file: if it takes far too long, `nothing` comes back, and a problem."""

    def decorate(read: Reader) -> Reader:
        @functools.wraps(read)
        def limited(root: Path) -> tuple[Any, list[Problem]]:
            try:
                with at_most(SECONDS):
                    return read(root)
            except TooLong:
                return nothing, [too_long(file)]

        return cast(Reader, limited)

    return decorate


def too_long(file: str) -> Problem:
    """What is wrong with a table that cannot be read in time."""
    return Problem(
        Span(file), "takes-too-long", "reading this table takes far too long", fix="shorten it"
    )


class Toml(NamedTuple):
    """A TOML file as it was read."""

    table: dict[str, Any]
    text: str
    problems: list[Problem]


def read_toml(root: Path, name: str) -> Toml:
    """The tables and the text of a TOML file below `root`; without a file, nothing at all."""
    try:
        data = files.read(root / name, root)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return Toml({}, "", [])
    except files.UnsafePath as error:
        return _unread(Span(name), str(error.strerror), error.fix, "unsafe-path")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _unread(Span(name, line), "not UTF-8", "save the file as UTF-8")
    try:
        with at_most(SECONDS):
            table = tomllib.loads(text)
    except TooLong:
        return Toml({}, "", [too_long(name)])
    except (ValueError, RecursionError) as error:
        return _unread(*_fault(error, name, text), "mend the syntax at this place")
    for strange in filter(None, map(_strange, _values(table))):
        return _unread(_place(strange, name, text), strange.message, "mend or delete it")
    return Toml(table, text, [])


def _unread(span: Span, message: str, fix: str, code: str = "bad-toml") -> Toml:
    return Toml({}, "", [Problem(span, code, message, fix=fix)])


def _values(table: dict[str, Any]) -> Iterator[Any]:
    """Every key and value of a table, however deep."""
    values: list[Any] = [table]
    for value in values:  # which grows
        if isinstance(value, dict):
            values += (*value, *value.values())
        elif isinstance(value, list):
            values += value
        else:
            yield value


def _strange(value: Any) -> _Strange | None:
    if (
        isinstance(value, int) and not -(2**63) <= value < 2**63
    ):  # TOML promises no more, and Python cannot print all
        return _LARGE
    control = CONTROL.search(value) if isinstance(value, str) else None
    if not control:
        return None
    number = ord(control[0])
    escapes = (re.escape(control[0]), rf"\\[uU]0*{number:x}", *_SHORT_ESCAPES.get(number, ()))
    return _Strange(f"control character U+{number:04X}", "|".join(escapes))


def _place(strange: _Strange, name: str, text: str) -> Span:
    written = re.search(strange.written, text, re.IGNORECASE)
    row, column = row_and_column(text, written.start()) if written else (0, 0)
    return Span(name, row + 1, column + 1)


def _fault(error: Exception, name: str, text: str) -> tuple[Span, str]:
    """Where and what is wrong, as tomllib says it; or `int`, which reads no more than 4,300 digits."""
    if isinstance(error, tomllib.TOMLDecodeError):
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        message = re.sub(r"\s*\(at .*\)$", "", str(error))
        span = Span(name, int(place[1]), int(place[2])) if place else Span(name)
        return span, f"not valid TOML: {message}"
    if isinstance(error, RecursionError):
        return Span(name), "not valid TOML: nested too deeply"
    return _place(_LARGE, name, text), _LARGE.message


def suggest(word: str, known: Iterable[str]) -> str:
    """A fix for a wrong name: the nearest known one, or the list; nothing if that would be too long to read."""
    names = sorted(name for name in known if name)
    near = difflib.get_close_matches(word, names, 1, 0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"use one of: {', '.join(names)}" if 0 < len(names) <= 16 else ""


class Suggestions:
    """`suggest` for many wrong names and a list that may have ten thousand: with an index, and only for the first."""

    MOST = 200
    """Wrong names for which one is looked up: whoever mends them will see the rest on the next run."""

    NEAREST = 20
    """Known names that share most pairs of letters with a wrong one: only these are compared in full."""

    LONGEST = 100
    """Letters of a name that are compared."""

    def __init__(self, known: Iterable[str]) -> None:
        self._names = sorted(name for name in known if name)
        self._having: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in self._names:
            for pair in self._pairs(name):
                self._having[pair].append(name)
        self._found: dict[str, str] = {}

    def fix(self, word: str) -> str:
        """A fix for a wrong name; empty if no known one is near, or too many were wrong before it."""
        if word not in self._found and len(self._found) < self.MOST:
            shared = Counter(
                name for pair in self._pairs(word) for name in self._having.get(pair, ())
            )
            nearest = [name for name, _ in shared.most_common(self.NEAREST)]
            few = len(self._names) <= self.NEAREST
            fix = suggest(word[: self.LONGEST], self._names if few else nearest)
            self._found[word] = fix if few or fix.startswith("did") else ""
        return self._found.get(word, "")

    def _pairs(self, name: str) -> Iterable[tuple[str, str]]:
        return dict.fromkeys(pairwise(name[: self.LONGEST].lower()))


class TableReader:
    """Checks each key of one file and says where a wrong one stands."""

    file, code = "", ""
    """The file's path below the root, and the check that reports its faults; a subclass sets both."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self.lines = text.split("\n")
        self.problems = problems

    def problem(self, key: str, message: str, fix: str) -> None:
        """Report a fault at the first line that names `key`."""
        key_line = re.compile(rf"^\s*\[?.*?(?<![\w-]){re.escape(key)}(?![\w-])")
        row, found = next(
            ((i, m) for i, text in enumerate(self.lines) if (m := key_line.match(text))), (0, None)
        )
        column = found.end() - len(key) + 1 if found else 1
        self.problems.append(Problem(Span(self.file, row + 1, column), self.code, message, fix=fix))

    def known(self, table: Mapping[str, Any], names: Iterable[str], what: str) -> None:
        """Report each key of a table that is not among `names`."""
        for key in table:
            if key not in tuple(names):
                self.problem(key, f"unknown {what} {key!r}", suggest(key, names))

    def table(self, table: Mapping[str, Any], key: str) -> dict[str, Any]:
        """The table below `key`; an empty one if there is none, or something else."""
        value = table.get(key, {})
        if isinstance(value, dict):
            return value
        self.problem(key, f"{key!r} must be a table", f"write [{key}] and its keys below it")
        return {}

    def text(self, table: Mapping[str, Any], key: str, default: str) -> str:
        """The text below `key`, or the default."""
        value = table.get(key, default)
        if isinstance(value, str):
            return value
        self.problem(key, f"{key!r} must be text", f'write {key} = "…"')
        return default
