"""Tables with a column of questions and a column of answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress.importer.labels import compiled, either
from deckpress.importer.reading.page import Head, Page
from deckpress.importer.reading.page_blocks import Block
from deckpress.importer.reading.title import with_title

ORDER = 15


@compiled
def _question() -> re.Pattern[str]:
    names = f"{either('question')}|prompt|term|concept|q"
    return re.compile(rf"^(?:{names})s?\b", re.IGNORECASE)


@compiled
def _answer() -> re.Pattern[str]:
    names = f"{either('answer')}|definition|meaning|description|response|a"
    return re.compile(rf"^(?:{names})s?\b", re.IGNORECASE)


_LEVEL = re.compile(
    r"^(?:level|difficulty|niveau|nivel|nível|schwierigkeit|сложность|уровень|难度)\b",
    re.IGNORECASE,
)


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """One question for each row of a table whose header names both columns."""
    return [
        head
        for i in free
        if page.blocks[i].kind == "table"
        for head in _rows(page, i, page.blocks[i])
    ]


def _columns(block: Block) -> tuple[int, int] | None:
    header = [_plain(cell) for cell in block.cells[0][1]] if block.cells else []
    question = next((i for i, cell in enumerate(header) if _question().match(cell)), None)
    answer = next((i for i, cell in enumerate(header) if _answer().match(cell)), None)
    if (
        question is not None
        and answer is None
        and len(header) == 2
        and question == 0
        and not header[1]
    ):
        answer = 1
    return None if question is None or answer is None or question == answer else (question, answer)


def _rows(page: Page, index: int, block: Block) -> Iterator[Head]:
    columns = _columns(block)
    names = [_plain(cell) for cell in block.cells[0][1]] if block.cells else []
    if columns is None or all(
        not re.search(r"[^\W\d]", _at(cells, columns[0])) for _, cells in block.cells[1:]
    ):
        return
    for row, cells in block.cells[1:]:
        question, answer = (_at(cells, i) for i in columns)
        others = [
            (name, cell.strip())
            for i, (name, cell) in enumerate(zip(names, cells, strict=False))
            if i not in columns
        ]
        level = next((cell.lower() for name, cell in others if _LEVEL.match(name) and cell), "")
        more = [f"**{name}:** {cell}" for name, cell in others if name and _says(name, cell)]
        if question:
            rest = "\n\n".join([_broken(answer), *more])
            head = Head(
                index,
                row,
                row + 1,
                "",
                "table",
                "tables",
                scope=row + 1,
                rest=rest,
                rest_row=row,
                answered=True,
            )
            head = with_title(head, question, page)
            yield replace(head, level=head.level or level)


def _at(cells: Sequence[str], column: int) -> str:
    return cells[column].strip() if column < len(cells) else ""


def _says(name: str, cell: str) -> bool:
    """Whether another column's cell has something to say: it is no number of the row and no level."""
    return (
        bool(re.search(r"\w", cell))
        and not re.fullmatch(r"[\W\d]*", cell)
        and not _LEVEL.match(name)
    )


def _plain(cell: str) -> str:
    return re.sub(r"[*_`#]", "", cell).strip()


def _broken(cell: str) -> str:
    return re.sub(r"[ \t]{0,9}<br\s{0,9}/?>[ \t]{0,9}", "\n\n", cell, flags=re.IGNORECASE)
