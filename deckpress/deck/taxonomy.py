"""`content/tags.toml`: the topics of a deck, each with a description and a minimum of cards."""

from __future__ import annotations

import re
from pathlib import Path

from deckpress.deck.toml import Table, TableReader
from deckpress.model import Problem, Span, Topic

FILE = "content/tags.toml"

_HEAD = re.compile(r'"([^"]+)"|\.([\w-]+)\]')
"""A name as tables and keys have it: `[tags."a::b"]`, `[tags.a]`, `"a::b" = {…}`."""


def topics(root: Path) -> tuple[tuple[Topic, ...], list[Problem]]:
    """The topics in the file's order, and what is wrong with the file."""
    return _Reader(()).read(root)


class _Reader(TableReader[tuple[Topic, ...]]):
    """Reads `[tags."a::b"]`, with a `description` and a `minimum`."""

    file, code = FILE, "bad-taxonomy"

    def value(self, table: Table) -> tuple[Topic, ...]:
        self.known(table, ("tags",), "table")
        rows = self.first_rows(_HEAD)
        found = []
        for tag, values in self.table(table, "tags").items():
            place = Span(FILE, rows.get(tag, 0) + 1)
            found.append(self._topic(tag, values, place))
        return tuple(found)

    def _topic(self, tag: str, values: object, place: Span) -> Topic:
        if not isinstance(values, dict):
            fix = f'write [tags."{tag}"] with description and minimum'
            self.problem(tag, f"{tag!r} must be a table", fix)
            return Topic(tag, "", 0, place)
        self.known(values, ("description", "minimum"), "key")
        minimum = self._minimum(tag, values)
        if not values.get("description"):
            fix = 'write description = "…": what belongs under this tag'
            self.problem(tag, f"{tag} has no description", fix)
        return Topic(tag, self.text(values, "description"), minimum, place)

    def _minimum(self, tag: str, values: Table) -> int:
        minimum = values.get("minimum", 0)
        # `type`, as Python takes `true` for an int
        if type(minimum) is int and minimum >= 0:
            return minimum
        message = f"the minimum of {tag} must be a whole number"
        self.problem("minimum", message, "write minimum = 3")
        return 0
