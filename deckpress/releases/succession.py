"""Which ledger can follow which: what `release` may write over the ledger of an earlier release.

A release adds its own line, dates what changed with its own time, and retires what is gone. It
never rewrites what an earlier one recorded: learners have that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from deckpress.deck.ledger import CODE, FILE
from deckpress.model import Fault, Ledger, Released, ReleasedType, Span

Record = Released | ReleasedType

PLACE = ("deck", "cards")
"""Columns of a note that a release writes as it finds them."""

CONTENT = ("content", "media")
"""Columns of which a release writes another hash when an author changed something."""


def faults(old: Ledger, new: Ledger) -> Iterator[Fault]:
    """What stands in `new` that no release can have written over `old`, at its lines.

    If `new` has no further release, the two must be equal.
    """
    count = len(old.releases)
    if new.releases[:count] != old.releases:
        yield from _releases(old, new)
        return  # what else differs comes of that
    last = old.releases[-1][0] if old.releases else ""
    releases = dict(new.releases[count:])
    live = (note for note in new.notes if not note.retired)
    is_refresh = all(note.mod in releases.values() for note in live)
    step = _Step(last, releases, is_refresh)
    yield from step.faults(old.types, new.types)
    yield from step.faults(old.notes, new.notes)


def _releases(old: Ledger, new: Ledger) -> Iterator[Fault]:
    """Releases that are gone, that have another time, or that were put between others."""
    known, found = dict(old.releases), dict(new.releases)
    end = max(new.release_lines, default=1)
    for name in known:
        if name not in found:
            yield _fault(end, f"release {name} is gone")
    for line, (name, time) in zip(new.release_lines, new.releases, strict=True):
        if name in known and time != known[name]:
            yield _fault(line, f"release {name} has another time")
    # Behind all that are known, a release may be new.
    for line, (name, _) in zip(new.release_lines, new.releases[: len(known)], strict=False):
        if name not in known:
            yield _fault(line, f"release {name} was never made")


def _fault(line: int, message: str) -> Fault:
    return Fault(Span(FILE, line), message, code=CODE)


@dataclass(frozen=True, slots=True)
class _Step:
    """From one ledger to the next."""

    last: str
    """The last release of the old one."""
    releases: Mapping[str, int]
    """The new releases and their times."""
    is_refresh: bool
    """Whether every note has a new time, as `release --refresh` gives it."""

    def faults(self, old: Sequence[Record], new: Sequence[Record]) -> Iterator[Fault]:
        """What is wrong with the notes, or with the note types."""
        before = {_name(record): record for record in old}
        after = {_name(record): record for record in new}
        for name in sorted({*before} - {*after}):
            message = f"the line of {name} is gone, which release {self.last} wrote"
            yield _fault(_line_behind(name, new), message)
        for name, record in after.items():
            message = self._message(name, before.get(name), record)
            if message:
                yield _fault(record.line, message)

    def _message(self, name: str, old: Record | None, new: Record) -> str:
        """What is wrong with a line, or an empty string."""
        if old is None:
            is_new = new.first in self.releases
            return "" if is_new else f"no release wrote this line of {name}"
        columns = ", ".join(self._rewritten(old, new))
        return f"{name}: {columns} changed since release {self.last}" if columns else ""

    def _rewritten(self, old: Record, new: Record) -> list[str]:
        """The columns that no release changes, or not in this way."""
        columns = [field.name for field in fields(new) if field.name != "line"]
        differing = [c for c in columns if getattr(old, c) != getattr(new, c)]
        allowed = self._allowed(old, new, differing) if differing else ()
        return [column for column in differing if column not in allowed]

    def _allowed(self, old: Record, new: Record, differing: Sequence[str]) -> tuple[str, ...]:
        """The columns that a release may have changed."""
        if not self.releases:
            return ()
        retired, was_retired = (getattr(record, "retired", "") for record in (new, old))
        if retired:
            return ("retired",) if retired in self.releases else ()
        allowed = (*PLACE, "retired") if was_retired else PLACE  # it came back
        is_dated = new.mod in self.releases.values()
        is_changed = any(column in CONTENT for column in differing)
        if is_dated and (is_changed or self.is_refresh):
            return (*allowed, *CONTENT, "mod")
        return allowed


def _name(record: Record) -> str:
    return record.id if isinstance(record, Released) else record.kind


def _line_behind(name: str, records: Sequence[Record]) -> int:
    """The line before which the record of that name would stand, or the last line."""
    behind = (record.line for record in records if _name(record) > name)
    return next(behind, max((record.line for record in records), default=1))
