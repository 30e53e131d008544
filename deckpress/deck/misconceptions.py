"""`content/misconceptions.toml`: wrong statements that a deck once made, and never shall again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from deckpress.deck import patterns
from deckpress.deck.suggestions import suggest
from deckpress.deck.toml import Table, TableReader
from deckpress.model import SEVERITIES, Misconception, Problem, Span

FILE = "content/misconceptions.toml"

KEYS = ("id", "pattern", "unless", "why", "source", "severity", "example")
"""The keys of an entry."""

REQUIRED = ("id", "pattern", "why", "source")

MOST_STEPS = 20_000
"""Steps of all patterns together: those of two hundred entries. Every card takes that much time."""

Register = tuple[Misconception, ...]
"""In the order of the file."""


def register(root: Path) -> tuple[Register, list[Problem]]:
    """The entries in the file's order without those that have a fault, and the faults."""
    return _Reader(()).read(root)


class _Reader(TableReader[Register]):
    """Reads each `[[misconception]]` at its own lines."""

    file, code = FILE, "bad-misconception"

    def value(self, table: Table) -> Register:
        self.known(table, ("misconception",), "table")
        entries = self._entries(table.get("misconception", []))
        return tuple(self._without_costly(entries))

    def _entries(self, entries: object) -> Iterator[Misconception]:
        """All usable entries; no two have the same id."""
        fix = "write [[misconception]] above each entry"
        # Neither `misconception = "…"` nor `[misconception]`.
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.problem("misconception", "'misconception' must be a list of tables", fix)
            return
        rows = [row for row, line in enumerate(self.lines) if _is_head(line)]
        if len(rows) < len(entries):  # misconception = [{id = "…", pattern = "…"}]
            self.problem("misconception", "entries of another form", fix)
            return
        seen: set[str] = set()
        for values, row in zip(entries, rows, strict=False):
            self.first_row = row
            entry = self._entry(values)
            if entry and entry.id in seen:
                self.problem(
                    "id",
                    f"a second entry {entry.id!r}",
                    "give each entry an id of its own",
                )
            elif entry:
                seen.add(entry.id)
                yield entry

    def _without_costly(self, entries: Iterator[Misconception]) -> Iterator[Misconception]:
        """The entries up to that with which their patterns would take too long."""
        steps = 0
        for entry in entries:
            steps += patterns.steps(entry.pattern) + patterns.steps(entry.unless)
            if steps > MOST_STEPS:
                self.problem(
                    "misconception",
                    f"with this entry the patterns mean more than {MOST_STEPS:,} steps",
                    "shorten the register, from here on it is not used",
                )
                return
            yield entry

    def _entry(self, values: Table) -> Misconception | None:
        before = len(self.problems)
        self.known(values, KEYS, "key")
        texts = {key: self.text(values, key) for key in KEYS}
        severity = texts["severity"] or "warning"
        self._required(values, texts)
        if severity not in SEVERITIES:
            self.problem(
                "severity",
                f"unknown severity {severity!r}",
                suggest(severity, SEVERITIES),
            )
        self._patterns(texts)
        if len(self.problems) > before:
            return None
        return Misconception(
            id=texts["id"],
            pattern=texts["pattern"],
            why=texts["why"],
            source=texts["source"],
            severity=severity,
            unless=texts["unless"],
            span=Span(FILE, self.first_row + 1),
        )

    def _required(self, values: Table, texts: dict[str, str]) -> None:
        for key in REQUIRED:
            # A value that is no text has been reported.
            is_text = isinstance(values.get(key, ""), str)
            if is_text and not texts[key].strip():
                self.problem(
                    key if key in values else "misconception",
                    f"this entry has no {key}",
                    f'write {key} = "…"',
                )

    def _patterns(self, texts: dict[str, str]) -> None:
        before = len(self.problems)
        for key in ("pattern", "unless"):
            fault = patterns.refusal(texts[key]) if texts[key] else ""
            if fault:
                self.problem(
                    key,
                    f"{key}: {fault}",
                    "write plain words and .* between them; "
                    "RE2 has no look-around and no back-references",
                )
        if len(self.problems) > before or not texts["example"]:
            return
        example = " ".join(texts["example"].split())
        if not patterns.search(texts["pattern"], example):
            self.problem(
                "example",
                "the pattern does not match its own example",
                "mend one of the two",
            )


def _is_head(line: str) -> bool:
    """`[[misconception]]`, with any blanks."""
    return line.replace(" ", "").startswith("[[misconception]]")
