"""Indentation of list items, taken off their lines."""

from __future__ import annotations

from collections.abc import Sequence

from deckpress.importer.reading import fences


def unindented(lines: Sequence[str], width: int) -> list[str]:
    """Lines of a list item without its indentation; code that is indented less loses only what its
    fence does."""
    out, fence, limit = [], "", width
    for line in lines:
        before, fence = fence, fences.step(line, fence)
        if fence and not before:
            limit = min(width, len(line) - len(line.lstrip()))
        out.append(without_marker(line, limit))
        limit = limit if fence else width
    return out


def without_marker(line: str, width: int) -> str:
    """A line of a list item without the columns before the item's content."""
    text = line.expandtabs(4) if "\t" in line[:width] else line
    blank = len(text) - len(text.lstrip())
    return text[min(width, blank) :]
