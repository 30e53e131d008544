"""A card with the id of a retired one.

Learners who kept the retired card would see it turn into the new one, with the progress of the old.

Bad:
    <!-- id: momentum-update -->     (retired in 1.2.0)

Good:
    <!-- id: momentum-update-2 -->   or, if it is the same card again:   allow: id-reused   and the reason
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Deck, Fault

FIX = "choose an id that was never used; if it is the same card again, allow: id-reused"
# One card can be excused, with a reason that a reviewer sees beside it; never a whole deck.
GUARD = True


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    retired = {note.id: note.retired for note in deck.ledger.notes if note.retired}
    for card in deck.cards if retired else ():
        if card.id in retired and not card.draft:
            yield Fault(card.place("id"), f"{card.id} was retired in {retired[card.id]}")
