"""A card without any tag, in a deck that has a taxonomy.

It counts for no topic's coverage, and no filter finds it.

Bad:
    ## What is an epoch?
    <!-- id: epoch-definition -->

Good:
    ## What is an epoch?
    <!-- id: epoch-definition; tags: dl::basics::training-loop -->
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Deck, Fault

SEVERITY = "warning"
FIX = "add `tags: …` to the comment, or to the front matter for all cards of the file"


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each untagged card."""
    if deck.topics:
        yield from (
            Fault(card.span, "this card has no tag") for card in deck.cards if not card.tag_spans
        )
