"""What a deck holds: cards by topic, kind, level, facet, deck and origin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from deckpress.model import Card, Deck

Counts = tuple[tuple[str, int], ...]
"""`(name, cards)`, sorted by name."""


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
    """The counts of everything that is exported; drafts are listed apart."""

    notes: int
    drafts: tuple[Card, ...]
    coverage: tuple[Coverage, ...]
    kinds: Counts
    levels: Counts
    facets: Counts
    decks: Counts
    origins: Counts


def census(deck: Deck) -> Census:
    """Count a deck's cards."""
    drafts = tuple(card for card in deck.cards if card.draft)
    cards = [card for card in deck.cards if not card.draft]
    origins = chain.from_iterable(card.listed("origin") for card in cards)
    return Census(
        notes=len(cards),
        drafts=drafts,
        coverage=_coverage(deck, cards),
        kinds=_counts(card.kind for card in cards),
        levels=_counts(card.setting("level") for card in cards),
        facets=_counts(card.setting("facet") for card in cards),
        decks=_counts(card.deck for card in cards),
        origins=_counts(origins),
    )


def _coverage(deck: Deck, cards: Iterable[Card]) -> tuple[Coverage, ...]:
    counts = Counter(chain.from_iterable(card.tags for card in cards))
    rows = []
    for topic in deck.topics:
        row = Coverage(
            topic.tag,
            topic.description,
            counts[topic.tag],
            topic.minimum,
        )
        rows.append(row)
    return tuple(rows)


def _counts(names: Iterable[str]) -> Counts:
    counts = Counter(names)
    del counts[""]  # a card that names none does not count
    return tuple(sorted(counts.items()))
