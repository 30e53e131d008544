"""An id with other characters than a-z, 0-9 and hyphens, or not 3 to 80 long.

Ids stand in links, in Anki searches and in the release ledger, so they are plain.

Bad:
    <!-- id: Was ist ReLU? -->

Good:
    <!-- id: relu-definition -->
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck import identity
from deckpress.model import Card, Fault

FIX = "use 3 to 80 characters: a-z, 0-9 and hyphens"
WAIVABLE = False


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault if the id is not plain."""
    if card.id and not identity.ID.fullmatch(card.id):
        slug = identity.new_id(card.id)
        fix = f"write id: {slug}" if not slug.startswith("card-") else ""
        yield Fault(card.place("id"), f"malformed id {card.id!r}", fix)
