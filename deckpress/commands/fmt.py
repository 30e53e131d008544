"""`fmt`: canonical layout of the Markdown files; cards, code and formulas stay as they are."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from deckpress.console import report, terminal
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
    with terminal.session(root) as session:
        changes: dict[Path, str] = {}
        for path in sources.page_paths(session.config):
            name = path.relative_to(session.config.root).as_posix()
            before = _read(path, session.config.root)
            if before is None:
                continue
            # A page that would mean something else afterwards comes back unchanged.
            after = layout.formatted(before, name)
            if after == before:
                continue
            changes[path] = after
            if check:
                diff = report.difference(before, after, name)
                terminal.tell(diff, nl=False)
        pages = terminal.counted(len(changes), "page")
        if not check:
            files.rewrite(changes, session.config.root)
            click.echo(f"{pages} formatted")
            return
        click.echo(f"{pages} to format")
        if changes:  # so that a hook or CI can ask
            sys.exit(1)


def _read(path: Path, root: Path) -> str | None:
    """The text with its own line ends; None for what `check` reports: no UTF-8, or not the
    deck's."""
    try:
        return str(files.read(path, root).decode("utf-8"))
    except (UnicodeDecodeError, files.UnsafePath):
        return None
