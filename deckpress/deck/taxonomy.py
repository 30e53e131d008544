"""`content/tags.toml`: the topics of a deck, each with a description and a minimum of cards."""

from __future__ import annotations

import re
from pathlib import Path

from deckpress.deck.toml import Table, TableReader
from deckpress.model import Problem, Span, Topic

FILE = "content/tags.toml"

_HEAD = re.compile(r'"([^"]+)"|\.([\w-]+)\]')
"""A name as tables and keys have it: `[tags."a::b"]`, `[tags.a]`, `"a::b" = {…}`."""


Topics = tuple[Topic, ...]
"""In the order of the file."""


def topics(root: Path) -> tuple[Topics, list[Problem]]:
    """The topics in the file's order, and what is wrong with the file."""
    return _Reader(()).read(root)


class _Reader(TableReader[Topics]):
    """Reads `[tags."a::b"]`, with a `description` and a `minimum`."""

    file, code = FILE, "bad-taxonomy"

    def value(self, table: Table) -> Topics:
        self.known(table, ("tags",), "table")
        rows = self.first_rows(_HEAD)
        found: list[Topic] = []
        for tag, values in self.table(table, "tags").items():
            row = rows.get(tag, 0)
            topic = self._topic(tag, values, Span(FILE, row + 1))
            found.append(topic)
        return tuple(found)

    def _topic(self, tag: str, values: object, place: Span) -> Topic:
        if not isinstance(values, dict):
            self.problem(
                tag,
                f"{tag!r} must be a table",
                f'write [tags."{tag}"] with description and minimum',
            )
            return Topic(tag, "", 0, place)
        self.known(values, ("description", "minimum"), "key")
        minimum = self._minimum(tag, values)
        description = self.text(values, "description")
        if not values.get("description"):
            self.problem(
                tag,
                f"{tag} has no description",
                'write description = "…": what belongs under this tag',
            )
        return Topic(tag, description, minimum, place)

    def _minimum(self, tag: str, values: Table) -> int:
        minimum = values.get("minimum", 0)
        # `type`, as Python takes `true` for an int
        if type(minimum) is int and minimum >= 0:
            return minimum
        self.problem(
            "minimum",
            f"the minimum of {tag} must be a whole number",
            "write minimum = 3",
        )
        return 0
