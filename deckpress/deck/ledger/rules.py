"""What holds in every ledger that `release` wrote: so much can be seen without git, of any deck."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from deckpress.deck.ledger.lines import COLUMNS, ONE_SIDE, VERSION, Line, fault, shown
from deckpress.model import Fault, Released

FASTEST_CLOCK = 86_400
"""Seconds by which the clock of the machine that released can have been ahead of this one's.

A time zone taken for another makes half a day; more than a day is no clock but an edit.
"""

_VERSION = re.compile(VERSION, re.ASCII)
_ORDER = tuple(COLUMNS)

Lines = Sequence[Line]
"""Some lines of a ledger, in its order."""
Faults = Iterator[Fault]


def version(name: str) -> tuple[int, ...]:
    """`1.2` as three numbers that compare: 1.2 and 1.2.0 are one version.

    Raises ValueError for anything but one to three whole numbers with dots between them.
    """
    if not _VERSION.fullmatch(name):
        raise ValueError(name)
    # 1.2 -> 1, 2, 0
    numbers = [int(part) for part in name.split(".")]
    while len(numbers) < 3:
        numbers.append(0)
    return tuple(numbers)


def faults(lines: Lines, is_whole: bool, now: int) -> Faults:
    """What is wrong between the lines of a ledger; `now` is the clock in epoch seconds.

    Unless they are the whole file, no line is said to be missing: one that is broken may be it.
    """
    releases = [line for line in lines if line.word == "release"]
    others = [line for line in lines if line.word != "release"]
    yield from _places(lines)
    wrong = [*_times(releases, now), *_order(releases)]
    yield from wrong
    if wrong or not is_whole:
        return
    if others and not releases:
        yield fault(others[0].at(), "no release is recorded above this line")
        return
    times = {line.name: line.time for line in releases}
    for line in others:
        yield from _dates(line, times)
    yield from _kinds(others)
    yield from _guids(others)


def _places(lines: Lines) -> Faults:
    """Lines that stand twice, and lines in another order than `release` writes."""
    first: dict[tuple[str, str], Line] = {}
    previous = (0, "")
    for line in lines:
        is_release = line.word == "release"  # of these, the versions tell
        key = (_ORDER.index(line.word), "" if is_release else line.name)
        what = f"{line.word} {line.name}"
        twin = first.setdefault((line.word, line.name), line)  # itself, if it is the first
        if twin is not line and not is_release:
            yield fault(
                line.at(),
                f"{what} stands here twice, first in line {twin.number}",
                ONE_SIDE,
                twin.at(),
            )
        elif key < previous:
            yield fault(
                line.at(),
                f"{what} is not where `release` writes it: the lines are sorted",
            )
        previous = key


def _times(releases: Lines, now: int) -> Faults:
    """A release lies in the past: a `mod` of the future would keep corrections from learners."""
    for line in releases:
        place = line.at("time")
        if line.time <= 0:
            yield fault(place, f"release {line.name} lies before 1970")
        elif line.time > now + FASTEST_CLOCK:
            yield fault(place, f"release {line.name} lies in the future")


def _order(releases: Lines) -> Faults:
    """Versions and times ascend; a merge that kept both sides usually breaks one of them."""
    if not releases:
        return
    newest = releases[0]
    for line in releases[1:]:
        if version(line.name) <= version(newest.name):
            yield fault(
                line.at("version"),
                f"release {line.name} stands behind {newest.name}, and is not newer",
                ONE_SIDE,
                newest.at(),
            )
            continue  # what comes next is compared with the newest, not with this one
        if line.time <= newest.time:
            yield fault(
                line.at("time"),
                f"release {line.name} is not later than {newest.name}",
                ONE_SIDE,
                newest.at(),
            )
        newest = line


def _kinds(lines: Lines) -> Faults:
    """Each note has its note type."""
    kinds = {line.name for line in lines if line.word == "type"}
    for line in lines:
        note = line.record
        if isinstance(note, Released) and note.kind not in kinds:
            yield fault(
                line.at("kind"),
                f"there is no line of the note type {note.kind}",
            )


def _guids(lines: Lines) -> Faults:
    """No two notes have one GUID."""
    owners: dict[str, Line] = {}
    for line in lines:
        if not isinstance(line.record, Released):
            continue
        owner = owners.setdefault(line.record.guid, line)
        if owner is not line:
            yield fault(
                line.at("guid"),
                f"{line.name} has the GUID of {owner.name}",
                "",
                owner.at("guid"),
            )


def _dates(line: Line, times: Mapping[str, int]) -> Faults:
    """`first` and `retired` are releases, and `mod` is the time of one between the two."""
    record = line.record
    first = record.first if record else ""
    retired = record.retired if isinstance(record, Released) else ""
    for column, name in (("first", first), ("retired", retired)):
        if name and name not in times:
            yield fault(
                line.at(column),
                f"{column} names the release {name}, which is not recorded",
            )
            return
    start = times[first]
    end = times.get(retired, math.inf)  # nobody knows yet
    if start >= end:
        yield fault(
            line.at("retired"),
            f"{line.name} cannot be retired in {retired}: it came in {first}",
        )
    elif not start <= line.time < end or line.time not in times.values():
        yield fault(
            line.at("mod"),
            f"mod {shown(line.time)} is the time of no release that held {line.name}",
        )
