"""A topic with fewer cards than the taxonomy asks for.

It is an invitation: these are the cards to write next. Drafts do not count.

Bad:
    [tags."dl::arch::gru"]
    minimum = 3          # and two cards carry the tag

Good:
    three cards that carry the tag
"""

from collections import Counter

from deckpress.checks._contract import Faults, Options
from deckpress.model import Deck, Fault

SEVERITY = "warning"
FIX = "write a card with this tag, or lower the minimum in content/tags.toml"


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each tag below its minimum, at its place in the taxonomy."""
    cards: Counter[str] = Counter()
    for card in deck.cards:
        if not card.draft:
            cards.update(card.tags)
    for topic in deck.topics:
        count = cards[topic.tag]
        if count < topic.minimum:
            message = f"{topic.tag} has {count} of {topic.minimum} cards: {topic.description}"
            yield Fault(topic.span, message)
