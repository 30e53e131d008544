"""`content/tags.toml`: the topics of a deck, each with a description and a minimum of cards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deckpress.deck.toml import TableReader, in_time, read_toml
from deckpress.model import Problem, Span, Topic

FILE = "content/tags.toml"

_NAMED = re.compile(r'"([^"]+)"|\.([\w-]+)\]')
"""A name as tables and keys have it: `"a::b"`, `.a]`."""


@in_time(FILE, ())
def topics(root: Path) -> tuple[tuple[Topic, ...], list[Problem]]:
    """The topics in the file's order, and what is wrong with the file: `[tags."a::b"]`, `description`, `minimum`."""
    toml = read_toml(root, FILE)
    if not toml.table:
        return (), toml.problems
    reader = _Reader(toml.text, toml.problems)
    return reader.topics(toml.table), reader.problems


class _Reader(TableReader):
    """As strict as the reader of deckpress.toml."""

    file, code = FILE, "bad-taxonomy"

    def topics(self, table: Mapping[str, Any]) -> tuple[Topic, ...]:
        """All topics; a wrong value is a problem and gets its default."""
        self.known(table, ("tags",), "table")
        rows = self._rows()
        tags = self.table(table, "tags").items()
        return tuple(self._topic(tag, values, rows.get(tag, 0)) for tag, values in tags)

    def _rows(self) -> dict[str, int]:
        """The first line, from 0, that names each tag: `[tags."a::b"]` or `[tags.a]`."""
        named: dict[str, int] = {}
        for row, text in enumerate(self.lines):
            for quoted, bare in _NAMED.findall(text):
                named.setdefault(quoted or bare, row)
        return named

    def _topic(self, tag: str, values: Any, row: int) -> Topic:
        if not isinstance(values, dict):
            self.problem(
                tag,
                f"{tag!r} must be a table",
                f'write [tags."{tag}"] with description and minimum',
            )
            values = {"description": " "}
        self.known(values, ("description", "minimum"), "key")
        minimum = values.get("minimum", 0)
        if not isinstance(minimum, int) or isinstance(minimum, bool) or minimum < 0:
            self.problem(
                "minimum", f"the minimum of {tag} must be a whole number", "write minimum = 3"
            )
            minimum = 0
        if not values.get("description"):
            self.problem(
                tag,
                f"{tag} has no description",
                'write description = "…": what belongs under this tag',
            )
        return Topic(tag, self.text(values, "description", ""), minimum, Span(FILE, row + 1, 1))
