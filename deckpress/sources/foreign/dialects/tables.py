"""Tables with a column of questions and a column of answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress.sources.foreign import words
from deckpress.sources.foreign.blocks import Block
from deckpress.sources.foreign.page import Head, Page, titled

ORDER = 15

_QUESTION = re.compile(rf"^(?:{words.QUESTION_NAMES}|front|prompt|term|concept|q)s?\b", re.IGNORECASE)
_ANSWER = re.compile(rf"^(?:{words.ANSWER_NAMES}|back|definition|meaning|description|response|a)s?\b", re.IGNORECASE)


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """One question for each row of a table whose header names both columns."""
    return [head for i in free if page.blocks[i].kind == "table" for head in _rows(page, i, page.blocks[i])]


def _columns(block: Block) -> tuple[int, int] | None:
    header = [re.sub(r"[*_`#]", "", cell).strip() for cell in block.cells[0][1]] if block.cells else []
    question = next((i for i, cell in enumerate(header) if _QUESTION.match(cell)), None)
    answer = next((i for i, cell in enumerate(header) if _ANSWER.match(cell)), None)
    if question is not None and answer is None and len(header) == 2 and question == 0 and not header[1]:
        answer = 1
    return None if question is None or answer is None or question == answer else (question, answer)


def _rows(page: Page, index: int, block: Block) -> Iterator[Head]:
    columns = _columns(block)
    for row, cells in block.cells[1:] if columns else ():
        question, answer = (cells[i].strip() if i < len(cells) else "" for i in columns or (0, 0))
        if question:
            head = Head(
                index,
                row,
                row + 1,
                "",
                "table",
                "tables",
                scope=row + 1,
                rest=_broken(answer),
                rest_row=row,
                answered=True,
            )
            yield replace(head, **titled(question, page))  # type: ignore[arg-type]


def _broken(cell: str) -> str:
    return re.sub(r"\s*<br\s*/?>\s*", "\n\n", cell, flags=re.IGNORECASE)
