"""Whether what a command says is well-formed: `path:line:column: message [code]`, source line,
`fix:`; and true.

A place must exist in a file of the deck (or in the source of an import); nothing may stand there
that a terminal would obey.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

HEAD = re.compile(
    r"""
    (?P<path>.+?):(?P<line>\d+):(?P<column>\d+):[ ]   # content/a.md:3:1:
    (?P<severity>warning:[ ]|info:[ ])?               # nothing for an error
    (?!fixed[ ]\[).+[ ]\[(?P<code>[a-z0-9-]+)\]        # this card has no id [missing-id]
    """,
    re.VERBOSE,
)
_CODED = re.compile(r"(?![ +-])(?!.*: fixed \[).*\[[a-z]+(?:-[a-z0-9]+)+\]")
"""What ends with a code is a problem: `deck.apkg: not a package [bad-package]`; but not what says
what `--fix` did: `a.md:1:4: fixed [double-space]`.
"""

_BETWEEN = re.compile(r" *\d+ \| .*| +\|.*|    see .+:\d+:\d+")
"""Lines of a problem's block between its head and its fix: the source line, the caret, related
places.
"""

NUMBERED = (".apkg", ".colpkg", ".anki2", ".json")
"""Sources without lines of their own: there a place is the number of a note."""

_FIX = re.compile(r"    fix: .*\S.*")
_ENDS = re.compile(
    r"no problems|nothing was written|\d+ (?:error|warning|info)s?(?:, \d+ (?:warning|info)s?)*"
)
_STEERING = re.compile(
    r"""
    [\x00-\x08\x0b-\x1f\x7f-\x9f]               # control characters but tab and line feed
    | [\u2028\u2029\u202a-\u202e\u2066-\u2069]  # line separators, other directions of writing
    | [\ud800-\udfff\ufffe\uffff]               # halves of characters, and what is none
    """,
    re.VERBOSE,
)
"""What a terminal or a log would obey, or show in another order than it is read."""


def faults(output: str, places: Sequence[Path], strict: bool) -> Iterator[str]:
    """What is wrong with an output, in words without anything particular to a case.

    `places` are the folders to which the paths in it are relative; `strict`: it is a report and
    nothing else.
    """
    odd = _STEERING.search(output)
    if odd:
        yield f"U+{ord(odd[0]):04X} in a message"
    lines = output.split("\n")
    row = 0
    while row < len(lines):
        head = HEAD.fullmatch(lines[row])
        if head or _CODED.fullmatch(lines[row]):
            row = yield from _block(lines, row, head, places)
        elif strict and lines[row] and not _ENDS.fullmatch(lines[row]):
            yield f"a line that is no problem: {lines[row][:100]!r}"
        row += 1


def _block(
    lines: Sequence[str], row: int, head: re.Match[str] | None, places: Sequence[Path]
) -> Generator[str, None, int]:
    """The faults of one problem's block; returns its last row."""
    end = row + 1
    while end < len(lines) and _BETWEEN.fullmatch(lines[end]):
        end += 1
    if end == len(lines) or not _FIX.fullmatch(lines[end]):
        yield f"a problem without a fix: {lines[row][:100]!r}"
        end -= 1
    if head:
        yield from _place(head, places)
    elif lines[row].endswith("[system]"):
        yield f"a problem without a place: {lines[row][:100]!r}"
    return end


def _place(head: re.Match[str], places: Sequence[Path]) -> Iterator[str]:
    """Whether the place that a head names exists."""
    path, line, column, code = head["path"], int(head["line"]), int(head["column"]), head["code"]
    found = next((folder / path for folder in places if (folder / path).exists()), None)
    if found is None:
        if "\N{REPLACEMENT CHARACTER}" not in path and (line, column) != (1, 1):
            yield f"[{code}] names a file that does not exist: {path[:80]!r}"
        return
    if found.is_dir() or found.suffix.lower() in NUMBERED:
        return
    text = (
        found.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    )
    rows = text.split("\n")
    if not 0 < line <= len(rows):
        yield f"[{code}] at line {line} of {len(rows)}"
    elif not 0 < column <= len(rows[line - 1]) + 1:
        yield f"[{code}] at a column beyond its line"
