"""Tags in a book: as links in a card's margin, and as an index with the numbers of questions."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from deckpress.model import Card, Topic

TRAITS = ("level", "facet")
"""Groups of tags that say what a card is like, and not what it is about: they come last."""

SEPARATOR = " › "
"""Between the parts of a name that Anki has `::` between."""

Row = tuple[
    str,  # tag
    str,  # label
    str,  # description
    Markup,  # links to its questions
]

_LINK = Markup('<a href="#tag-{}">{}</a>')


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
    described = {topic.tag: topic.description for topic in topics}
    in_order = [tag for tag in described if tag in numbers]
    in_order += sorted(numbers.keys() - described.keys())
    groups: dict[str, list[Row]] = {"": []}
    for tag in in_order:
        group, label = _group_and_label(tag)
        description = described.get(tag, "")
        row = (tag, label, description, _number_links(numbers[tag]))
        groups.setdefault(group, []).append(row)
    return {group: rows for group, rows in groups.items() if rows}


def _number_links(numbers: Sequence[int]) -> Markup:
    """Links to questions; three or more in a row become a range: `3, 7–9`."""
    runs: list[list[int]] = []
    for number in numbers:
        goes_on = runs and number == runs[-1][-1] + 1
        if not goes_on:
            runs.append([])
        runs[-1].append(number)
    shown = []
    for run in runs:
        links = [f'<a href="#q{number}">{number}</a>' for number in run]
        shown += links if len(run) < 3 else [f"{links[0]}–{links[-1]}"]
    return Markup(", ".join(shown))


@functools.cache
def links(tags: tuple[str, ...]) -> Markup:
    """The tags, topics first, as links into the index."""
    made = []
    for tag in sorted(tags, key=_topics_first):
        _, label = _group_and_label(tag)
        made.append(_LINK.format(tag, label))
    return Markup(" ").join(made)


def _topics_first(tag: str) -> tuple[bool, str]:
    group, _ = _group_and_label(tag)
    return group in TRAITS, tag


def _group_and_label(tag: str) -> tuple[str, str]:
    """`dl::gradients::vanishing` -> ("gradients", "vanishing")."""
    parts = tag.replace("-", " ").split("::")
    if len(parts) > 2:
        del parts[0]  # what all tags of a deck begin with
    *group, label = parts
    return SEPARATOR.join(group), label
