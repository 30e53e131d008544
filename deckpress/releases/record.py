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
    """The ledger with this release.

    `time` is its epoch second; with `refresh` even what did not change is dated anew.
    Every note gets a line, also the retired: its id must never name another card.
    """
    release = (version, time)
    types = {old.kind: old for old in deck.ledger.types}
    for made in map(fingerprints.note_type, note_types):
        old_type = types.get(made.kind)
        is_same = old_type is not None and old_type.content == made.content
        unchanged = is_same and not refresh
        types[made.kind] = _dated(made, old_type, unchanged, release)

    recorded = {old.id: old for old in deck.ledger.notes}
    notes = {}
    for card, note in fingerprints.notes(deck):
        old = recorded.pop(card.id, None)
        is_same = old is not None and fingerprints.same(old, note)
        unchanged = is_same and not refresh
        notes[card.id] = _dated(note, old, unchanged, release)
    # What is left is not in the deck any more.
    for old in recorded.values():
        notes[old.id] = replace(old, retired=old.retired or version)

    by_kind = sorted(types.values(), key=attrgetter("kind"))
    by_id = sorted(notes.values(), key=attrgetter("id"))
    return Ledger((*deck.ledger.releases, release), tuple(by_kind), tuple(by_id))


def _dated(
    found: Record,
    old: Record | None,
    unchanged: bool,
    release: tuple[str, int],
) -> Record:
    version, time = release
    return replace(
        found,
        mod=ledger.mod(old, unchanged, time),
        first=old.first if old else version,
    )


def unreleased(deck: Deck, note_types: Sequence[NoteType], version: str) -> int:
    """How many lines of the ledger a release would write anew.

    0 says that the ledger records this very deck.
    """
    wanted = next_ledger(deck, note_types, version, 1)
    recorded = ledger.text(deck.ledger).splitlines()
    lines = {*ledger.text(wanted).splitlines()}
    lines.difference_update(recorded)
    return sum(not line.startswith("release\t") for line in lines)
