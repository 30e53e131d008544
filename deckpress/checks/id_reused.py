"""A card with the id of a retired one.

Learners who kept the retired card would see it turn into the new one, with the progress of the old.

Bad:
    <!-- id: momentum-update -->     (retired in 1.2.0)

Good:
    <!-- id: momentum-update-2 -->   or, if it is the same card again:   allow: id-reused   and the reason
"""

from deckpress.checks._contract import Faults, Options
from deckpress.checks._released import released_cards
from deckpress.model import Deck, Fault

FIX = "choose an id that was never used; if it is the same card again, allow: id-reused"
# One card can be excused, with a reason that a reviewer sees beside it; never a whole deck.
GUARD = True


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each card with the id of a retired one."""
    for card, note in released_cards(deck):
        if note.retired and not card.draft:
            yield Fault(card.place("id"), f"{card.id} was retired in {note.retired}")
