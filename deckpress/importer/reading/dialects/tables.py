"""Tables with a column of questions and a column of answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress.importer.labels import compiled, either
from deckpress.importer.reading.page import Head, Page
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


# "Difficulty", "Уровень"
_LEVEL = re.compile(
    r"""
    ^(?:level|difficulty|niveau|nivel|nível|schwierigkeit|сложность|уровень
    |难度)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """One question for each row of a table whose header names both columns."""
    heads = list[Head]()
    for i in free:
        if page.blocks[i].kind == "table" and page.blocks[i].cells:
            heads += _rows(page, i)
    return heads


def _columns(header: Sequence[str]) -> tuple[int, int] | None:
    """The columns of questions and of answers."""
    question = next((i for i, name in enumerate(header) if _question().match(name)), None)
    answer = next((i for i, name in enumerate(header) if _answer().match(name)), None)
    # "| Question | |": what has no name beside questions are their answers.
    if question == 0 and answer is None and [*header[1:]] == [""]:
        answer = 1
    if question is None or answer is None or question == answer:
        return None
    return question, answer


def _rows(page: Page, index: int) -> Iterator[Head]:
    (_, header), *rows = page.blocks[index].cells
    names = [_plain(name) for name in header]
    columns = _columns(names)
    # A column of numbers asks nothing.
    if columns and any(re.search(r"[^\W\d]", _at(cells, columns[0])) for _, cells in rows):
        for row, cells in rows:
            if _at(cells, columns[0]):
                yield _row(page, index, row, cells, names, columns)


def _row(
    page: Page,
    index: int,
    row: int,
    cells: Sequence[str],
    names: Sequence[str],
    columns: tuple[int, int],
) -> Head:
    """A question with its answer; what other columns say of it stands behind the answer, under
    their names."""
    question, answer = (_at(cells, column) for column in columns)
    others = [i for i in range(min(len(names), len(cells))) if i not in columns]
    about = [(names[i], cells[i].strip()) for i in others]
    more = [f"**{name}:** {cell}" for name, cell in about if name and _says(name, cell)]
    head = Head(
        index,
        row,
        row + 1,
        "",
        "table",
        "tables",
        scope=row + 1,
        rest="\n\n".join([_broken(answer), *more]),
        rest_row=row,
        answered=True,
    )
    head = with_title(head, question, page)
    return replace(head, level=head.level or _level(about))


def _level(about: Sequence[tuple[str, str]]) -> str:
    """What the column of levels says."""
    for name, cell in about:
        if _LEVEL.match(name) and cell:
            return cell.lower()
    return ""


def _at(cells: Sequence[str], column: int) -> str:
    return cells[column].strip() if column < len(cells) else ""


def _says(name: str, cell: str) -> bool:
    """Whether another column's cell has something to say: it is no number of the row and no
    level."""
    return (
        bool(re.search(r"\w", cell))
        and not re.fullmatch(r"[\W\d]*", cell)
        and not _LEVEL.match(name)
    )


def _plain(cell: str) -> str:
    return re.sub(r"[*_`#]", "", cell).strip()


def _broken(cell: str) -> str:
    return re.sub(r"[ \t]{0,9}<br\s{0,9}/?>[ \t]{0,9}", "\n\n", cell, flags=re.IGNORECASE)
