"""Released cards that stand in another deck now.

Anki moves no card that a learner has: only new learners find these cards in the new deck. That is no harm, but the
learners who want to follow must move them; the release notes say how.

Bad:
    deck: Deep Learning::Tuning     (released in Deep Learning::Training)

Good:
    deck: Deep Learning::Training
"""

from collections import defaultdict

from deckpress.checks._contract import Faults, Options
from deckpress.checks._released import released_cards
from deckpress.model import Card, Deck, Fault

FIX = "keep the deck's name, or leave it so: the next release records the move and tells learners"
SEVERITY = "warning"


def check(deck: Deck, options: Options) -> Faults:
    """One fault for all cards that moved from one deck to another, at the first of them."""
    moved: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for card, note in released_cards(deck):
        if not note.retired and not card.draft:
            moved[note.deck, card.deck].append(card)
    for (before, after), cards in moved.items():
        if before != after:
            plural = "" if len(cards) == 1 else "s"
            message = f"{len(cards)} released card{plural} moved from {before} to {after}"
            yield Fault(cards[0].place("deck"), message)
