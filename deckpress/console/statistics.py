"""What a deck holds: cards by topic, kind, level, facet, deck and origin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from deckpress.model import Card, Deck


@dataclass(frozen=True, slots=True)
class Coverage:
    """A topic against its minimum."""

    tag: str
    description: str
    count: int
    minimum: int

    @property
    def missing(self) -> int:
        """How many cards are still to be written."""
        return max(0, self.minimum - self.count)


@dataclass(frozen=True, slots=True)
class Census:
    """The counts; each list of `(name, cards)` is sorted by name."""

    notes: int
    drafts: tuple[Card, ...]
    coverage: tuple[Coverage, ...]
    kinds: tuple[tuple[str, int], ...]
    levels: tuple[tuple[str, int], ...]
    facets: tuple[tuple[str, int], ...]
    decks: tuple[tuple[str, int], ...]
    origins: tuple[tuple[str, int], ...]


def take(deck: Deck) -> Census:
    """Count everything that is exported; drafts are listed apart."""
    cards = [card for card in deck.cards if not card.draft]
    tags = Counter(chain.from_iterable(card.tags for card in cards))
    topics = ((topic, tags[topic.tag]) for topic in deck.topics)
    return Census(
        len(cards),
        tuple(card for card in deck.cards if card.draft),
        tuple(Coverage(t.tag, t.description, count, t.minimum) for t, count in topics),
        _counted(card.kind for card in cards),
        _counted(card.setting("level") for card in cards),
        _counted(card.setting("facet") for card in cards),
        _counted(card.deck for card in cards),
        _counted(chain.from_iterable(card.listed("origin") for card in cards)),
    )


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """`(name, how often)`, sorted by name; a card without one does not count."""
    return tuple(sorted(Counter(name for name in names if name).items()))
