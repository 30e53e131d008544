"""The lines of `content/ledger.tsv`: what each column looks like, text -> records and back."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from deckpress.model import Fault, Ledger, Released, ReleasedType, Span

FILE = "content/ledger.tsv"
CODE = "bad-ledger"
"""The check that reports what is wrong with it."""

HEADER = """\
# What this deck has released. `release` writes this file; nobody else should, not even in a merge.
# release: version, time | type: kind, id, content, mod, first, fields, templates
# note: id, kind, content, media, mod, first, retired, cards, deck, guid
"""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "release": ("version", "time"),
    "type": ("kind", "number", "content", "mod", "first", "fields", "templates"),
    "note": (
        "id",
        "kind",
        "content",
        "media",
        "mod",
        "first",
        "retired",
        "cards",
        "deck",
        "guid",
    ),
}
"""The columns behind each line's first word; the first of them names what the line is about."""

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
    "cards": f"-|{_CARD}(?: {_CARD})*",  # `1 2`; of a cloze `1:1e2170 2:ed3860`
    "fields": r"[^\t,]+(?:,[^\t,]+)*",
    "templates": r"[^\t,]+(?:,[^\t,]+)*",
    "deck": r"[^\t]+",
    "guid": r"[^\t]+",
}
_LINES: Mapping[str, re.Pattern[str]] = {
    kind: re.compile("\t".join([kind, *(f"(?:{_SHAPES[c]})" for c in columns)]), re.ASCII)
    for kind, columns in COLUMNS.items()
}
_MERGE_MARK = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_BLANK = re.compile(r"\s+")


class Line(NamedTuple):
    """A line that is a record."""

    number: int
    text: str
    kind: str
    """A key of `COLUMNS`."""
    name: str
    """What it is about: a version, a kind or an id."""
    record: Any = None
    """`(version, epoch seconds)`, ReleasedType or Released."""

    def at(self, column: str = "") -> Span:
        """Where a column stands; without a name, the line."""
        if not column:
            return Span(FILE, self.number)
        count = COLUMNS[self.kind].index(column) + 1
        before = self.text.split("\t")[:count]
        return Span(FILE, self.number, 1 + sum(len(cell) + 1 for cell in before))


def read_lines(data: bytes) -> tuple[list[Line], list[Fault]]:
    """The records of a file, and a fault for each line that is none."""
    lines, faults = [], []
    rows = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
    for number, raw in enumerate(rows, 1):
        text = raw.decode("utf-8", "replace")
        if not text.strip() or text.startswith("#"):
            continue
        line = _line(text, number)
        if text.encode() != raw:
            faults.append(Fault(Span(FILE, number), "not UTF-8", code=CODE))
        elif line:
            lines.append(line)
        else:
            faults.append(_fault(text, number))
    return lines, faults


def _line(text: str, number: int) -> Line | None:
    """The record, or None if the line is not just as `release` writes it."""
    kind, *cells = text.split("\t")
    if kind not in COLUMNS or not _LINES[kind].fullmatch(text):
        return None
    try:
        return Line(number, text, kind, cells[0], _READERS[kind](cells, number))
    except ValueError:  # a day that no calendar has
        return None


def _fault(text: str, number: int) -> Fault:
    """What is wrong with a line that is no record."""
    place = Span(FILE, number)
    kind, *cells = text.split("\t")
    shown = text if len(text) < 60 else f"{text[:60]}…"
    if _MERGE_MARK.match(text):
        return Fault(place, f"a merge left its mark: {shown!r}", ONE_SIDE, code=CODE)
    if kind not in COLUMNS:
        return Fault(place, f"not a line of a ledger: {shown!r}", code=CODE)
    columns = COLUMNS[kind]
    if len(cells) != len(columns):
        count = f"a {kind} has {len(columns)} columns, not {len(cells)}"
        return Fault(place, f"not a line of a ledger: {count}", code=CODE)
    line = Line(number, text, kind, cells[0])
    pairs = zip(columns, cells, strict=True)
    column, cell = next(pair for pair in pairs if not _is_like(*pair))
    return Fault(line.at(column), f"{column} cannot be {cell[:60]!r}", code=CODE)


def _is_like(column: str, cell: str) -> bool:
    """Whether a cell looks like its column."""
    if not re.fullmatch(_SHAPES[column], cell, re.ASCII):
        return False
    try:
        return column not in ("time", "mod") or bool(_seconds(cell))
    except ValueError:
        return False


def _release(cells: Sequence[str], line: int) -> tuple[str, int]:
    return cells[0], _seconds(cells[1])


def _type(cells: Sequence[str], line: int) -> ReleasedType:
    kind, number, content, mod, first, fields, templates = cells
    schema = tuple(fields.split(",")), tuple(templates.split(","))
    return ReleasedType(kind, int(number), content, *schema, _seconds(mod), first, line)


def _note(cells: Sequence[str], line: int) -> Released:
    identifier, kind, content, media, mod, first, retired, cards, deck, guid = (
        "" if cell == "-" else cell for cell in cells
    )
    numbered = (card.partition(":") for card in cards.split())
    numbers = tuple((int(number), body) for number, _, body in numbered)
    time = _seconds(mod)
    return Released(
        identifier, kind, content, media, numbers, deck, guid, time, first, retired, line
    )


_READERS: Mapping[str, Callable[[Sequence[str], int], Any]] = {
    "release": _release,
    "type": _type,
    "note": _note,
}


@functools.cache
def _seconds(at: str) -> int:
    return int(datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())


def text(ledger: Ledger) -> str:
    """The file: releases in order, note types and notes sorted by kind and id."""
    rows = [_type_row(t) for t in sorted(ledger.types, key=lambda t: t.kind)]
    rows += [_note_row(n) for n in sorted(ledger.notes, key=lambda n: n.id)]
    lines = [release_line(*release) for release in ledger.releases]
    lines += ["\t".join(cell or "-" for cell in row) for row in rows]
    return HEADER + "".join(f"{line}\n" for line in lines)


def release_line(version: str, time: int) -> str:
    """The line of a release."""
    return f"release\t{version}\t{shown(time)}"


def _type_row(t: ReleasedType) -> tuple[str, ...]:
    schema = (",".join(t.fields), ",".join(t.templates))
    return ("type", t.kind, str(t.id), t.content, shown(t.mod), t.first, *schema)


def _note_row(n: Released) -> tuple[str, ...]:
    cards = " ".join(f"{number}:{body}" if body else str(number) for number, body in n.cards)
    deck = _BLANK.sub(" ", n.deck)
    return (
        "note",
        n.id,
        n.kind,
        n.content,
        n.media,
        shown(n.mod),
        n.first,
        n.retired,
        cards,
        deck,
        n.guid,
    )


def shown(seconds: int) -> str:
    """A time as the ledger writes it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
