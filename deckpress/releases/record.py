"""What a release writes into the ledger: Deck, version -> Ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress.deck import ledger
from deckpress.kinds import fingerprints
from deckpress.model import Deck, Ledger, NoteType, Released, ReleasedType


def next_ledger(
    deck: Deck, note_types: Sequence[NoteType], version: str, time: int, refresh: bool = False
) -> Ledger:
    """The ledger with this release; `time` is its epoch second, `refresh` touches even what did not change.

    Every note gets a line, also the retired: its id must never name another card.
    """
    old = deck.ledger
    types = {t.kind: t for t in old.types} | {
        t.kind: t for t in _types(old, note_types, version, time, refresh)
    }
    notes = {n.id: replace(n, retired=n.retired or version) for n in old.notes}
    notes |= {n.id: n for n in _notes(deck, version, time, refresh)}
    return Ledger(
        (*old.releases, (version, time)),
        tuple(sorted(types.values(), key=lambda t: t.kind)),
        tuple(sorted(notes.values(), key=lambda n: n.id)),
    )


def _notes(deck: Deck, version: str, time: int, refresh: bool) -> Iterator[Released]:
    recorded = {note.id: note for note in deck.ledger.notes}
    for card, found in fingerprints.notes(deck):
        old = recorded.get(card.id)
        unchanged = old is not None and not refresh and fingerprints.same(old, found)
        yield replace(
            found, mod=ledger.mod(old, unchanged, time), first=old.first if old else version
        )


def _types(
    recorded: Ledger, made: Sequence[NoteType], version: str, time: int, refresh: bool
) -> Iterator[ReleasedType]:
    known = {t.kind: t for t in recorded.types}
    for found in map(fingerprints.note_type, made):
        old = known.get(found.kind)
        unchanged = old is not None and not refresh and old.content == found.content
        yield replace(
            found, mod=ledger.mod(old, unchanged, time), first=old.first if old else version
        )


def unreleased(deck: Deck, note_types: Sequence[NoteType], version: str) -> int:
    """How many lines of the ledger a release would write anew; 0 says that the ledger records this very deck."""
    lines = {*ledger.text(deck.ledger).splitlines()}
    found = ledger.text(next_ledger(deck, note_types, version, 1)).splitlines()
    return sum(line not in lines for line in found if not line.startswith("release\t"))
