"""Blockquotes that hold questions or answers lose their marks; callouts with such a title become
`<details>`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deckpress.importer.reading import fences, question_labels, wording

# "> text", "- > text"
_QUOTED = re.compile(r"^(\s*(?:(?:[-*+]|\d{1,4}[.)])\s+)?)>\s?(.*)$")
# "[!question]- What is it?"
_CALLOUT = re.compile(r"^\[!(\w+)\][+-]?\s*(.*)$")
_ASKING = ("question", "faq", "help", "card", "flashcard", "anki")
"""Kinds of callouts whose title is a question."""


def opened(lines: Sequence[str]) -> list[str]:
    """The lines, where quotes that are questions or answers are quotes no more; each line keeps its
    place."""
    changed = list(lines)
    prose = fences.outside(lines)
    row = 0
    while row < len(lines):
        is_quote = prose[row] and ">" in changed[row] and _QUOTED.match(changed[row])
        row = _opened(changed, row) if is_quote else row + 1
    return changed


def _opened(lines: list[str], row: int) -> int:
    """Take one quote; returns the row behind it."""
    inside = [*_quote(lines, row)]
    end = row + len(inside)
    callout = _CALLOUT.match(inside[0][1].strip())
    if callout and _is_ours(callout[1].lower(), callout[2]):
        _as_details(lines, row, end, inside, callout[2])
    elif not callout and _is_labelled([text for _, text in inside]):
        lines[row:end] = [f"{indent}{text}" for indent, text in inside]
    return end


def _quote(lines: Sequence[str], row: int) -> Iterator[tuple[str, str]]:
    """`(what stands before the mark, the text behind it)` of each line of a quote; a list item
    begins another."""
    for i in range(row, len(lines)):
        line = _QUOTED.match(lines[i])
        if not line or (i > row and line[1].strip()):
            return
        yield line[1], line[2]


def _is_ours(kind: str, title: str) -> bool:
    """Whether a callout asks, or hides an answer or a hint."""
    if kind in ("answer", "solution", "hint") or wording.asks(title):
        return True
    has_title = bool(title.strip())
    return has_title and (kind in _ASKING or wording.generic_summary(title))


def _is_labelled(texts: Sequence[str]) -> bool:
    """Whether a quote begins with the label of a question or an answer."""
    first = next((text.strip() for text in texts if text.strip()), "")
    return bool(question_labels.question_label(first) or question_labels.answer_label(first, "q"))


def _as_details(
    lines: list[str], row: int, end: int, inside: Sequence[tuple[str, str]], title: str
) -> None:
    indent = inside[0][0]
    margin = " " * len(indent)
    lines[row] = f"{indent}<details><summary>{title or 'Answer'}</summary>"
    lines[row + 1 : end] = [f"{margin}{text}" for _, text in inside[1:]]
    if end == len(lines):
        lines.append("")
    if not lines[end].strip():
        lines[end] = f"{margin}</details>"
    else:
        lines[end - 1] += "</details>"
