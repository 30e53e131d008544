"""`diff BASE [HEAD]`: what a change does to learners."""

from __future__ import annotations

from pathlib import Path

import click

from deckpress.console import terminal
from deckpress.deck.config import Config
from deckpress.releases import change_report, compare, states


@click.command()
@click.argument("base")
@click.argument("head", default="")
@click.option(
    "--format",
    "form",
    default="text",
    type=click.Choice(sorted(change_report.FORMATS)),
    help="For whom.",
)
@click.pass_obj
def command(
    root: Path | None,
    base: str,
    head: str,
    form: str,
) -> None:
    """Compare two states of the deck: git revisions or .apkg files; HEAD is the files as they are
    now.

    Says for each note what changes and what that means for somebody who has already learned it.
    """
    with terminal.session(root) as session:
        before = state(session.config, base)
        after = state(session.config, head)
        difference = compare.difference(before, after, base, head or "the files")
        text = change_report.FORMATS[form](difference)
        terminal.tell(text, form)


def state(config: Config, name: str) -> compare.State:
    """What a name means: nothing is the deck as it is, an existing .apkg is that package, all else
    is for git."""
    if not name:
        return states.of_deck(config)
    if name.endswith((".apkg", ".colpkg")):
        return states.of_package(Path(name))
    return states.of_revision(config, name)
