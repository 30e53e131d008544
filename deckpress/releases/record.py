"""What a release writes into the ledger: Deck, version -> Ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

from deckpress.deck import ledger
from deckpress.kinds import fingerprints
from deckpress.model import Deck, Ledger, NoteType, Released, ReleasedType

Record = TypeVar("Record", Released, ReleasedType)


def next_ledger(
    deck: Deck,
    note_types: Sequence[NoteType],
    version: str,
    time: int,
    refresh: bool = False,
) -> Ledger:
    """The ledger with this release; `time` is its epoch second, `refresh` touches even what did not change.

    Every note gets a line, also the retired: its id must never name another card.
    """
    before = deck.ledger
    types = {line.kind: line for line in before.types}
    for made in map(fingerprints.note_type, note_types):
        old_type = types.get(made.kind)
        is_same = old_type is not None and old_type.content == made.content
        unchanged = is_same and not refresh
        types[made.kind] = _dated(made, old_type, unchanged, version, time)

    recorded = {line.id: line for line in before.notes}
    # Those that are not in the deck any more stay so.
    notes = {line.id: replace(line, retired=line.retired or version) for line in before.notes}
    for card, note in fingerprints.notes(deck):
        old = recorded.get(card.id)
        is_same = old is not None and fingerprints.same(old, note)
        unchanged = is_same and not refresh
        notes[card.id] = _dated(note, old, unchanged, version, time)

    return Ledger(
        (*before.releases, (version, time)),
        tuple(sorted(types.values(), key=attrgetter("kind"))),
        tuple(sorted(notes.values(), key=attrgetter("id"))),
    )


def _dated(
    found: Record,
    old: Record | None,
    unchanged: bool,
    version: str,
    time: int,
) -> Record:
    first = old.first if old else version
    return replace(found, mod=ledger.mod(old, unchanged, time), first=first)


def unreleased(deck: Deck, note_types: Sequence[NoteType], version: str) -> int:
    """How many lines of the ledger a release would write anew; 0 says that the ledger records this very deck."""
    recorded = ledger.text(deck.ledger).splitlines()
    wanted = ledger.text(next_ledger(deck, note_types, version, 1)).splitlines()
    new = {*wanted} - {*recorded}
    return sum(not line.startswith("release\t") for line in new)
