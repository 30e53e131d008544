"""`content/ledger.tsv`, what learners may have, and `content/retired.txt`, what authors take away from them.

The ledger has one line for each release, note type and note, with tabs between the columns; `-` is an empty value.
Only `release` writes it. Authors write `retired.txt`: an id and, after a blank, the reason, on each line.

    release  version  time
    type     kind  id  content  mod  first  fields  templates
    note     id  kind  content  media  mod  first  retired  cards  deck  guid
"""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deckpress.identity import ID
from deckpress.model import Fault, Ledger, Released, ReleasedType, Retirement, Span

FILE, RETIRED_FILE = "content/ledger.tsv", "content/retired.txt"

HEADER = """\
# What this deck has released. `release` writes this file; nobody else should, not even in a merge.
# release: version, time | type: kind, id, content, mod, first, fields, templates
# note: id, kind, content, media, mod, first, retired, cards, deck, guid
"""

_VERSION = re.compile(r"\d+(\.\d+){0,2}")
_BLANK = re.compile(r"\s+")


def read(root: Path) -> tuple[Ledger, list[Fault]]:
    """The ledger of a deck, empty if there is none; a line that is no record is a fault, and then nothing counts."""
    path = root / FILE
    if not path.is_file():
        return Ledger(), []
    lines = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    records, faults = _records(lines)
    if faults:
        return Ledger(), faults
    releases, types, notes = ([r for k, r in records if k == kind] for kind in ("release", "type", "note"))
    return Ledger(tuple(releases), tuple(types), tuple(sorted(notes, key=lambda note: note.id))), []


def _records(lines: Sequence[str]) -> tuple[list[tuple[str, Any]], list[Fault]]:
    records, faults, seen = [], [], set()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, *columns = line.split("\t")
        try:
            records.append((kind, _READERS[kind](columns, number)))
        except (KeyError, ValueError, IndexError):
            shown = line if len(line) < 60 else f"{line[:60]}…"
            faults.append(Fault(Span(FILE, number), f"not a line of a ledger: {shown!r}", code="bad-ledger"))
        if (kind, *columns[:1]) in seen:
            faults.append(Fault(Span(FILE, number), f"{columns[0]!r} stands here twice", code="bad-ledger"))
        seen.add((kind, *columns[:1]))
    return records, faults


def _release(columns: Sequence[str], line: int) -> tuple[str, int]:
    name, at = columns
    return ".".join(map(str, version(name))), _seconds(at)


def _type(columns: Sequence[str], line: int) -> ReleasedType:
    kind, identifier, content, mod, first, fields, templates = columns
    schema = tuple(fields.split(",")), tuple(templates.split(","))
    return ReleasedType(kind, int(identifier), content, *schema, _seconds(mod), first, line)


def _note(columns: Sequence[str], line: int) -> Released:
    identifier, kind, content, media, mod, first, retired, cards, deck, guid = (_filled(c) for c in columns)
    numbered = (card.partition(":") for card in cards.split())
    numbers = tuple((int(number), body) for number, _, body in numbered)
    return Released(identifier, kind, content, media, numbers, deck, guid, _seconds(mod), first, retired, line)


_READERS: dict[str, Callable[[Sequence[str], int], Any]] = {"release": _release, "type": _type, "note": _note}


def text(ledger: Ledger) -> str:
    """The file: releases in order, note types and notes sorted by kind and id."""
    rows: list[tuple[str, ...]] = [("release", name, _time(at)) for name, at in ledger.releases]
    rows += [_type_row(t) for t in sorted(ledger.types, key=lambda t: t.kind)]
    rows += [_note_row(n) for n in sorted(ledger.notes, key=lambda n: n.id)]
    return HEADER + "".join("\t".join(column or "-" for column in row) + "\n" for row in rows)


def _type_row(t: ReleasedType) -> tuple[str, ...]:
    schema = (",".join(t.fields), ",".join(t.templates))
    return ("type", t.kind, str(t.id), t.content, _time(t.mod), t.first, *schema)


def _note_row(n: Released) -> tuple[str, ...]:
    cards = " ".join(f"{number}:{body}" if body else str(number) for number, body in n.cards)
    deck = _BLANK.sub(" ", n.deck)
    return ("note", n.id, n.kind, n.content, n.media, _time(n.mod), n.first, n.retired, cards, deck, n.guid)


def _filled(column: str) -> str:
    return "" if column == "-" else column


@functools.cache
def _seconds(at: str) -> int:
    return int(datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def version(name: str) -> tuple[int, ...]:
    """`1.2.0` as numbers that compare.

    Raises ValueError for anything but one to three whole numbers with dots between them.
    """
    if not _VERSION.fullmatch(name):
        raise ValueError(name)
    return tuple(int(part) for part in name.split("."))


def mod(recorded: Released | ReleasedType | None, unchanged: bool, change: int) -> int:
    """The `mod` of a note or note type: what was recorded while it is unchanged, else later than that.

    `change` is the time that a change takes, in epoch seconds. Anki takes an update only if its `mod` is greater than
    what the learner has (rslib, apkg/import/notes.rs, should_update). Never later than the clock, unless the ledger is.
    """
    if recorded is None:
        return change
    return recorded.mod if unchanged else max(change, min(recorded.mod + 1, int(time.time())))


def retirements(root: Path) -> tuple[tuple[Retirement, ...], list[Fault]]:
    """The lines of `content/retired.txt`; one that does not begin with an id is a fault."""
    path = root / RETIRED_FILE
    lines = path.read_bytes().decode("utf-8", "replace").splitlines() if path.is_file() else []
    found, faults = [], []
    for number, line in _said(lines):
        word, _, reason = line.partition(" ")
        span = Span(RETIRED_FILE, number)
        if ID.fullmatch(word):
            found.append(Retirement(word, reason.strip(), span))
        else:
            faults.append(Fault(span, f"{word!r} is not an id", code="bad-retirement"))
    return tuple(found), faults


def _said(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield number, _BLANK.sub(" ", line.strip())
