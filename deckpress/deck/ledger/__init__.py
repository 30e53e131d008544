"""`content/ledger.tsv`, what learners may have, and `content/retired.txt`, what authors take away.

The ledger has one line for each release, note type and note, with tabs between the columns; `-` is
an empty value. Only `release` writes it. Authors write `retired.txt`: an id and, after a blank, the
reason, on each line.

    release  version  time
    type     kind  id  content  mod  first  fields  templates
    note     id  kind  content  media  mod  first  retired  cards  deck  guid
"""

from __future__ import annotations

import re
import time
from pathlib import Path

from deckpress.deck.identity import ID
from deckpress.deck.ledger import rules
from deckpress.deck.ledger.lines import CODE, FILE, read_lines, release_line, text
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
        fault = Fault(
            Span(name),
            str(error.strerror),
            error.fix,
            code="unsafe-path",
        )
        return b"", [fault]


def parse(data: bytes) -> tuple[Ledger, list[Fault]]:
    """A ledger's file as `read` takes it."""
    lines, faults = read_lines(data)
    faults += rules.faults(lines, not faults, int(time.time()))
    if faults:
        return Ledger(), faults
    releases = [line for line in lines if line.word == "release"]
    records = [line.record for line in lines]
    ledger = Ledger(
        releases=tuple((line.name, line.time) for line in releases),
        types=tuple(record for record in records if isinstance(record, ReleasedType)),
        notes=tuple(record for record in records if isinstance(record, Released)),
        release_lines=tuple(line.number for line in releases),
    )
    return ledger, []


def mod(recorded: Released | ReleasedType | None, unchanged: bool, change: int) -> int:
    """The `mod` of a note or note type: the recorded one while it is unchanged, else a later one.

    `change` is the time that a change takes, in epoch seconds. Anki takes an update only if its
    `mod` is greater than what the learner has (rslib, apkg/import/notes.rs, should_update). Never
    later than the clock, unless the ledger is.
    """
    if recorded is None:
        return change
    if unchanged:
        return recorded.mod
    now = int(time.time())
    return max(change, min(recorded.mod + 1, now))


def retirements(root: Path) -> tuple[tuple[Retirement, ...], list[Fault]]:
    """The lines of `content/retired.txt`; one that does not begin with an id is a fault."""
    data, faults = _stored(root, RETIRED_FILE)
    found: list[Retirement] = []
    text = data.decode("utf-8-sig", "replace")
    # As editors count lines: U+2028 and other separators of `str.splitlines` are in one.
    for number, line in enumerate(re.split("\r\n|\r|\n", text), 1):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        name, *reason = words
        span = Span(RETIRED_FILE, number)
        if ID.fullmatch(name):
            retirement = Retirement(name, " ".join(reason), span)
            found.append(retirement)
        else:
            fault = Fault(span, f"{name!r} is not an id", code="bad-retirement")
            faults.append(fault)
    return tuple(found), faults
