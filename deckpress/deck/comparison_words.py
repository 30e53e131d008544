"""`content/similarity.toml`: the deck's own words for comparing questions.

    contrast = [["vanishing", "exploding"], ["binary", "categorical", "sparse"], ["truncated"]]

    [aliases]
    RNN = "recurrent neural network"

Terms of one `contrast` list exclude each other: questions that differ in them are different questions. A list of one
term separates questions with it from questions without it. An alias is another name of the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from deckpress.deck.toml import TableReader, in_time, read_toml
from deckpress.model import Problem

FILE = "content/similarity.toml"


class Vocabulary(NamedTuple):
    """What the file holds."""

    contrasts: tuple[tuple[str, ...], ...] = ()
    """Lists of terms that exclude each other."""
    aliases: tuple[tuple[str, str], ...] = ()
    """`(name, long name)`."""


@in_time(FILE, Vocabulary())
def read(root: Path) -> tuple[Vocabulary, list[Problem]]:
    """The deck's words, and what is wrong with the file; without a file, none."""
    toml = read_toml(root, FILE)
    if not toml.table:
        return Vocabulary(), toml.problems
    reader = _Reader(toml.text, toml.problems)
    return reader.vocabulary(toml.table), reader.problems


class _Reader(TableReader):
    """As strict as the reader of deckpress.toml."""

    file, code = FILE, "bad-similarity"

    def vocabulary(self, table: Mapping[str, Any]) -> Vocabulary:
        """All terms; what is no term is a problem and left out."""
        self.known(table, ("contrast", "aliases"), "key")
        aliases = self.table(table, "aliases")
        named = ((short, self.text(aliases, short, "")) for short in aliases)
        return Vocabulary(
            tuple(self._contrasts(table.get("contrast", []))),
            tuple((s, long) for s, long in named if long),
        )

    def _contrasts(self, value: Any) -> list[tuple[str, ...]]:
        lists = value if isinstance(value, list) else [value]
        good = [
            x
            for x in lists
            if isinstance(x, list)
            and x
            and all(isinstance(term, str) and term.strip() for term in x)
        ]
        if not isinstance(value, list) or len(good) < len(lists):
            self.problem(
                "contrast",
                "'contrast' must be a list of lists of terms",
                'write contrast = [["in", "out"]]',
            )
        return [tuple(terms) for terms in good]
