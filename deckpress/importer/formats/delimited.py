"""CSV, TSV and Anki's plain-text export, with or without Anki's header comments (docs.ankiweb.net,
"Text files")."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deckpress.anki import note_types, to_markdown
from deckpress.anki.html_to_markdown import plain
from deckpress.deck import identity
from deckpress.importer import field_parts
from deckpress.importer.formats.page import decoded
from deckpress.importer.harvest import Harvest, Tick
from deckpress.importer.reading import note_cards
from deckpress.importer.reading.rows import beside, taken
from deckpress.model.digits import whole_number
from deckpress.model.refused import Refused, problem

ORDER = 40

LARGEST = 100_000_000
"""Bytes of a table."""

LARGEST_CELL = 10_000_000
"""Characters: a picture may stand in a cell."""

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}

# "#separator:tab"
_HEADER = re.compile(r"^#([a-z][a-z ]*):(.*)$", re.IGNORECASE)
# "a<br>b", "a &amp; b"
_HTML = re.compile(
    r"""
    <(?:br|b|i|u|p|div|span|img|ul|ol|li|sub|sup|code|pre|table)\b[^<>]*>
    |&(?:nbsp|lt|gt|amp);
    """,
    re.I | re.VERBOSE,
)
# What parts front and back in CSV of old add-ons
_LINE = re.compile(r"<hr\s+id=[\"']?answer[\"']?\s*/?>", re.IGNORECASE)
# "tags column"
_COLUMN = re.compile(r"^(tags|deck|notetype|guid) column$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is to be read."""

    separator: str
    first: int
    """Its first row, from 0, below the header comments."""
    special: Mapping[int, str]
    """Column, from 0, to `tags`, `deck`, `notetype` or `guid`."""
    columns: tuple[str, ...]
    given: Mapping[str, str]
    """The header comments."""


def recognises(path: Path, head: bytes) -> bool:
    """By its name, by Anki's header comments, or because nearly every line has one tab."""
    if path.suffix.lower() in (".csv", ".tsv"):
        return True
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    if re.match(r"#(?:separator|html|columns|tags|deck|notetype|guid)\b[a-z ]*:", text):
        return True
    lines = [line for line in text.split("\n")[:-1] if line.strip()]
    return (
        path.suffix.lower() == ".txt"
        and len(lines) > 2
        and all("\t" in line.strip() for line in lines)
    )


def read(path: Path, name: str, fields: Mapping[str, str], tick: Tick) -> Harvest:
    """One card for each row."""
    if path.stat().st_size > LARGEST:
        raise Refused("source-too-large", f"larger than {LARGEST:,} bytes", "split the file")
    text, problems = decoded(path.read_bytes(), name)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    layout = _layout(lines)
    cells = _rows(lines, layout)
    if _of_cards(layout, cells):
        problems = (*problems, problem(name, 1, "cards-export", *_CARDS_EXPORT))
        cells = [(line, [row[0], _without_front(*row[:2])]) for line, row in cells]
    names, cells = _header(cells, layout)
    harvest = beside(taken(_notes(cells, layout, names), fields, name, "row"), path)
    return replace(harvest, problems=(*problems, *harvest.problems))


_CARDS_EXPORT = (
    "a list of cards, not of notes: it has no clozes, tags, decks or ids",
    "export from Anki as .apkg, or as 'Notes in Plain Text'",
)


