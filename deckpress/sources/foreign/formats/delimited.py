"""CSV, TSV and Anki's plain-text export, with or without Anki's header comments (docs.ankiweb.net, "Text files")."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deckpress.sources.foreign import notes
from deckpress.sources.foreign.formats.page import decoded
from deckpress.sources.foreign.found import Found, Harvest, Refused, Skipped, Tick

ORDER = 40

LARGEST = 100_000_000
"""Bytes of a table."""

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}

_HEADER = re.compile(r"^#([a-z][a-z ]*):(.*)$", re.IGNORECASE)
_COLUMN = re.compile(r"^(tags|deck|notetype|guid) column$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is to be read."""

    separator: str
    markup: bool
    first: int
    """Its first row, from 0, below the header comments."""
    special: Mapping[int, str]
    """Column, from 0, to `tags`, `deck`, `notetype` or `guid`."""
    columns: tuple[str, ...]
    deck: str
    kind: str
    tags: tuple[str, ...]


def recognises(path: Path, head: bytes) -> bool:
    """By its name, by Anki's header comments, or because nearly every line has one tab."""
    if path.suffix.lower() in (".csv", ".tsv"):
        return True
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    if re.match(r"#(?:separator|html|columns|tags|deck|notetype|guid)\b[a-z ]*:", text):
        return True
    lines = [line for line in text.split("\n")[:-1] if line.strip()]
    return path.suffix.lower() == ".txt" and len(lines) > 2 and all("\t" in line.strip() for line in lines)


def read(path: Path, name: str, fields: Mapping[str, str], tick: Tick) -> Harvest:
    """One card for each row."""
    if path.stat().st_size > LARGEST:
        raise Refused("source-too-large", f"larger than {LARGEST:,} bytes", "split the file")
    text, problems = decoded(path.read_bytes(), name)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    layout = _layout(lines)
    rows = list(_rows(lines, layout, name))
    names, rows = _header(rows, layout)
    width = max((len(cells) for _, cells in rows), default=0)
    columns = tuple(names[i] if i < len(names) and names[i] else f"Field {i + 1}" for i in range(width))
    kind = notes.Kind(layout.kind or "table", tuple(c for i, c in enumerate(columns) if i not in layout.special))
    parts = notes.mapping(kind, fields)
    cards, skipped = _cards(rows, layout, kind, parts, name)
    return Harvest(name, tuple(cards), tuple(skipped), (*problems, notes.shown(kind, parts, name)), decks=True)


def _layout(lines: Sequence[str]) -> Layout:
    given: dict[str, str] = {}
    first = 0
    while first < len(lines) and (found := _HEADER.match(lines[first])):
        given[found[1].lower()] = found[2].strip()
        first += 1
    separator = given.get("separator", "")
    separator = SEPARATORS.get(separator.lower(), separator[:1]) or _sniffed(lines[first : first + 50])
    special = {
        int(v) - 1: m[1] for k, v in given.items() if (m := _COLUMN.match(k)) and v.isdigit() and 0 < int(v) < 1000
    }
    columns = tuple(given["columns"].split(separator)) if given.get("columns") else ()
    markup = given.get("html", "true" if first == 0 else "false").lower() == "true"
    return Layout(
        separator,
        markup,
        first,
        special,
        columns,
        given.get("deck", ""),
        given.get("notetype", ""),
        tuple(given.get("tags", "").split()),
    )


def _sniffed(lines: Sequence[str]) -> str:
    filled = [line for line in lines if line.strip()]
    counts = {sign: sum(1 for line in filled if sign in line) for sign in ("\t", ";", ",", "|")}
    return max(counts, key=lambda sign: counts[sign]) if filled else ","


def _rows(lines: Sequence[str], layout: Layout, name: str) -> Iterator[tuple[int, list[str]]]:
    """`(line, cells)` of each row; a quoted cell may run over lines."""
    csv.field_size_limit(notes.LARGEST_FIELD * 4)
    reader = csv.reader(io.StringIO("\n".join(lines[layout.first :])), delimiter=layout.separator)
    start = layout.first + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = layout.first + reader.line_num
            raise Refused(
                "bad-table", f"not a readable table: {error}", "see whether a quote is missing on this line", line
            ) from None
        if any(cell.strip() for cell in cells) and not lines[start - 1].startswith("#"):
            yield start, cells
        start = layout.first + reader.line_num + 1


def _header(rows: list[tuple[int, list[str]]], layout: Layout) -> tuple[Sequence[str], list[tuple[int, list[str]]]]:
    """Column names and the rows below: from the comments, or from a first row that names parts."""
    if layout.columns or not rows:
        return layout.columns, rows
    cells = [cell.strip() for cell in rows[0][1]]
    known = notes.mapping(notes.Kind("", tuple(dict.fromkeys(cells))), {})
    named = sum(1 for cell in cells if notes.names_a_part(cell))
    return (cells, rows[1:]) if known and named > 1 else ((), rows)


def _cards(
    rows: Sequence[tuple[int, list[str]]], layout: Layout, kind: notes.Kind, parts: Mapping[str, str], name: str
) -> tuple[list[Found], list[Skipped]]:
    cards, skipped = [], []
    for line, cells in rows:
        special = {what: cells[i].strip() for i, what in layout.special.items() if i < len(cells)}
        values = tuple(cell for i, cell in enumerate(cells) if i not in layout.special)
        tags = (*layout.tags, *special.get("tags", "").split())
        own = notes.named_kind(special.get("notetype", layout.kind), kind)
        row = notes.Row(own, values, line, special.get("deck", layout.deck), tags, special.get("guid", ""))
        if notes.too_large(values):
            skipped.append(Skipped(line, "a field of more than a million characters"))
            continue
        card = notes.card(row, parts, name, layout.markup)
        if card.question:
            cards.append(card)
        else:
            skipped.append(Skipped(line, "a row without a question", " ".join(" ".join(values).split())[:80]))
    return cards, skipped
