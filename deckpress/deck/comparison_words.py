"""`content/similarity.toml`: the deck's own words for comparing questions.

    contrast = [["vanishing", "exploding"], ["binary", "categorical", "sparse"], ["truncated"]]

    [aliases]
    RNN = "recurrent neural network"

Terms of one `contrast` list exclude each other: questions that differ in them are different
questions. A list of one term separates questions with it from questions without it. An alias is
another name of the same thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from deckpress.deck.toml import Table, TableReader, is_list_of_texts
from deckpress.model import Problem

Contrast = tuple[str, ...]
"""Terms that exclude each other."""


class ComparisonWords(NamedTuple):
    """What the file holds."""

    contrasts: tuple[Contrast, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    """`(name, long name)`."""


def read(root: Path) -> tuple[ComparisonWords, list[Problem]]:
    """The deck's words, and what is wrong with the file."""
    return _Reader(ComparisonWords()).read(root)


class _Reader(TableReader[ComparisonWords]):
    """Reads both; what is no term is left out."""

    file, code = "content/similarity.toml", "bad-similarity"

    def value(self, table: Table) -> ComparisonWords:
        self.known(table, ("contrast", "aliases"), "key")
        contrasts = self._contrasts(table.get("contrast", []))
        aliases = self._aliases(self.table(table, "aliases"))
        return ComparisonWords(
            contrasts=tuple(contrasts),
            aliases=tuple(aliases),
        )

    def _contrasts(self, value: object) -> list[Contrast]:
        lists = value if isinstance(value, list) else [value]
        usable: list[Contrast] = []
        for terms in lists:
            if terms and is_list_of_texts(terms):
                usable.append(tuple(terms))
        if len(usable) < len(lists):
            self.problem(
                "contrast",
                "'contrast' must be a list of lists of terms",
                'write contrast = [["in", "out"]]',
            )
        return usable

    def _aliases(self, table: Table) -> Iterator[tuple[str, str]]:
        for name in table:
            long_name = self.text(table, name)
            if long_name:
                yield name, long_name
