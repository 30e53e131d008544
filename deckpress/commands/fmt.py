"""`fmt`: canonical layout of the Markdown files; cards, code and formulas stay as they are."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from deckpress import console, plugins

files = plugins.lazy("deckpress.files")
layout = plugins.lazy("deckpress.sources._layout")
sources = plugins.lazy("deckpress.sources")


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; show the differences and end with 1 if there are some.")
@click.pass_obj
def command(root: Path | None, /, check: bool) -> None:
    """Write the deck's pages in their canonical layout, meaning unchanged."""
    with console.session(root) as say:
        changed = 0
        for path in sources.page_paths(say.config):
            name = path.relative_to(say.config.root).as_posix()
            before = _read(path)
            if before is None or (after := layout.formatted(before, name)) == before:
                continue
            changed += 1
            if check:
                click.echo(_diff(before, after, name), nl=False)
            else:
                files.write(path, after)
        click.echo(f"{changed} page{'' if changed == 1 else 's'} {'to format' if check else 'formatted'}")
        if check and changed:
            sys.exit(1)


def _read(path: Path) -> str | None:
    """The text with its own line ends; None for a file that `check` reports as no UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None


def _diff(before: str, after: str, name: str) -> str:
    lines = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ no newline at the end\n" for line in lines)
