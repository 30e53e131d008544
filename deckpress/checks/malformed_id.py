"""An id with other characters than a-z, 0-9 and hyphens, or not 3 to 80 long.

Ids stand in links, in Anki searches and in the release ledger, so they are plain.

Bad:
    <!-- id: Was ist ReLU? -->

Good:
    <!-- id: relu-definition -->
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck import identity
from deckpress.model import Card, Fault

FIX = "use 3 to 80 characters: a-z, 0-9 and hyphens"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault if the id is not plain."""
    if not card.id or identity.ID.fullmatch(card.id):
        return
    slug = identity.new_id(card.id)
    # `card-3f2a…`: nothing of the id could be kept, so it is no advice.
    fix = "" if slug.startswith("card-") else f"write id: {slug}"
    yield Fault(card.place("id"), f"malformed id {card.id!r}", fix)
