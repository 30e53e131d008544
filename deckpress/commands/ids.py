"""`ids`: give each card without an id one, and change nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import click

from deckpress import sources
from deckpress.console import terminal
from deckpress.deck import identity
from deckpress.model import Card
from deckpress.system import files

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@click.command()
@click.pass_obj
def command(root: Path | None) -> None:
    """Write missing ids under their questions, and change nothing else."""
    with terminal.session(root) as say:
        deck, _ = sources.read(say.config)
        taken = {card.id for card in deck.cards}
        changes: dict[Path, bytes | str] = {}
        count = 0
        for page in deck.pages:
            missing = [card for card in page.cards if not card.id]
            if missing and not any(fault.code == "not-utf-8" for fault in page.faults):
                count += len(missing)
                path = say.config.root / page.path
                changes[path] = _with_ids(files.read(path, say.config.root), missing, taken)
        files.rewrite(changes, say.config.root)
        click.echo(f"{count} id{'' if count == 1 else 's'} written")


def _with_ids(data: bytes, cards: list[Card], taken: set[str]) -> bytes:
    """A file with an id for each card; line ends, BOM and everything else stay as they are."""
    lines = _LINE.findall(data.decode("utf-8"))
    for card in reversed(cards):
        identifier = identity.new_id(card.title.text, taken)
        taken.add(identifier)
        _insert(lines, card, identifier)
    return "".join(lines).encode()


def _insert(lines: list[str], card: Card, identifier: str) -> None:
    heading = lines[card.span.line - 1]
    ending = heading[len(heading.rstrip("\r\n")) :] or "\n"
    if card.settings:  # a comment without an id: the id goes to its front
        row, column = card.settings[0].span.line - 1, card.settings[0].span.column - 1
        lines[row] = f"{lines[row][:column]}id: {identifier}; {lines[row][column:]}"
        return
    if not heading.endswith(("\n", "\r")):
        lines[card.span.line - 1] = heading + ending
    lines.insert(card.span.line, f"<!-- id: {identifier} -->{ending}")
