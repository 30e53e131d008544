"""A line of `content/retired.txt` that retires nothing.

Each line holds the id of a released card, a blank, and the reason, which learners read in the release notes.

Bad:
    The old momentum card, because it is wrong

Good:
    momentum-update  replaced by momentum-as-ema
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck.suggestions import Suggestions
from deckpress.model import Deck, Fault

FIX = "begin the line with the id of the card to retire, then a blank and the reason"
WAIVABLE = False


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each line whose card is still there, or never was."""
    if not deck.retirements:
        return
    released = {note.id for note in deck.ledger.notes}
    present = {card.id for card in deck.cards if not card.draft}
    suggestions = Suggestions(released)
    for line in deck.retirements:
        if line.id in present:
            message = f"{line.id} is still in the deck"
            yield Fault(line.span, message, "delete the card, or this line")
        elif line.id not in released:
            # Of a short list all ids are suggested, which is no advice here.
            near = suggestions.fix(line.id)
            fix = near if near.startswith("did you mean") else "remove the line"
            yield Fault(line.span, f"no release held a card {line.id!r}", fix)
