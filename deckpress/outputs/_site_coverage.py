"""How many cards each topic has, and how many it should have: rows for a filter and for a chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deckpress.model import Card, Topic
from deckpress.outputs._tags import TRAITS
from deckpress.templating import View

_BLANKS = str.maketrans("-_", "  ")  # as between words


@dataclass(frozen=True, slots=True, repr=False)
class Row(View):
    """One tag."""

    tag: str
    label: str
    count: int
    minimum: int = 0
    """What the taxonomy asks for; 0 if it asks for nothing."""
    description: str = ""

    @property
    def met(self) -> bool:
        """Whether there are as many cards as there should be."""
        return self.count >= self.minimum


@dataclass(frozen=True, slots=True, repr=False)
class Group(View):
    """The tags below one tag: `dl::gradients::vanishing` stands in `dl::gradients`."""

    tag: str
    label: str
    count: int
    """Cards with any of its tags, each once."""
    rows: Sequence[Row]

    @property
    def met(self) -> int:
        """Topics with enough cards."""
        return sum(row.met for row in self.rows)

    @property
    def asks(self) -> bool:
        """Whether the taxonomy asks for cards here."""
        return any(row.minimum for row in self.rows)

    @property
    def trait(self) -> bool:
        """Whether it says what a card is like; no chart shows it."""
        return self.tag in TRAITS


def groups(
    topics: Iterable[Topic],
    cards: Iterable[Card],
) -> list[Group]:
    """All groups: those of the taxonomy in its order, then those of other tags, traits last."""
    cards_of_tag, cards_of_group = Counter[str](), Counter[str]()
    # Thousands of cards share a few dozen lists of tags.
    for tags, count in Counter(card.tags for card in cards).items():
        for tag in tags:
            cards_of_tag[tag] += count
        for group in {_group(tag) for tag in tags}:
            cards_of_group[group] += count
    rows: dict[str, list[Row]] = {}
    for row in _rows(topics, cards_of_tag):
        rows.setdefault(_group(row.tag), []).append(row)
    made = []
    for tag in rows:
        count = cards_of_group[tag]
        made.append(Group(tag, _label(tag), count, rows[tag]))
    return sorted(made, key=lambda group: group.trait)


def _rows(
    topics: Iterable[Topic],
    counts: Mapping[str, int],
) -> Iterator[Row]:
    """The taxonomy's tags that have cards or should have some, then the other tags, sorted."""
    others = set(counts)
    for topic in topics:
        tag = topic.tag
        if tag in counts or topic.minimum:
            others.discard(tag)
            count = counts.get(tag, 0)
            yield Row(tag, _label(tag), count, topic.minimum, topic.description)
    for tag in sorted(others):
        yield Row(tag, _label(tag), counts[tag])


def _group(tag: str) -> str:
    """All but the last part; a tag of one part is a group of its own."""
    group, _, _ = tag.rpartition("::")
    return group or tag


def _label(tag: str) -> str:
    """`dl::gradient-flow` -> "Gradient flow"."""
    _, _, name = tag.rpartition("::")
    words = name.translate(_BLANKS)
    return words[:1].upper() + words[1:]
