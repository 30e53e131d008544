"""`content/misconceptions.toml`: statements that were once in a deck's material, are wrong, and must not come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from deckpress.deck import patterns
from deckpress.deck.toml import TableReader, in_time, read_toml, suggest
from deckpress.model import SEVERITIES, Misconception, Problem, Span

FILE = "content/misconceptions.toml"

KEYS = ("id", "pattern", "unless", "why", "source", "severity", "example")
"""The keys of an entry."""

REQUIRED = ("id", "pattern", "why", "source")

MOST_STEPS = 20_000
"""Steps of all patterns together: those of two hundred entries. Every card costs time in proportion."""

_HEAD = "write [[misconception]] above each entry"
_SYNTAX = "write plain words and .* between them; RE2 has no look-around and no back-references"


@in_time(FILE, ())
def register(root: Path) -> tuple[tuple[Misconception, ...], list[Problem]]:
    """The entries in the file's order, and what is wrong with the file; an entry with a fault is not used."""
    toml = read_toml(root, FILE)
    if not toml.table:
        return (), toml.problems
    reader = _Reader(toml.text, toml.problems)
    return tuple(reader.entries(toml.table)), reader.problems


class _Reader(TableReader):
    """As strict as the reader of deckpress.toml; each `[[misconception]]` is read at its own lines."""

    file, code = FILE, "bad-misconception"

    def entries(self, table: Mapping[str, Any]) -> Iterator[Misconception]:
        """All usable entries."""
        self.known(table, ("misconception",), "table")
        given = table.get("misconception", [])
        if not isinstance(given, list) or not all(isinstance(values, dict) for values in given):
            self.problem("misconception", "'misconception' must be a list of tables", _HEAD)
            return
        whole, seen, steps = self.lines, set[str](), 0
        heads = [
            i
            for i, line in enumerate(whole)
            if line.replace(" ", "").startswith("[[misconception]]")
        ]
        if len(heads) < len(given):
            self.problem("misconception", "entries of another form", _HEAD)
            return
        bounds = [*heads[: len(given)], len(whole)]
        for values, row, end in zip(given, bounds, bounds[1:], strict=False):
            self.lines = [""] * row + whole[row:end]  # so that a problem is found in this entry
            entry = self._entry(values, row)
            steps += sum(map(patterns.steps, (entry.pattern, entry.unless))) if entry else 0
            if steps > MOST_STEPS:
                message = f"with this entry the patterns mean more than {MOST_STEPS:,} steps"
                self.problem(
                    "misconception", message, "shorten the register, from here on it is not used"
                )
                return
            if entry and entry.id in seen:
                self.problem(
                    "id", f"a second entry {entry.id!r}", "give each entry an id of its own"
                )
            elif entry:
                seen.add(entry.id)
                yield entry

    def _entry(self, values: Mapping[str, Any], row: int) -> Misconception | None:
        before = len(self.problems)
        self.known(values, KEYS, "key")
        texts = {key: self.text(values, key, "") for key in KEYS}
        for key in REQUIRED:
            if not texts[key].strip() and isinstance(values.get(key, ""), str):
                place = key if key in values else "misconception"
                self.problem(place, f"this entry has no {key}", f'write {key} = "…"')
        severity = texts["severity"] or "warning"
        if severity not in SEVERITIES:
            self.problem(
                "severity", f"unknown severity {severity!r}", suggest(severity, SEVERITIES)
            )
        self._patterns(texts)
        if len(self.problems) > before:
            return None
        span = Span(FILE, row + 1, 1)
        return Misconception(
            texts["id"],
            texts["pattern"],
            texts["why"],
            texts["source"],
            severity,
            texts["unless"],
            span,
        )

    def _patterns(self, texts: Mapping[str, str]) -> None:
        faults = {key: patterns.refusal(texts[key]) for key in ("pattern", "unless") if texts[key]}
        for key, fault in faults.items():
            if fault:
                self.problem(key, f"{key}: {fault}", _SYNTAX)
        if (
            not any(faults.values())
            and texts["example"]
            and not _catches(texts["pattern"], texts["example"])
        ):
            self.problem(
                "example", "the pattern does not match its own example", "mend one of the two"
            )


def _catches(pattern: str, example: str) -> bool:
    return bool(patterns.search(pattern, " ".join(example.split())))
