"""What holds in every ledger that `release` wrote: so much can be seen without git, of any deck."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from deckpress.deck.ledger.lines import CODE, COLUMNS, ONE_SIDE, VERSION, Line, shown
from deckpress.model import Fault

FASTEST_CLOCK = 86_400
"""Seconds by which the clock of the machine that released can have been ahead of this one's.

A time zone taken for another makes half a day; more than a day is no clock but an edit.
"""

_VERSION = re.compile(VERSION, re.ASCII)
_ORDER = tuple(COLUMNS)


def version(name: str) -> tuple[int, ...]:
    """`1.2` as three numbers that compare: 1.2 and 1.2.0 are one version.

    Raises ValueError for anything but one to three whole numbers with dots between them.
    """
    if not _VERSION.fullmatch(name):
        raise ValueError(name)
    numbers = [int(part) for part in name.split(".")]
    return (*numbers, *[0] * (3 - len(numbers)))


def faults(lines: Sequence[Line], is_whole: bool, now: int) -> Iterator[Fault]:
    """What is wrong between the lines of a ledger; `now` is the clock in epoch seconds.

    Unless they are the whole file, no line is said to be missing: one that is broken may be it.
    """
    yield from _places(lines)
    releases = [line for line in lines if line.kind == "release"]
    wrong = [*_times(releases, now), *_order(releases)]
    yield from wrong
    if not wrong and is_whole:
        yield from _references(lines, releases)


def _places(lines: Sequence[Line]) -> Iterator[Fault]:
    """Lines that stand twice, and lines in another order than `release` writes."""
    first: dict[tuple[str, str], Line] = {}
    previous = (0, "")
    for line in lines:
        is_release = line.kind == "release"  # of these, the versions tell
        key = (_ORDER.index(line.kind), "" if is_release else line.name)
        twin = first.setdefault((line.kind, line.name), line)
        what = f"{line.kind} {line.name}"
        if twin is not line and not is_release:
            message = f"{what} stands here twice, first in line {twin.number}"
            yield Fault(line.at(), message, ONE_SIDE, (twin.at(),), CODE)
        elif key < previous:
            message = f"{what} is not where `release` writes it: the lines are sorted"
            yield Fault(line.at(), message, code=CODE)
        previous = key


def _times(releases: Sequence[Line], now: int) -> Iterator[Fault]:
    """A release lies in the past: a `mod` of the future would keep corrections from learners."""
    for line in releases:
        _, time = line.record
        place = line.at("time")
        if time <= 0:
            yield Fault(place, f"release {line.name} lies before 1970", code=CODE)
        elif time > now + FASTEST_CLOCK:
            yield Fault(place, f"release {line.name} lies in the future", code=CODE)


def _order(releases: Sequence[Line]) -> Iterator[Fault]:
    """Versions and times ascend; a merge that kept both sides usually breaks one of them."""
    newest: Line | None = None
    for line in releases:
        if newest and version(line.name) <= version(newest.name):
            message = f"release {line.name} stands behind {newest.name}, and is not newer"
            yield Fault(line.at("version"), message, ONE_SIDE, (newest.at(),), CODE)
            continue  # what comes next is compared with the newest, not with this one
        if newest and line.record[1] <= newest.record[1]:
            message = f"release {line.name} is not later than {newest.name}"
            yield Fault(line.at("time"), message, ONE_SIDE, (newest.at(),), CODE)
        newest = line


def _references(lines: Sequence[Line], releases: Sequence[Line]) -> Iterator[Fault]:
    """What note types and notes say of releases, and of each other."""
    others = [line for line in lines if line.kind != "release"]
    if others and not releases:
        message = "no release is recorded above this line"
        yield Fault(others[0].at(), message, code=CODE)
        return
    times = dict(line.record for line in releases)
    kinds = {line.name for line in lines if line.kind == "type"}
    owners: dict[str, Line] = {}
    for line in others:
        yield from _dates(line, times)
        if line.kind == "note":
            owner = owners.setdefault(line.record.guid, line)
            yield from _note(line, owner, kinds)


def _note(line: Line, owner: Line, kinds: Collection[str]) -> Iterator[Fault]:
    if line.record.kind not in kinds:
        message = f"there is no line of the note type {line.record.kind}"
        yield Fault(line.at("kind"), message, code=CODE)
    if owner is not line:
        message = f"{line.name} has the GUID of {owner.name}"
        yield Fault(line.at("guid"), message, "", (owner.at("guid"),), CODE)


def _dates(line: Line, times: Mapping[str, int]) -> Iterator[Fault]:
    """`first` and `retired` are releases, and `mod` is the time of one between the two."""
    record = line.record
    retired = record.retired if line.kind == "note" else ""
    for column, name in (("first", record.first), ("retired", retired)):
        if name and name not in times:
            message = f"{column} names the release {name}, which is not recorded"
            yield Fault(line.at(column), message, code=CODE)
            return
    first, end = times[record.first], times.get(retired, math.inf)
    if first >= end:
        message = f"{line.name} cannot be retired in {retired}: it came in {record.first}"
        yield Fault(line.at("retired"), message, code=CODE)
    elif not first <= record.mod < end or record.mod not in times.values():
        time = shown(record.mod)
        message = f"mod {time} is the time of no release that held {line.name}"
        yield Fault(line.at("mod"), message, code=CODE)
