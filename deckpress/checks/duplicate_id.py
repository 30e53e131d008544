"""Two cards with the same id or the same GUID, or a card with the GUID of one that was released.

A card's GUID is made from its id, or written as `guid:` on a card that was adopted. Anki knows a
note by it alone: two cards with one GUID would be one note, so that one of them is never updated
or never arrives; and a new card with the GUID of a released or retired one would take its place
in every learner's collection, with the progress of the old.

Bad:
    <!-- id: relu -->   on two cards
    <!-- id: relu-slope; guid: 5gMeAtxDecIP4dzr -->   (released as the GUID of accuracy-not-a-loss)

Good:
    <!-- id: relu-formula -->   and   <!-- id: relu-derivative -->
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck import identity, ledger
from deckpress.model import Card, Deck, Fault, Released, Span

FIX = "give the newer card another id; a released id stays with its card"
WAIVABLE = False

_GUID_FIX = "remove `guid:`, or write the one that the card itself came with"


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each repetition, which names the first use."""
    yield from _same_id(deck)
    yield from _same_guid(deck)


def _same_id(deck: Deck) -> Faults:
    first: dict[str, Card] = {}
    for card in deck.cards:
        other = first.setdefault(card.id, card)
        if card.id and other is not card:
            message = f"id {card.id!r} is already used by {other.span}"
            yield Fault(card.place("id"), message, related=(other.span,))


def _same_guid(deck: Deck) -> Faults:
    """Cards of different ids with one GUID: it belongs to the card that was released with it.

    Of two that never were, the one that has it written is at fault.
    """
    released = {note.guid: note for note in deck.ledger.notes}
    first: dict[str, Card] = {}
    # Those with a written GUID last: they are at fault, wherever they stand.
    for card in sorted(deck.cards, key=_has_guid):
        if card.id or _has_guid(card):
            guid = identity.guid(deck.namespace, card)
            owner = released.get(guid) or first.setdefault(guid, card)
            if owner.id != card.id:
                yield _fault(card, guid, owner)


def _has_guid(card: Card) -> bool:
    return bool(card.setting("guid"))


def _fault(card: Card, guid: str, owner: Card | Released) -> Fault:
    if isinstance(owner, Card):
        place, state = owner.span, str(owner.span)
    elif owner.retired:
        place, state = Span(ledger.FILE, owner.line), f"retired in {owner.retired}"
    else:
        place, state = Span(ledger.FILE, owner.line), f"released in {owner.first}"
    message = f"the GUID {guid!r} is already that of {owner.id} ({state})"
    if _has_guid(card):
        return Fault(card.place("guid"), message, _GUID_FIX, (place,))
    return Fault(card.place("id"), message, related=(place,))
