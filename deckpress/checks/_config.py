"""What is wrong with `[checks]` in deckpress.toml: unknown checks, guards turned down, options that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckpress.checks._settings import is_guard, modules, wrong_option
from deckpress.deck.config import FILE, Config
from deckpress.deck.toml import suggest
from deckpress.model import SEVERITIES, Problem, Span
from deckpress.system import files


def problems(config: Config) -> Iterator[Problem]:
    """Everything of this kind."""
    for code in sorted({*config.severities, *config.options} - {*modules()}):
        fix = suggest(code, modules()) or "remove it; `checks` lists all that there are"
        yield _problem(config, code, f"unknown check {code!r}", fix)
    yield from _lowered_guards(config)
    for code in sorted({*config.options} & {*modules()}):
        yield from _wrong_options(config, code)


def _lowered_guards(config: Config) -> Iterator[Problem]:
    for code, wanted in sorted(config.severities.items()):
        if code in modules() and wanted != SEVERITIES[0] and is_guard(code):
            message = f"{code} is an error in every deck: it cannot be {wanted!r}"
            fix = f"remove this line, and mend what the check reports (`explain {code}`)"
            yield _problem(config, code, message, fix, "severity")


def _wrong_options(config: Config, code: str) -> Iterator[Problem]:
    for key, value in sorted(config.options[code].items()):
        wrong = wrong_option(code, key, value)
        if wrong:
            yield _problem(config, key, *wrong, code)


def _problem(config: Config, key: str, message: str, fix: str, table: str = "") -> Problem:
    """A problem at a key of deckpress.toml; with the name of a table of `[checks]`, at the key in that table."""
    text = files.read(config.root / FILE, config.root).decode("utf-8-sig", "replace")
    return Problem(_place(text.split("\n"), key, table), "bad-config", message, fix=fix)


def _place(lines: list[str], key: str, table: str) -> Span:
    """Where a key stands in a table or below it; the beginning of the file if it is not to be found."""
    written = re.compile(
        rf"""
        ^[^#]*?                                        # no comment
        (?<![\w-]) (?P<key>{re.escape(key)}) (?![\w-])
        ["']? \s* [=\].]                               # `key =`, `"key" =`, `[checks.key]`, `key.x =`
        """,
        re.VERBOSE,
    )
    head = f"[checks.{table}]"
    first = next((row for row, line in enumerate(lines) if line.strip().startswith(head)), 0)
    for row in range(first, len(lines)):
        found = written.search(lines[row])
        if found:
            return Span(FILE, row + 1, found.start("key") + 1)
    return Span(FILE)
