"""Which ledger can follow which: what `release` may write over the ledger of an earlier release.

A release adds its own line, dates what changed with its own time, and retires what is gone. It
never rewrites what an earlier one recorded: learners have that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from deckpress.model import Ledger, Released, ReleasedType

Record = Released | ReleasedType

LineFault = tuple[int, str]
"""A line of the ledger, and what is wrong with it."""

PLACE = ("deck", "cards")
"""Columns of a note that a release writes as it finds them."""

CONTENT = ("content", "media")
"""Columns of which a release writes another hash when an author changed something."""


def faults(old: Ledger, new: Ledger) -> Iterator[LineFault]:
    """What stands in `new` that no release can have written over `old`.

    If `new` has no further release, the two must be equal.
    """
    count = len(old.releases)
    if new.releases[:count] != old.releases:
        yield from _releases(old, new)
        return  # what else differs comes of that
    version = old.releases[-1][0] if old.releases else ""
    releases = dict(new.releases[count:])
    # A refresh leaves no note of the deck with the time of an earlier release.
    times = {note.mod for note in new.notes if not note.retired}
    is_refresh = times.issubset(releases.values())
    step = _Step(version, releases, is_refresh)
    yield from step.faults(old.types, new.types)
    yield from step.faults(old.notes, new.notes)


def _releases(old: Ledger, new: Ledger) -> Iterator[LineFault]:
    """Releases that are gone, that have another time, or that were put between others."""
    known = dict(old.releases)
    found = dict(new.releases)
    end = max(new.release_lines, default=1)
    for version in known:
        if version not in found:
            yield end, f"release {version} is gone"
    lines = dict(zip(found, new.release_lines, strict=True))
    for version, time in found.items():
        if known.get(version, time) != time:
            yield lines[version], f"release {version} has another time"
    # Behind all that are known, a release may be new.
    for version in [*found][: len(known)]:
        if version not in known:
            yield lines[version], f"release {version} was never made"


@dataclass(frozen=True, slots=True)
class _Step:
    """From one ledger to the next."""

    version: str
    """The last release of the old one."""
    releases: Mapping[str, int]
    """The new releases and their times."""
    is_refresh: bool
    """Whether every note has a new time, as `release --refresh` gives it."""

    def faults(
        self,
        old: Sequence[Record],
        new: Sequence[Record],
    ) -> Iterator[LineFault]:
        """What is wrong with the notes, or with the note types."""
        before = {_name(record): record for record in old}
        after = {_name(record): record for record in new}
        for name in sorted(before.keys() - after):
            line = _line_behind(name, new)
            yield line, f"the line of {name} is gone, which release {self.version} wrote"
        for name, record in after.items():
            if name in before:
                columns = ", ".join(self._rewritten(before[name], record))
                if columns:
                    message = f"{name}: {columns} changed since release {self.version}"
                    yield record.line, message
            elif record.first not in self.releases:
                yield record.line, f"no release wrote this line of {name}"

    def _rewritten(self, old: Record, new: Record) -> list[str]:
        """The columns that no release changes, or not in this way."""
        differing = []
        for column in fields(new):
            name = column.name
            before = getattr(old, name)
            after = getattr(new, name)
            if before != after and name != "line":
                differing.append(name)
        if not differing:
            return []
        allowed = self._allowed(old, new, differing)
        return [name for name in differing if name not in allowed]

    def _allowed(
        self,
        old: Record,
        new: Record,
        differing: Sequence[str],
    ) -> set[str]:
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
        is_dated = new.mod in self.releases.values()
        is_changed = self.is_refresh or not {*CONTENT}.isdisjoint(differing)
        if is_dated and is_changed:
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
