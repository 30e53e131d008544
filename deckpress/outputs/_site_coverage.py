"""How many cards each topic has, and how many it should have: rows for a filter and for a chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deckpress.model import Card, Topic
from deckpress.outputs._tags import TRAITS
from deckpress.templating import View


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
    rows: tuple[Row, ...]

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


def groups(topics: Sequence[Topic], cards: Iterable[Card]) -> tuple[Group, ...]:
    """All groups: those of the taxonomy in its order, then those of other tags, traits last.

    A topic without a card is there if the taxonomy asks for one.
    """
    per_tag, per_group = _counts(cards)
    asked = {topic.tag: topic for topic in topics if topic.tag in per_tag or topic.minimum}
    rows: dict[str, list[Row]] = {}
    for tag in (*asked, *sorted(per_tag.keys() - asked.keys())):
        row = Row(tag, _label(tag), per_tag[tag])
        if topic := asked.get(tag):
            row = Row(tag, row.label, row.count, topic.minimum, topic.description)
        rows.setdefault(_group(tag), []).append(row)
    made = [Group(tag, _label(tag), per_group[tag], tuple(rows[tag])) for tag in rows]
    return tuple(sorted(made, key=lambda group: group.trait))


def _counts(cards: Iterable[Card]) -> tuple[Counter[str], Counter[str]]:
    """How many cards each tag has, and each group."""
    per_tag, per_group = Counter[str](), Counter[str]()
    # Thousands of cards share a few dozen lists of tags.
    for tags, count in Counter(card.tags for card in cards).items():
        for tag in tags:
            per_tag[tag] += count
        for group in {_group(tag) for tag in tags}:
            per_group[group] += count
    return per_tag, per_group


def _group(tag: str) -> str:
    """All but the last part; a tag of one part is a group of its own."""
    return tag.rpartition("::")[0] or tag


def _label(tag: str) -> str:
    """`dl::gradient-flow` -> "Gradient flow"."""
    words = tag.rpartition("::")[2].replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