def _of_cards(layout: Layout, cells: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether Anki wrote it as 'Cards in Plain Text': the back repeats the front."""
    if (
        {"separator", "html"} != {*layout.given}
        or not cells
        or any(len(row) != 2 for _, row in cells)
    ):
        return False
    return sum(_without_front(*row) != row[1] for _, row in cells) * 2 > len(cells)


def _without_front(front: str, back: str) -> str:
    """The back of a card without the front, which most templates repeat above a line."""
    line = _LINE.search(back)
    repeated = line and plain(front).startswith(plain(back[: line.start()]))
    return back[line.end() :].strip() if line and repeated else back


def _layout(lines: Sequence[str]) -> Layout:
    given: dict[str, str] = {}
    first = 0
    while first < len(lines) and (found := _HEADER.match(lines[first])):
        given[found[1].lower()] = found[2].strip()
        first += 1
    separator = given.get("separator", "")
    separator = SEPARATORS.get(separator.lower(), separator[:1]) or _sniffed(
        lines[first : first + 50]
    )
    named = ((_COLUMN.match(key), whole_number(value)) for key, value in given.items())
    special = {number - 1: key[1] for key, number in named if key and number and number < 1000}
    columns = (
        tuple(next(csv.reader([given["columns"]], delimiter=separator)))
        if given.get("columns")
        else ()
    )
    return Layout(separator, first, special, columns, given)


def _sniffed(lines: Sequence[str]) -> str:
    filled = [line for line in lines if line.strip()]
    counts = {sign: sum(1 for line in filled if sign in line) for sign in ("\t", ";", ",", "|")}
    return max(counts, key=lambda sign: counts[sign]) if filled else ","


def _rows(lines: Sequence[str], layout: Layout) -> list[tuple[int, list[str]]]:
    """`(line, cells)` of each row; a quoted cell may run over lines."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO("\n".join(lines[layout.first :])), delimiter=layout.separator)
    start = layout.first + 1
    found: list[tuple[int, list[str]]] = []
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return found
        except csv.Error as error:
            line = layout.first + reader.line_num
            raise Refused(
                "bad-table",
                f"not a readable table: {error}",
                "see whether a quote is missing on this line",
                line,
            ) from None
        if any(cell.strip() for cell in cells) and not lines[start - 1].startswith("#"):
            found.append((start, cells))
        start = layout.first + reader.line_num + 1


def _header(
    rows: list[tuple[int, list[str]]], layout: Layout
) -> tuple[Sequence[str], list[tuple[int, list[str]]]]:
    """Column names and the rows below: from the comments, or from a first row that names parts."""
    if layout.columns or not rows:
        return layout.columns, rows
    cells = [cell.strip() for cell in rows[0][1]]
    named = sum(1 for cell in cells if field_parts.part_of(cell))
    return (cells, rows[1:]) if named > 1 else ((), rows)


def _notes(
    cells: Sequence[tuple[int, list[str]]], layout: Layout, names: Sequence[str]
) -> Iterator[note_cards.Row]:
    """The rows as notes, each with the fields of its own note type."""
    given, read = layout.given, _reading(layout, cells)
    rows = [(line, *_sorted(row, layout)) for line, row in cells]
    by_name: dict[str, list[list[str]]] = {}
    for _, special, values in rows:
        by_name.setdefault(special.get("notetype", given.get("notetype", "")), []).append(values)
    found = {name: _kind(name, values, names, layout) for name, values in by_name.items()}
    for line, special, values in rows:
        kind = found[special.get("notetype", given.get("notetype", ""))]
        tags = (*given.get("tags", "").split(), *special.get("tags", "").split())
        deck = special.get("deck", given.get("deck", ""))
        yield note_cards.Row(
            kind, tuple(values), line, deck, tags, special.get("guid", ""), read=read
        )


def _sorted(cells: Sequence[str], layout: Layout) -> tuple[dict[str, str], list[str]]:
    """What the columns with a meaning of their own say, and the fields."""
    special = {what: cells[i].strip() for i, what in layout.special.items() if i < len(cells)}
    return special, [cell for i, cell in enumerate(cells) if i not in layout.special]


def _kind(
    name: str, rows: Sequence[Sequence[str]], names: Sequence[str], layout: Layout
) -> note_types.StoredType:
    """A note type, of which a table knows no more than its name and its values."""
    width = max(map(_width, rows), default=0)
    if not names:
        # Our own note types have at least the question and the answer behind the id.
        own = width >= len(identity.FIELDS) - 3 and all(map(_begins_with_id, rows))
        return note_types.named(name, width, own)
    told = [n for i, n in enumerate(names) if i not in layout.special]
    told += [""] * (width - len(told))
    fields = tuple(told[i] or f"Field {i + 1}" for i in range(width))
    return note_types.with_templates(note_types.StoredType(name or "table", fields))


def _width(row: Sequence[str]) -> int:
    """The columns of a row up to the last that says something."""
    return max((i + 1 for i, value in enumerate(row) if value.strip()), default=0)


def _begins_with_id(row: Sequence[str]) -> bool:
    return bool(row) and identity.ID.fullmatch(row[0]) is not None


def _reading(layout: Layout, cells: Sequence[tuple[int, list[str]]]) -> note_cards.Read:
    """What the cells hold: HTML or plain text as Anki's header says; without one, Markdown unless
    there are tags."""
    if "html" in layout.given:
        return (
            to_markdown.faithful
            if layout.given["html"].lower() == "true"
            else note_cards.plain_text
        )
    tags = any(_HTML.search(cell) for _, row in cells for cell in row)
    return (
        to_markdown.faithful
        if tags
        else note_cards.plain_text
        if layout.given
        else note_cards.as_written
    )
