"""The lines of `content/ledger.tsv`: what each column looks like, text -> records and back."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from deckpress.model import Fault, Ledger, Released, ReleasedType, Span

FILE = "content/ledger.tsv"

HEADER = """\
# What this deck has released. `release` writes this file; nobody else should, not even in a merge.
# release: version, time | type: kind, id, content, mod, first, fields, templates
# note: id, kind, content, media, mod, first, retired, cards, deck, guid
"""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "release": ("version", "time"),
    "type": ("kind", "number", "content", "mod", "first", "fields", "templates"),
    "note": tuple("id kind content media mod first retired cards deck guid".split()),
}
"""The columns behind each line's first word; the first of them names what the line is about."""

CODE = "bad-ledger"
"""The check that reports what is wrong in it."""

ONE_SIDE = (
    "keep one side of the merge whole, never lines of both: "
    f"git checkout --ours {FILE} (or --theirs)"
)
"""What to do about a ledger that was merged."""

VERSION = r"(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){0,2}"
"""One to three whole numbers with dots between them, ASCII digits only: 1.2.0."""

_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_HASH = r"[0-9a-f]{16}"
_CARD = r"[1-9]\d{0,3}(?::[0-9a-f]{6})?"
_NAMES = r"[^\t,]+(?:,[^\t,]+)*"

_SHAPES: Mapping[str, str] = {
    "version": VERSION,
    "first": VERSION,
    "retired": f"-|{VERSION}",
    "time": _TIME,  # 2026-11-25T20:15:22Z
    "mod": _TIME,
    "id": r"[a-z0-9-]{3,80}",
    "kind": r"[a-z][a-z0-9-]*",
    "number": r"[1-9]\d{0,18}",
    "content": _HASH,  # 1d2c55bdb88d9ee8
    "media": f"-|{_HASH}",
    "cards": f"-|{_CARD}(?: {_CARD})*",  # 1:1e2170 2:ed3860
    "fields": _NAMES,  # ID,Question,Answer
    "templates": _NAMES,
    "deck": r"[^\t]+",
    "guid": r"[^\t]+",
}
_MERGE_MARK = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")


class Line(NamedTuple):
    """A line that is as `release` writes it."""

    number: int
    """Where it stands in the file, from 1."""
    text: str
    word: str
    """Its first word, a key of `COLUMNS`."""
    name: str
    """What it is about: a version, a kind or an id."""
    time: int
    """Of a release its time, of all others their `mod`, in epoch seconds."""
    record: ReleasedType | Released | None
    """None for a release, of which there is no more to say."""

    def at(self, column: str = "") -> Span:
        """Where a column stands; without a name, the line."""
        return _place(self.text, self.number, column)


def _place(text: str, number: int, column: str = "") -> Span:
    if not column:
        return Span(FILE, number)
    cells = text.split("\t")
    count = COLUMNS[cells[0]].index(column) + 1
    before = "\t".join(cells[:count])
    return Span(FILE, number, len(before) + 2)  # a tab further, and from 1


def fault(place: Span, message: str, fix: str = "", *related: Span) -> Fault:
    """What is wrong at a place of the ledger."""
    return Fault(place, message, fix, related, CODE)


# --- text -> records ---


def read_lines(data: bytes) -> tuple[list[Line], list[Fault]]:
    """The records of a file, and a fault for each line that is none."""
    lines: list[Line] = []
    faults: list[Fault] = []
    # Not `splitlines`, for which U+0085 ends a line; editors may have added the first three bytes.
    rows = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
    for number, row in enumerate(rows, 1):
        text = row.decode("utf-8", "replace")
        if not text.strip() or text.startswith("#"):
            continue
        if text.encode() != row:  # a byte was replaced
            faults.append(fault(Span(FILE, number), "not UTF-8"))
            continue
        line = _line(text, number)
        if line:
            lines.append(line)
        else:
            faults.append(_line_fault(text, number))
    return lines, faults


def _line(text: str, number: int) -> Line | None:
    """The record, or None if the line is not just as `release` writes it."""
    word, *cells = text.split("\t")
    if word not in COLUMNS or not _pattern(word).fullmatch(text):
        return None
    cells = ["" if cell == "-" else cell for cell in cells]
    columns = dict(zip(COLUMNS[word], cells, strict=True))
    try:
        time = _seconds(columns["time" if word == "release" else "mod"])
    except ValueError:  # a day that no calendar has
        return None
    record = None if word == "release" else _record(columns, time, number)
    return Line(number, text, word, cells[0], time, record)


