"""A line of `content/retired.txt` that retires nothing.

Each line holds the id of a released card, a blank, and the reason, which learners read in the release notes.

Bad:
    The old momentum card, because it is wrong

Good:
    momentum-update  replaced by momentum-as-ema
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck.suggestions import Suggestions
from deckpress.model import Deck, Fault

FIX = "begin the line with the id of the card to retire, then a blank and the reason"
WAIVABLE = False


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    released = {note.id for note in deck.ledger.notes}
    present = {card.id for card in deck.cards if not card.draft} if deck.retirements else set()
    suggestions = Suggestions(released if deck.retirements else ())
    for line in deck.retirements:
        if line.id in present:
            yield Fault(
                line.span, f"{line.id} is still in the deck", "delete the card, or this line"
            )
        elif line.id not in released:
            hint = suggestions.fix(line.id)
            yield Fault(
                line.span,
                f"no release held a card {line.id!r}",
                hint if "did you" in hint else "remove the line",
            )
