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
    version = old.releases[-1][0] if old.releases else ""
    releases = dict(new.releases[count:])
    times = {note.mod for note in new.notes if not note.retired}
    step = _Step(version, releases, is_refresh=times <= {*releases.values()})
    yield from step.faults(old.types, new.types)
    yield from step.faults(old.notes, new.notes)


def _releases(old: Ledger, new: Ledger) -> Iterator[Fault]:
    """Releases that are gone, that have another time, or that were put between others."""
    known = dict(old.releases)
    gone = known.keys() - dict(new.releases)
    end = max(new.release_lines, default=1)
    for version in known:
        if version in gone:
            yield _fault(end, f"release {version} is gone")
    placed = [*zip(new.release_lines, new.releases, strict=True)]
    for line, (version, time) in placed:
        if known.get(version, time) != time:
            yield _fault(line, f"release {version} has another time")
    # Behind all that are known, a release may be new.
    for line, (version, _) in placed[: len(known)]:
        if version not in known:
            yield _fault(line, f"release {version} was never made")


def _fault(line: int, message: str) -> Fault:
    return Fault(Span(FILE, line), message, code=CODE)


@dataclass(frozen=True, slots=True)
class _Step:
    """From one ledger to the next."""

    version: str
    """The last release of the old one."""
    releases: Mapping[str, int]
    """The new releases and their times."""
    is_refresh: bool
    """Whether every note has a new time, as `release --refresh` gives it."""

    def faults(self, old: Sequence[Record], new: Sequence[Record]) -> Iterator[Fault]:
        """What is wrong with the notes, or with the note types."""
        before = {_name(record): record for record in old}
        after = {_name(record): record for record in new}
        for name in sorted(before.keys() - after):
            line = _line_behind(name, new)
            yield _fault(line, f"the line of {name} is gone, which release {self.version} wrote")
        for name, record in after.items():
            if name in before:
                columns = ", ".join(self._rewritten(before[name], record))
                message = f"{name}: {columns} changed since release {self.version}"
                is_wrong = bool(columns)
            else:
                message = f"no release wrote this line of {name}"
                is_wrong = record.first not in self.releases
            if is_wrong:
                yield _fault(record.line, message)

    def _rewritten(self, old: Record, new: Record) -> list[str]:
        """The columns that no release changes, or not in this way."""
        differing = [
            column.name
            for column in fields(new)
            if column.name != "line" and getattr(old, column.name) != getattr(new, column.name)
        ]
        if not differing:
            return []
        allowed = self._allowed(old, new, differing)
        return [name for name in differing if name not in allowed]

    def _allowed(self, old: Record, new: Record, differing: Sequence[str]) -> set[str]:
        """The columns that a release may have changed."""
        if not self.releases:
            return set()
        # Note types are never retired, and have no such column.
        retired = getattr(new, "retired", "")
        if retired:
            return {"retired"} if retired in self.releases else set()
        allowed = {*PLACE}
        if getattr(old, "retired", ""):
            allowed.add("retired")  # it came back
        is_changed = self.is_refresh or not {*CONTENT}.isdisjoint(differing)
        if is_changed and new.mod in self.releases.values():
            allowed.update(CONTENT, ["mod"])
        return allowed


def _name(record: Record) -> str:
    return record.id if isinstance(record, Released) else record.kind


def _line_behind(name: str, records: Sequence[Record]) -> int:
    """The line before which the record of that name would stand, or the last line."""
    line = 1
    for record in records:
        line = record.line
        if _name(record) > name:
            break
    return line
