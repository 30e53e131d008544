"""An image target with percent signs for blanks or letters.

Anki compares names as they are written: a file `my plot.png` is not found as `my%20plot.png`.

Bad:
    ![A plot](media/my%20plot.png)

Good:
    ![A plot](<media/my plot.png>)
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from deckpress.checks._contract import Faults, Mended, Options
from deckpress.model import Card, Deck, Fault, Mark, Section

FIX = (
    "write the name as it is on disk, in <angle brackets> if it has blanks (`check --fix` does it)"
)
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each encoded target."""
    for section in card.parts:
        for mark in _encoded(section):
            fix = f"write <{unquote(mark.value)}> (`check --fix` does it)"
            yield Fault(mark.span, f"percent-encoded name {mark.value!r}", fix)


def _encoded(section: Section) -> Iterator[Mark]:
    """The pictures whose target is written with percent signs; a scheme is another fault."""
    for mark in section.marks:
        if mark.kind != "image" or "%" not in mark.value or ":" in mark.value:
            continue
        if unquote(mark.value) != mark.value:
            yield mark


def fix(card: Card, deck: Deck, options: Options) -> Mended:
    """Write the names as they are on disk."""
    for section in card.parts:
        lines = section.source.split("\n")
        for mark in _encoded(section):
            row = mark.span.line - section.first_line
            if 0 <= row < len(lines):
                # What stands before the source on its first line, `## ` say, counts in a column.
                first = section.first_column if row == 0 else 1
                start = max(0, mark.span.column - first)
                lines[row] = _decoded(lines[row], start, mark.value)
        yield section, "\n".join(lines)


def _decoded(line: str, start: int, target: str) -> str:
    """A line in which the first `(target` or `(<target>` from `start` on is as the name on disk."""
    name = unquote(target)
    if not name.isprintable() or {"<", ">", "\\"} & {*name}:
        return line
    target = re.escape(target)
    written = re.compile(rf"\((?:<{target}>|{target})")
    return line[:start] + written.sub(f"(<{name}>", line[start:], count=1)
