"""Released cards that stand in another deck now.

Anki moves no card that a learner has: only new learners find these cards in the new deck. That is no harm, but the
learners who want to follow must move them; the release notes say how.

Bad:
    deck: Deep Learning::Tuning     (released in Deep Learning::Training)

Good:
    deck: Deep Learning::Training
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Deck, Fault

FIX = "keep the deck's name, or leave it so: the next release records the move and tells learners"
SEVERITY = "warning"


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    released = {note.id: note.deck for note in deck.ledger.notes if not note.retired}
    moved: dict[tuple[str, str], list[Card]] = {}
    for card in deck.cards if released else ():
        before = released.get(card.id, card.deck)
        if before != card.deck and not card.draft:
            moved.setdefault((before, card.deck), []).append(card)
    for (before, after), cards in moved.items():
        count = "1 released card" if len(cards) == 1 else f"{len(cards)} released cards"
        yield Fault(cards[0].place("deck"), f"{count} moved from {before} to {after}")
