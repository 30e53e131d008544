"""A released card with another identity in Anki: its own `guid:`, or the deck's `namespace`, changed.

Anki knows a note by its GUID alone. With another one learners get the card a second time, without their progress.

Bad:
    namespace = "my-new-name"     (released as "my-name")

Good:
    namespace = "my-name"
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck import identity
from deckpress.deck.config import FILE
from deckpress.model import Deck, Fault, Span

FIX = "restore the namespace in deckpress.toml, or the card's guid, as it was released"
WAIVABLE = False


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    released = {note.id: note.guid for note in deck.ledger.notes}
    known = [card for card in deck.cards if card.id in released] if released else []
    changed = [card for card in known if identity.guid(deck.namespace, card) != released[card.id]]
    own = [card for card in changed if card.setting("guid")]
    made = [card for card in changed if not card.setting("guid")]
    if len(made) > 1:
        yield Fault(
            Span(FILE),
            f"{len(made)} released cards have another GUID: the namespace {deck.namespace!r} is new",
        )
    for card in (*own, *(made if len(made) == 1 else ())):
        yield Fault(card.place("guid"), f"{card.id} was released with the GUID {released[card.id]}")
