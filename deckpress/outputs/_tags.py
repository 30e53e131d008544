"""Tags in a book: as links in a card's margin, and as an index with the numbers of their questions."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

from markupsafe import Markup

from deckpress.model import Card, Topic

LAST = ("level", "facet")
"""Groups that say what a card is like, and not what it is about."""

Row = tuple[str, str, str, Markup]
"""Tag, label, description, links to its questions."""


def index(topics: Sequence[Topic], cards: Sequence[Card], first: int = 1) -> dict[str, list[Row]]:
    """Group of tags to rows: first in the taxonomy's order, then the other tags, sorted. Cards count from `first`."""
    used: dict[str, list[int]] = {}
    for number, card in enumerate(cards, first):
        for tag in card.tags:
            used.setdefault(tag, []).append(number)
    described = {topic.tag: topic.description for topic in topics if topic.tag in used}
    groups: dict[str, list[Row]] = {"": []}
    for tag in (*described, *sorted(used.keys() - described.keys())):
        group, label = _place(tag)
        groups.setdefault(group, []).append(
            (tag, label, described.get(tag, ""), _number_links(used[tag]))
        )
    return {group: rows for group, rows in groups.items() if rows}


def _place(tag: str) -> tuple[str, str]:
    """The group and the label of a tag: `dl::gradients::vanishing` -> ("gradients", "vanishing")."""
    parts = tag.replace("-", " ").split("::")
    parts = parts[1:] if len(parts) > 2 else parts
    return " › ".join(parts[:-1]), parts[-1]


def _number_links(numbers: Sequence[int]) -> Markup:
    """Links to questions; three or more in a row become a range."""
    shown: list[str] = []
    for _, group in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        row = [f'<a href="#q{n}">{n}</a>' for _, n in group]
        shown += row if len(row) < 3 else [f"{row[0]}–{row[-1]}"]
    return Markup(", ".join(shown))


@functools.cache
def links(tags: tuple[str, ...]) -> Markup:
    """The tags, topics first, as links into the index."""
    shown = sorted(tags, key=lambda tag: (_place(tag)[0] in LAST, tag))
    return Markup(" ").join(
        Markup('<a href="#tag-{}">{}</a>').format(tag, _place(tag)[1]) for tag in shown
    )
