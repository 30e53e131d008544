"""A released card whose id is gone, without a line in `content/retired.txt`.

Anki cannot delete a learner's card, so it stays with them for ever, and nobody corrects it again. If the card is still
here under another id, learners get it a second time, without their progress.

Bad:
    <!-- id: relu-slope-new -->   (released as relu-slope)

Good:
    <!-- id: relu-slope -->       or, in content/retired.txt:   relu-slope  replaced by relu-derivative
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck import ledger
from deckpress.kinds import fingerprints
from deckpress.model import Card, Deck, Fault, Released, Span

FIX = f"put the card back, or retire it: a line with its id, a blank and the reason in {ledger.RETIRED_FILE}"
WAIVABLE = False


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    leaving = {line.id for line in deck.retirements}
    live = {note.id: note for note in deck.ledger.notes if not note.retired}
    if not live:
        return
    drafts = {card.id: card for card in deck.cards if card.draft}
    gone = {*live} - {card.id for card in deck.cards if not card.draft} - leaving
    if not gone:
        return
    known = {note.id for note in deck.ledger.notes}
    unreleased = {
        (found.kind, found.content): card
        for card, found in fingerprints.notes(deck)
        if card.id not in known
    }
    for identifier in sorted(gone):
        note = live[identifier]
        yield _fault(note, drafts.get(identifier), unreleased.get((note.kind, note.content)))


def _fault(note: Released, draft: Card | None, twin: Card | None) -> Fault:
    """At the draft or at the card that carries another id now; else at the line of the ledger."""
    if draft:
        return Fault(
            draft.place("draft"),
            f"{note.id} was released in {note.first}; as a draft it leaves the deck",
        )
    if twin:
        message = f"{note.id} was released in {note.first} and is now called {twin.id or 'nothing'}"
        return Fault(twin.place("id"), message, f"write id: {note.id} again")
    return Fault(
        Span(ledger.FILE, note.line), f"{note.id} was released in {note.first} and is gone"
    )
