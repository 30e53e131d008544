"""`content/ledger.tsv`, what learners may have, and `content/retired.txt`, what authors take away from them.

The ledger has one line for each release, note type and note, with tabs between the columns; `-` is an empty value.
Only `release` writes it. Authors write `retired.txt`: an id and, after a blank, the reason, on each line.

    release  version  time
    type     kind  id  content  mod  first  fields  templates
    note     id  kind  content  media  mod  first  retired  cards  deck  guid
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from deckpress.deck.identity import ID
from deckpress.deck.ledger import rules
from deckpress.deck.ledger.lines import CODE, COLUMNS, FILE, read_lines, release_line, text
from deckpress.deck.ledger.rules import version
from deckpress.model import Fault, Ledger, Released, ReleasedType, Retirement, Span
from deckpress.system import files

__all__ = [
    "CODE",
    "FILE",
    "RETIRED_FILE",
    "mod",
    "parse",
    "read",
    "release_line",
    "retirements",
    "text",
    "version",
]

RETIRED_FILE = "content/retired.txt"

_BLANK = re.compile(r"\s+")


def read(root: Path) -> tuple[Ledger, list[Fault]]:
    """The ledger of a deck, empty if there is none; if anything is wrong in it, nothing counts."""
    data, faults = _stored(root, FILE)
    return (Ledger(), faults) if faults else parse(data)


def _stored(root: Path, name: str) -> tuple[bytes, list[Fault]]:
    """A file's bytes, none if there is none; why it was not read, if it must not be."""
    try:
        return files.read(root / name, root), []
    except FileNotFoundError:
        return b"", []
    except files.UnsafePath as error:
        message = str(error.strerror)
        return b"", [Fault(Span(name), message, error.fix, code="unsafe-path")]


def parse(data: bytes) -> tuple[Ledger, list[Fault]]:
    """A ledger's file as `read` takes it."""
    found, faults = read_lines(data)
    faults += rules.faults(found, not faults, int(time.time()))
    if faults:
        return Ledger(), faults
    releases, types, notes = (
        tuple(line.record for line in found if line.kind == kind) for kind in COLUMNS
    )
    places = tuple(line.number for line in found if line.kind == "release")
    return Ledger(releases, types, notes, places), []


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
    data, faults = _stored(root, RETIRED_FILE)
    found = []
    for number, line in _said(_lines(data.decode("utf-8-sig", "replace"))):
        word, _, reason = line.partition(" ")
        span = Span(RETIRED_FILE, number)
        if ID.fullmatch(word):
            found.append(Retirement(word, reason.strip(), span))
        else:
            faults.append(Fault(span, f"{word!r} is not an id", code="bad-retirement"))
    return tuple(found), faults


def _lines(text: str) -> list[str]:
    """As editors count them: U+2028 and other separators of `str.splitlines` are in a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _said(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield number, _BLANK.sub(" ", line.strip())
