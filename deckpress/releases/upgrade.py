"""The upgrade gate: does a learner lose anything between one release and the next?

    python -m deckpress.releases.upgrade OLD.apkg NEW.apkg [NEWER.apkg …] [--seed N] [--refresh]

On the real Anki, whichever is here. A learner imports the first package, then, for each next one,
studies a third of the cards over three days, edits, tags, moves, suspends and flags notes, imports
the package, and imports it again. Prints one JSON object; ends with 1 if anything was lost. Stands
alone like `learner`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path

from anki.buildinfo import version

from deckpress.releases.gate import Step
from deckpress.releases.learner import OWN_DECK, SimulatedLearner, Snapshot

Loss = tuple[str, str]
"""`(what, which note or card)`."""

LOSSES = (
    "lost schedule",
    "lost card",
    "lost note",
    "duplicated note",
    "overwritten edit",
    "skipped update",
    "missing note",
    "note type duplicated",
    "conflict",
    "import twice",
    "ill",
)
"""What can go wrong, all of it counted."""


@dataclass(frozen=True, slots=True)
class Update:
    """A learner's collection, and what the packages give to somebody who never had the deck."""

    before: Snapshot
    after: Snapshot
    old: Snapshot
    """What a newcomer gets from the package that the learner had."""
    new: Snapshot
    """What a newcomer gets from the package that the learner imported."""
    refresh: bool = False
    """Whether the release touches every note on purpose."""

    def changed(self) -> set[str]:
        """The GUIDs of the notes of which the release changed what they say."""
        guids = set()
        for guid, note in self.old.notes.items():
            # What the release retired stays with learners as it is.
            released = self.new.notes.get(guid, note)
            if note.content != released.content:
                guids.add(guid)
        return guids

    def losses(self) -> Iterator[Loss]:
        """What the learner lost."""
        yield from self._of_collection()
        replaced = {*self.new.notes}
        if not self.refresh:
            # What the release left as it was stays as the learner has it.
            replaced -= self.old.notes.keys() - self.changed()
        for guid in self.before.notes:
            if guid not in self.after.notes:
                yield "lost note", guid
                continue
            yield from self._cards(guid)
            yield from self._content(guid, guid in replaced)

    def _of_collection(self) -> Iterator[Loss]:
        """What is wrong with the collection, whatever the learner had."""
        for guid in self.after.twice:
            yield "duplicated note", guid
        missing = self.new.notes.keys() - self.after.notes
        for guid in sorted(missing):
            yield "missing note", guid
        known = self.before.types | self.new.types
        for identifier, note_type in sorted(self.after.types.items()):
            # Anki makes another one, `Deep Learning (Basic)+`, if the fields differ.
            if identifier not in known:
                yield "note type duplicated", note_type.name
        if self.after.reviews != self.before.reviews:
            yield "lost schedule", "the review log"

    def _cards(self, guid: str) -> Iterator[Loss]:
        """Every card a learner had is as it was: schedule, place, suspension, flag."""
        note = self.before.notes[guid].id
        after = self.after.cards.get(note, ())
        cards = {card.id: card for card in after}
        for old in self.before.cards.get(note, ()):
            name = f"{guid} {old.ord}"
            new = cards.get(old.id)
            if not new:
                yield "lost card", name
            elif new != old:
                yield "lost schedule", f"{name}: {tuple(old)} -> {tuple(new)}"

    def _content(self, guid: str, is_replaced: bool) -> Iterator[Loss]:
        """What the release changed is as in the package, any other note as the learner left it."""
        content = self.after.notes[guid].content
        if is_replaced and content != self.new.notes[guid].content:
            yield "skipped update", guid
        if not is_replaced and content != self.before.notes[guid].content:
            yield "overwritten edit", guid


def upgraded(
    packages: Sequence[Path],
    folder: Path,
    seed: int = 0,
    refresh: bool = False,
) -> list[Step]:
    """A learner's whole history in an empty folder; one report for each update."""
    newcomers = []
    for number, package in enumerate(packages):
        newcomer = SimulatedLearner(folder / f"fresh-{number}")
        newcomer.install(package)
        newcomers.append(newcomer.snapshot())
    learner = SimulatedLearner(folder / "learner", seed)
    learner.install(packages[0], _newest(newcomers[0]))
    steps = []
    updates = zip(packages[1:], pairwise(newcomers), strict=True)
    for package, (old, new) in updates:
        step = _step(learner, package, old, new, refresh)
        steps.append(step)
    return steps


def _newest(snapshot: Snapshot) -> int:
    """When a package was released, in epoch seconds."""
    return max(note.mod for note in snapshot.notes.values())


def _step(
    learner: SimulatedLearner,
    package: Path,
    old: Snapshot,
    new: Snapshot,
    refresh: bool,
) -> Step:
    answers = learner.study()
    acts = learner.live(now=_newest(old))
    # Mends what studying left undone, so that only what the update spoils is counted.
    learner.health()
    before = learner.snapshot()
    log = learner.install(package, now=_newest(new))
    after = learner.snapshot()
    update = Update(
        before,
        after,
        old,
        new,
        refresh,
    )
    losses = [*update.losses()]
    # Importing a release twice changes nothing.
    again = learner.install(package, now=_newest(new))
    is_changed = learner.snapshot() != after
    if is_changed or again["new"] or again["updated"]:
        losses.append(("import twice", json.dumps(again)))
    losses += [("conflict", str(package))] * log["conflicting"]
    losses += [("ill", complaint) for complaint in learner.health()]
    cards = chain.from_iterable(before.cards.values())
    return {
        "package": package.name,
        "answers": answers,
        "acts": dict(sorted(acts.items())),
        "changed": len(update.changed()),
        "log": log,
        "notes": len(after.notes),
        "reviewed": sum(card.reps > 0 for card in cards),
        "losses": _by_kind(losses),
    }


def _by_kind(losses: Iterable[Loss]) -> dict[str, list[str]]:
    """`{"lost schedule": ["a GUID and its card", …]}`, in the order of `LOSSES`."""
    lost = defaultdict(list)
    for what, which in sorted(losses):
        lost[what].append(which)
    return {what: lost[what] for what in LOSSES if what in lost}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line: 0 nothing lost, 1 something lost."""
    summary, _, _ = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("packages", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    meaning = "the release touches every note on purpose"
    parser.add_argument("--refresh", action="store_true", help=meaning)
    given = parser.parse_args(arguments)
    # What Anki itself prints (24.11: "blocked main thread", on a slow machine) must not get into
    # the report.
    with (
        tempfile.TemporaryDirectory(prefix="upgrade-") as folder,
        contextlib.redirect_stdout(sys.stderr),
    ):
        steps = upgraded(
            given.packages,
            Path(folder),
            given.seed,
            given.refresh,
        )
    report = {"anki": version, "own deck": OWN_DECK, "steps": steps}
    print(json.dumps(report, indent=1, ensure_ascii=False))
    return int(any(step["losses"] for step in steps))


if __name__ == "__main__":
    sys.exit(main())
