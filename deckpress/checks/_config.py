"""What is wrong with `[checks]` in deckpress.toml.

Unknown checks, guards that are turned down, options that cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deckpress.checks._settings import is_guard, modules, wrong_option
from deckpress.deck.config import FILE, Config
from deckpress.deck.suggestions import suggest
from deckpress.model import SEVERITIES, Problem, Span
from deckpress.system import files


def problems(config: Config) -> Iterator[Problem]:
    """Everything of this kind."""
    codes = modules()
    # [checks.severity] misspelled-check = "off", [checks.misspelled-check] words = 9
    for code in sorted({*config.severities, *config.options}):
        if code not in codes:
            fix = suggest(code, codes) or "remove it; `checks` lists all that there are"
            yield _problem(config, code, f"unknown check {code!r}", fix)
    yield from _lowered_guards(config)
    for code in sorted(config.options):
        if code in codes:
            yield from _wrong_options(config, code)


def _lowered_guards(config: Config) -> Iterator[Problem]:
    for code, wanted in sorted(config.severities.items()):
        if code not in modules() or not is_guard(code):
            continue
        if wanted != SEVERITIES[0]:
            message = f"{code} is an error in every deck: it cannot be {wanted!r}"
            fix = f"remove this line, and mend what the check reports (`explain {code}`)"
            yield _problem(config, code, message, fix, table="severity")


def _wrong_options(config: Config, code: str) -> Iterator[Problem]:
    for key, value in sorted(config.options[code].items()):
        # [checks.answer-too-long] words = "many"
        wrong = wrong_option(code, key, value)
        if wrong:
            message, fix = wrong
            yield _problem(config, key, message, fix, table=code)


def _problem(
    config: Config,
    key: str,
    message: str,
    fix: str,
    table: str = "",
) -> Problem:
    """A problem at a key of deckpress.toml, wherever it stands, or in a table of `[checks]`."""
    data = files.read(config.root / FILE, config.root)
    lines = data.decode("utf-8-sig", "replace").split("\n")
    return Problem(
        _place(lines, key, table),
        "bad-config",
        message,
        fix=fix,
    )


def _place(
    lines: Sequence[str],
    key: str,
    table: str,
) -> Span:
    """Where a key stands in a table or below it; the beginning of the file if it is nowhere."""
    written = re.compile(
        rf"""
        ^[^#]*?                # not in a comment
        (?<![\w-]) (?P<key>{re.escape(key)}) (?![\w-])
        ["']? \s* [=\].]       # `key =`, `"key" =`, `[checks.key]`, `key.x =`
        """,
        re.VERBOSE,
    )
    top = 0
    for row, line in enumerate(lines):
        if line.strip().startswith(f"[checks.{table}]"):
            top = row
            break
    for row, line in enumerate(lines[top:], top):
        found = written.search(line)
        if found:
            return Span(FILE, row + 1, found.start("key") + 1)
    return Span(FILE)
