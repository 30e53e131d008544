"""A card without any tag, in a deck that has a taxonomy.

It counts for no topic's coverage, and no filter finds it.

Bad:
    ## What is an epoch?
    <!-- id: epoch-definition -->

Good:
    ## What is an epoch?
    <!-- id: epoch-definition; tags: dl::basics::training-loop -->
"""

from deckpress.checks._contract import Faults, Options
from deckpress.model import Deck, Fault

SEVERITY = "warning"
FIX = "add `tags: …` to the comment, or to the front matter for all cards of the file"


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each untagged card."""
    for card in deck.cards:
        if deck.topics and not card.tag_spans:
            yield Fault(card.span, "this card has no tag")