@functools.cache
def _pattern(word: str) -> re.Pattern[str]:
    """What a line that begins with a word looks like."""
    cells = [f"(?:{_SHAPES[column]})" for column in COLUMNS[word]]
    return re.compile("\t".join([word, *cells]), re.ASCII)


def _record(cells: Mapping[str, str], mod: int, line: int) -> ReleasedType | Released:
    """What the cells of a note type or note say, by their columns."""
    if "id" not in cells:
        # type basic 1607392319 1d2c55bdb88d9ee8 2026-11-25T20:15:22Z 1.0 ID,Question card
        return ReleasedType(
            kind=cells["kind"],
            id=int(cells["number"]),
            content=cells["content"],
            fields=tuple(cells["fields"].split(",")),
            templates=tuple(cells["templates"].split(",")),
            mod=mod,
            first=cells["first"],
            line=line,
        )
    # note what-is-an-epoch basic 03c7185876338c4c - 2026-11-25T20:15:22Z 1.0 - 1 Deck x7Qb
    return Released(
        id=cells["id"],
        kind=cells["kind"],
        content=cells["content"],
        media=cells["media"],
        cards=tuple(_cards(cells["cards"])),
        deck=cells["deck"],
        guid=cells["guid"],
        mod=mod,
        first=cells["first"],
        retired=cells["retired"],
        line=line,
    )


def _cards(cell: str) -> Iterator[tuple[int, str]]:
    """`1 2`; of a cloze `1:1e2170 2:ed3860`."""
    for card in cell.split():
        number, _, body = card.partition(":")
        yield int(number), body


@functools.cache
def _seconds(time: str) -> int:
    """Raises ValueError for a day that no calendar has."""
    date = datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ")
    return int(date.replace(tzinfo=UTC).timestamp())


def _line_fault(text: str, number: int) -> Fault:
    """What is wrong with a line that is no record."""
    place = Span(FILE, number)
    word, *cells = text.split("\t")
    shown = text if len(text) < 60 else f"{text[:60]}…"
    if _MERGE_MARK.match(text):
        return fault(place, f"a merge left its mark: {shown!r}", ONE_SIDE)
    if word not in COLUMNS:
        return fault(place, f"not a line of a ledger: {shown!r}")
    columns = COLUMNS[word]
    if len(cells) != len(columns):
        count = f"a {word} has {len(columns)} columns, not {len(cells)}"
        return fault(place, f"not a line of a ledger: {count}")
    pairs = zip(columns, cells, strict=True)
    column, cell = next(pair for pair in pairs if not _is_like(*pair))
    return fault(_place(text, number, column), f"{column} cannot be {cell[:60]!r}")


def _is_like(column: str, cell: str) -> bool:
    """Whether a cell looks like its column."""
    if not re.fullmatch(_SHAPES[column], cell, re.ASCII):
        return False
    if column in ("time", "mod"):
        try:
            _seconds(cell)
        except ValueError:
            return False
    return True


# --- records -> text ---


def text(ledger: Ledger) -> str:
    """The file: releases in order, note types and notes sorted by kind and id."""
    lines = [release_line(*release) for release in ledger.releases]
    lines += map(_type_line, sorted(ledger.types, key=lambda kind: kind.kind))
    lines += map(_note_line, sorted(ledger.notes, key=lambda note: note.id))
    return HEADER + "".join(f"{line}\n" for line in lines)


def release_line(version: str, time: int) -> str:
    """The line of a release."""
    return _joined("release", version, shown(time))


def _type_line(kind: ReleasedType) -> str:
    return _joined(
        "type",
        kind.kind,
        str(kind.id),
        kind.content,
        shown(kind.mod),
        kind.first,
        ",".join(kind.fields),
        ",".join(kind.templates),
    )


def _note_line(note: Released) -> str:
    cards = [f"{number}:{body}" if body else str(number) for number, body in note.cards]
    return _joined(
        "note",
        note.id,
        note.kind,
        note.content,
        note.media,
        shown(note.mod),
        note.first,
        note.retired,
        " ".join(cards),
        re.sub(r"\s+", " ", note.deck),
        note.guid,
    )


def _joined(*cells: str) -> str:
    return "\t".join(cell or "-" for cell in cells)


def shown(seconds: int) -> str:
    """A time as the ledger writes it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
