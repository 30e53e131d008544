"""`fmt`: canonical layout of the Markdown files; cards, code and formulas stay as they are."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from deckpress.console import terminal
from deckpress.system import plugins

files = plugins.lazy("deckpress.system.files")
layout = plugins.lazy("deckpress.sources.layout")
sources = plugins.lazy("deckpress.sources")


@click.command()
@click.option(
    "--check",
    is_flag=True,
    help="Change nothing; show the differences and end with 1 if there are some.",
)
@click.pass_obj
def command(root: Path | None, /, check: bool) -> None:
    """Write the deck's pages in their canonical layout, meaning unchanged."""
    with terminal.session(root) as say:
        changes: dict[Path, str] = {}
        for path in sources.page_paths(say.config):
            name = path.relative_to(say.config.root).as_posix()
            before = _read(path, say.config.root)
            if before is None or (after := layout.formatted(before, name)) == before:
                continue
            changes[path] = after
            if check:
                terminal.tell(_diff(before, after, name), nl=False)
        if not check:
            files.rewrite(changes, say.config.root)
        count = len(changes)
        click.echo(
            f"{count} page{'' if count == 1 else 's'} {'to format' if check else 'formatted'}"
        )
        if check and changes:
            sys.exit(1)


def _read(path: Path, root: Path) -> str | None:
    """The text with its own line ends; None for what `check` reports: no UTF-8, or not the deck's."""
    try:
        return str(files.read(path, root).decode("utf-8"))
    except (UnicodeDecodeError, files.UnsafePath):
        return None


def _diff(before: str, after: str, name: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, name
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ no newline at the end\n" for line in lines
    )
