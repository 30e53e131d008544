"""How many cards each topic has, and how many it should have: rows for a filter, bars for a chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from deckpress.model import Card, Topic
from deckpress.templating import View

TRAITS = ("level", "facet")
"""Groups of tags that say what a card is like, and not what it is about; no chart shows them."""


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
        """Whether it is a trait and no topic."""
        return self.tag in TRAITS


def groups(topics: Sequence[Topic], cards: Sequence[Card]) -> tuple[Group, ...]:
    """All groups: the taxonomy's in its order (topics without a card too), then those of other tags, traits last."""
    counts, sets = Counter[str](), Counter[str]()
    for tags, number in Counter(
        card.tags for card in cards
    ).items():  # thousands of cards share a few dozen lists
        counts.update(dict.fromkeys(tags, number))
        sets.update(dict.fromkeys({_group(tag) for tag in tags}, number))
    asked = {topic.tag: topic for topic in topics if topic.tag in counts or topic.minimum}
    rows: dict[str, list[Row]] = {}
    for tag in (*asked, *sorted(counts.keys() - asked.keys())):
        topic = asked.get(tag)
        minimum, description = (topic.minimum, topic.description) if topic else (0, "")
        rows.setdefault(_group(tag), []).append(
            Row(tag, _words(tag), counts[tag], minimum, description)
        )
    made = (Group(tag, _words(tag), sets[tag], tuple(found)) for tag, found in rows.items())
    return tuple(sorted(made, key=lambda group: group.trait))


def _group(tag: str) -> str:
    """All but the last part; a tag of one part is a group of its own."""
    return tag.rpartition("::")[0] or tag


def _words(tag: str) -> str:
    words = tag.rpartition("::")[2].replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
