"""Tags in a book: as links in a card's margin, and as an index with the numbers of questions."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from deckpress.model import Card, Topic

TRAITS = ("level", "facet")
"""Groups of tags that say what a card is like, and not what it is about: they come last."""

Row = tuple[str, str, str, Markup]
"""Tag, label, description, links to its questions."""


def index(
    topics: Sequence[Topic],
    cards: Iterable[Card],
    first: int = 1,
) -> dict[str, list[Row]]:
    """Group of tags to its rows: those of the taxonomy in its order, then the others, sorted.

    Cards count from `first`. Tags of one part come first, in the group "".
    """
    numbers: dict[str, list[int]] = {}
    for number, card in enumerate(cards, first):
        for tag in card.tags:
            numbers.setdefault(tag, []).append(number)
    described = {topic.tag: topic.description for topic in topics if topic.tag in numbers}
    groups: dict[str, list[Row]] = {"": []}
    for tag in (*described, *sorted(numbers.keys() - described.keys())):
        group, label = _group_and_label(tag)
        row = (tag, label, described.get(tag, ""), _number_links(numbers[tag]))
        groups.setdefault(group, []).append(row)
    return {group: rows for group, rows in groups.items() if rows}


def _group_and_label(tag: str) -> tuple[str, str]:
    """`dl::gradients::vanishing` -> ("gradients", "vanishing")."""
    parts = tag.replace("-", " ").split("::")
    if len(parts) > 2:
        parts = parts[1:]
    return " › ".join(parts[:-1]), parts[-1]


def _number_links(numbers: Sequence[int]) -> Markup:
    """Links to questions; three or more in a row become a range."""
    shown: list[str] = []
    # Numbers without a gap between them are all as far from their places in the list.
    for _, group in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        row = [f'<a href="#q{number}">{number}</a>' for _, number in group]
        shown += row if len(row) < 3 else [f"{row[0]}–{row[-1]}"]
    return Markup(", ".join(shown))


@functools.cache
def links(tags: tuple[str, ...]) -> Markup:
    """The tags, topics first, as links into the index."""
    link = Markup('<a href="#tag-{}">{}</a>')
    made = []
    for tag in sorted(tags, key=_by_topic):
        made.append(link.format(tag, _group_and_label(tag)[1]))
    return Markup(" ").join(made)


def _by_topic(tag: str) -> tuple[bool, str]:
    return _group_and_label(tag)[0] in TRAITS, tag
