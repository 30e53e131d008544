"""Changes of whole lines to a page that keep every other byte of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Lines `first` to `last` (from 1, both included) become `lines`; `last` = `first` - 1 inserts before `first`."""

    first: int
    last: int
    lines: tuple[str, ...]


def lines(text: str) -> list[str]:
    """A page's lines, as the parser counts them."""
    return _END.split(text)[::2]


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The page with some edits, none of which overlap; its line ends, and the spelling of equal lines, stay."""
    parts = _END.split(text)
    end = max(parts[1::2], key=parts[1::2].count, default="\n")
    rows = [[line, after] for line, after in zip(parts[::2], [*parts[1::2], ""], strict=True)]
    for edit in sorted(edits, reverse=True):
        old = rows[edit.first - 1 : edit.last]
        spelling = {unicodedata.normalize("NFC", line): line for line, _ in old}
        new = [[spelling.get(line, line), end] for line in edit.lines]
        if new and old:
            new[-1][1] = old[-1][1]
        rows[edit.first - 1 : edit.last] = new
        if edit.first > 1 and new and not rows[edit.first - 2][1]:
            rows[edit.first - 2][1] = end
    return "".join(line + after for line, after in rows)


def replaced(rows: Sequence[str], edits: Iterable[Edit], first: int) -> list[str]:
    """Some lines, the first of which is line `first` of the page, with edits."""
    out = list(rows)
    for edit in sorted(edits, reverse=True):
        out[edit.first - first : edit.last - first + 1] = edit.lines
    return out
