"""The cards of a deck that learners already have."""

from collections.abc import Iterator

from deckpress.model import Card, Deck, Released


def released_cards(deck: Deck) -> Iterator[tuple[Card, Released]]:
    """Each card whose id the ledger knows, drafts too, with what was last released of it.

    Retired ids are known, too. Before the first release there is nothing.
    """
    released = {note.id: note for note in deck.ledger.notes}
    if released:
        for card in deck.cards:
            note = released.get(card.id)
            if note:
                yield card, note
