"""Two cards with the same id, or the same adopted `guid`.

Anki would take them for one note: one of the two would never be updated, or never arrive.

Bad:
    <!-- id: relu -->   on two cards

Good:
    <!-- id: relu-formula -->   and   <!-- id: relu-derivative -->
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Deck, Fault

FIX = "give the newer card another id; a released id stays with its card"
WAIVABLE = False


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each repetition, which names the first use."""
    for key in ("id", "guid"):
        first: dict[str, Card] = {}
        for card in deck.cards:
            value = card.setting(key)
            if value and value in first:
                yield Fault(
                    card.place(key),
                    f"{key} {value!r} is already used by {first[value].span}",
                    related=(first[value].span,),
                )
            elif value:
                first[value] = card
