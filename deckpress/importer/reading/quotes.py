"""Blockquotes that hold questions or answers lose their marks; callouts with such a title become `<details>`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.importer.reading import fences, question_labels, wording

_QUOTED = re.compile(r"^(\s*(?:(?:[-*+]|\d{1,4}[.)])\s+)?)>\s?(.*)$")
_CALLOUT = re.compile(r"^\[!(\w+)\][+-]?\s*(.*)$")
_ASKING = ("question", "faq", "help", "card", "flashcard", "anki")
"""Kinds of callouts whose title is a question."""


def opened(lines: Sequence[str]) -> list[str]:
    """The lines, where quotes that are questions or answers are quotes no more; each line keeps its place."""
    out = list(lines)
    prose = fences.outside(lines)
    row = 0
    while row < len(lines):
        row = (
            _opened(out, row)
            if prose[row] and ">" in out[row] and _QUOTED.match(out[row])
            else row + 1
        )
    return out


def _opened(out: list[str], row: int) -> int:
    """Take one quote; returns the row behind it."""
    end = row + 1
    while end < len(out) and (found := _QUOTED.match(out[end])) and not found[1].strip():
        end += 1
    marks = [_QUOTED.match(line) for line in out[row:end]]
    inside = [(found[1], found[2]) for found in marks if found]
    callout = _CALLOUT.match(inside[0][1].strip())
    if callout and _is_ours(callout[1].lower(), callout[2]):
        _as_details(out, row, end, inside, callout[2])
    elif not callout and _is_labelled([text for _, text in inside]):
        out[row:end] = [f"{indent}{text}" for indent, text in inside]
    return end


def _is_ours(kind: str, title: str) -> bool:
    """Whether a callout asks, or hides an answer or a hint."""
    asks = wording.asks(title) or (kind in _ASKING and bool(title.strip()))
    return (
        asks
        or (bool(title.strip()) and wording.generic_summary(title))
        or kind in ("answer", "solution", "hint")
    )


def _is_labelled(texts: Sequence[str]) -> bool:
    """Whether a quote begins with the label of a question or an answer."""
    first = next((text.strip() for text in texts if text.strip()), "")
    return bool(question_labels.question_label(first) or question_labels.answer_label(first, "q"))


def _as_details(
    out: list[str], row: int, end: int, inside: Sequence[tuple[str, str]], title: str
) -> None:
    indent = inside[0][0]
    margin = " " * len(indent)
    out[row] = f"{indent}<details><summary>{title or 'Answer'}</summary>"
    out[row + 1 : end] = [f"{margin}{text}" for _, text in inside[1:]]
    if end == len(out):
        out.append("")
    if not out[end].strip():
        out[end] = f"{margin}</details>"
    else:
        out[end - 1] += "</details>"
