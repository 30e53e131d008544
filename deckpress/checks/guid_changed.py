"""A released card with another identity in Anki: its own `guid:`, or the deck's `namespace`, changed.

Anki knows a note by its GUID alone. With another one learners get the card a second time, without their progress.

Bad:
    namespace = "my-new-name"     (released as "my-name")

Good:
    namespace = "my-name"
"""

from deckpress.checks._contract import Faults, Options
from deckpress.checks._released import released_cards
from deckpress.deck import identity
from deckpress.deck.config import FILE
from deckpress.model import Card, Deck, Fault, Released, Span

FIX = "restore the namespace in deckpress.toml, or the card's guid, as it was released"
WAIVABLE = False


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each written GUID that changed, and one for all that the namespace changed."""
    made: list[tuple[Card, Released]] = []
    for card, note in released_cards(deck):
        if identity.guid(deck.namespace, card) == note.guid:
            continue
        if card.setting("guid"):
            yield _fault(card, note)
        else:
            made.append((card, note))
    # Of one card the id may be to blame, which somebody wrote anew; of many it is the namespace.
    if len(made) > 1:
        message = f"{len(made)} released cards have another GUID"
        yield Fault(Span(FILE), f"{message}: the namespace {deck.namespace!r} is new")
    elif made:
        yield _fault(*made[0])


def _fault(card: Card, note: Released) -> Fault:
    return Fault(card.place("guid"), f"{card.id} was released with the GUID {note.guid}")
