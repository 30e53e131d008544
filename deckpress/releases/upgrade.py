"""The upgrade gate: does a learner lose anything between one release and the next? On the real Anki, whichever is here.

    python -m deckpress.releases.upgrade OLD.apkg NEW.apkg [NEWER.apkg …] [--seed N] [--refresh]

A learner imports the first package, then, for each next one, studies a third of the cards over three days, edits, tags,
moves, suspends and flags notes, imports the package, and imports it again. Prints one JSON object; ends with 1 if
anything was lost. Stands alone like `learner`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from anki.buildinfo import version

from deckpress.releases.learner import OWN_DECK, Learner, State

Loss = tuple[str, str]
"""`(what, which note or card)`."""

LOSSES = (
    "lost schedule", "lost card", "lost note", "duplicated note", "overwritten edit", "skipped update",
    "stale content", "missing note", "note type duplicated", "conflict", "import twice", "ill",
)  # fmt: skip
"""What can go wrong, all of it counted."""


class Packages:
    """What each package gives to somebody who never had the deck, read through Anki itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[Path, State] = {}

    def __getitem__(self, package: Path) -> State:
        if package not in self.known:
            fresh = Learner(self.folder / f"fresh-{len(self.known)}")
            fresh.install(package)
            self.known[package] = fresh.state()
        return self.known[package]


def upgraded(
    packages: Sequence[Path], folder: Path, seed: int = 0, refresh: bool = False
) -> list[dict[str, Any]]:
    """A learner's whole history in an empty folder; one report for each update."""
    learner, fresh = Learner(folder / "learner", seed), Packages(folder)
    learner.install(packages[0], _newest(fresh[packages[0]]))
    return [_step(learner, fresh[old], fresh[new], new, refresh) for old, new in pairwise(packages)]


def _newest(state: State) -> int:
    return max(int(note[2]) for note in state["notes"].values())


def _step(learner: Learner, old: State, new: State, package: Path, refresh: bool) -> dict[str, Any]:
    answers = learner.study()
    acts = learner.live(now=_newest(old))
    learner.health()  # mends what studying left undone, so that only what the update spoils is counted
    before = learner.state()
    log = learner.install(package, now=_newest(new))
    after = learner.state()
    again = learner.install(package, now=_newest(new))
    losses = [*compare(before, after, old, new, refresh), *_twice(after, learner.state(), again)]
    losses += [("conflict", str(package))] * log["conflicting"] + [
        ("ill", text) for text in learner.health()
    ]
    changed = sum(1 for guid in new["notes"] if guid in old["notes"] and _changed(guid, old, new))
    return {
        "package": package.name,
        "answers": answers,
        "acts": dict(sorted(Counter(acts.values()).items())),
        "changed": changed,
        "log": log,
        "notes": len(after["notes"]),
        "reviewed": sum(1 for cards in before["cards"].values() for card in cards if card[8]),
        "losses": {
            what: sorted(which for w, which in losses if w == what)
            for what in LOSSES
            if what in dict(losses)
        },
    }


def compare(
    before: State, after: State, old: State, new: State, refresh: bool = False
) -> Iterator[Loss]:
    """What a learner lost; `old` and `new` are what the two packages give to newcomers."""
    yield from (("duplicated note", guid) for guid in after["twice"])
    yield from (("missing note", guid) for guid in sorted({*new["notes"]} - {*after["notes"]}))
    unknown = {*after["types"]} - {*before["types"]} - {*new["types"]}
    yield from (
        ("note type duplicated", str(after["types"][identifier][0]))
        for identifier in sorted(unknown)
    )
    if after["reviews"] != before["reviews"]:
        yield "lost schedule", "the review log"
    for guid, note in before["notes"].items():
        if guid not in after["notes"]:
            yield "lost note", guid
        else:
            yield from _cards(guid, note, before, after)
            yield from _content(guid, before, after, old, new, refresh)


def _cards(guid: str, note: Sequence[Any], before: State, after: State) -> Iterator[Loss]:
    """Every card a learner had is as it was: schedule, place, suspension, flag."""
    now = {card[0]: card for card in after["cards"].get(note[0], ())}
    for card in before["cards"].get(note[0], ()):
        if card[0] not in now:
            yield "lost card", f"{guid} {card[1]}"
        elif now[card[0]] != card:
            yield "lost schedule", f"{guid} {card[1]}: {card} -> {now[card[0]]}"


def _changed(guid: str, old: State, new: State) -> bool:
    """Whether the release changed what the note says."""
    return bool(old["notes"][guid][3:] != new["notes"][guid][3:])


def _content(
    guid: str, before: State, after: State, old: State, new: State, refresh: bool
) -> Iterator[Loss]:
    """A note that the release changed is as in the package; any other is as the learner left it."""
    was, now = before["notes"][guid][3:], after["notes"][guid][3:]
    if guid in new["notes"] and (refresh or guid not in old["notes"] or _changed(guid, old, new)):
        if now != new["notes"][guid][3:]:
            yield "skipped update", guid
    elif was != now:
        yield "overwritten edit", guid


def _twice(after: State, again: State, log: dict[str, int]) -> Iterator[Loss]:
    """Importing a release twice changes nothing."""
    if after != again or log["new"] or log["updated"]:
        yield "import twice", json.dumps(log)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line: 0 nothing lost, 1 something lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packages", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--refresh", action="store_true", help="the release touches every note on purpose"
    )
    given = parser.parse_args(arguments)
    # what Anki itself prints (24.11: "blocked main thread", on a slow machine) must not get into the report
    with (
        tempfile.TemporaryDirectory(prefix="upgrade-") as folder,
        contextlib.redirect_stdout(sys.stderr),
    ):
        steps = upgraded(given.packages, Path(folder), given.seed, given.refresh)
    print(
        json.dumps(
            {"anki": version, "own deck": OWN_DECK, "steps": steps}, indent=1, ensure_ascii=False
        )
    )
    return int(any(step["losses"] for step in steps))


if __name__ == "__main__":
    sys.exit(main())
