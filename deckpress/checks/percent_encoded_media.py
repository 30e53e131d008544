"""An image target with percent signs for blanks or letters.

Anki compares names as they are written: a file `my plot.png` is not found as `my%20plot.png`.

Bad:
    ![A plot](media/my%20plot.png)

Good:
    ![A plot](<media/my plot.png>)
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from deckpress.model import Card, Deck, Fault, Mark, Section

FIX = (
    "write the name as it is on disk, in <angle brackets> if it has blanks (`check --fix` does it)"
)
WAIVABLE = False


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each encoded target."""
    for section in card.parts:
        for mark in _encoded(section):
            fix = f"write <{unquote(mark.value)}> (`check --fix` does it)"
            yield Fault(mark.span, f"percent-encoded name {mark.value!r}", fix)


def fix(card: Card, deck: Deck, options: Mapping[str, Any]) -> Iterator[tuple[Section, str]]:
    """Write the names as they are on disk."""
    for section in card.parts:
        lines = section.source.split("\n")
        for mark in _encoded(section):
            row, name = mark.span.line - section.first_line, unquote(mark.value)
            if not 0 <= row < len(lines) or not name.isprintable() or {"<", ">", "\\"} & {*name}:
                continue
            start = max(0, mark.span.column - (section.first_column if not row else 1))
            target = re.compile(rf"\((?:<{re.escape(mark.value)}>|{re.escape(mark.value)})")
            lines[row] = lines[row][:start] + target.sub(f"(<{name}>", lines[row][start:], count=1)
        yield section, "\n".join(lines)


def _encoded(section: Section) -> list[Mark]:
    """The pictures whose target is written with percent signs; nothing from the web, which is another fault."""
    images = (
        m for m in section.marks if m.kind == "image" and "%" in m.value and ":" not in m.value
    )
    return [mark for mark in images if unquote(mark.value) != mark.value]
