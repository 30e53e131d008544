"""A released card with another type.

Anki never moves a note to another note type, so learners who have the card would not get this change, nor any later
one.

Bad:
    <!-- id: adam-moments; type: cloze -->     (released as basic)

Good:
    <!-- id: adam-moments-cloze; type: cloze -->   and in content/retired.txt:   adam-moments  now a cloze
"""

from deckpress.checks._contract import Faults, Options
from deckpress.checks._released import released_cards
from deckpress.deck import ledger
from deckpress.model import Deck, Fault

FIX = f"restore the type; or give the card a new id and retire the old one in {ledger.RETIRED_FILE}"
WAIVABLE = False


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each released card of another type."""
    for card, note in released_cards(deck):
        if note.kind != card.kind:
            message = f"{card.id} was released in {note.first} as {note.kind}, not as {card.kind}"
            yield Fault(card.place("type"), message)
