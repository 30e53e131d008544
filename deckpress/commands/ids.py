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

# A line with its end, whichever it is; the last may have none.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@click.command()
@click.pass_obj
def command(root: Path | None) -> None:
    """Write missing ids under their questions, and change nothing else."""
    with terminal.session(root) as session:
        deck, _ = sources.read(session.config)
        # An id that another card has would take its place at the learners.
        taken = {card.id for card in deck.cards}
        changes: dict[Path, bytes | str] = {}
        count = 0
        for page in deck.pages:
            missing = [card for card in page.cards if not card.id]
            if not missing:
                continue
            path = session.config.root / page.path
            before = files.read(path, session.config.root)
            changes[path] = _with_ids(before, missing, taken)
            count += len(missing)
        files.rewrite(changes, session.config.root)
        click.echo(f"{terminal.counted(count, 'id')} written")


def _with_ids(
    data: bytes,
    cards: list[Card],
    taken: set[str],
) -> bytes:
    """A file with an id for each card; line ends, BOM and everything else stay as they are."""
    lines = _LINE.findall(data.decode("utf-8"))
    # From the last to the first: each new line moves only what is done already.
    for card in reversed(cards):
        identifier = identity.new_id(card.title.text, taken)
        taken.add(identifier)
        _insert(lines, card, identifier)
    return "".join(lines).encode()


def _insert(
    lines: list[str],
    card: Card,
    identifier: str,
) -> None:
    if card.settings:
        # `<!-- level: core -->`: the id goes to the front of the comment.
        place = card.settings[0].span
        row, column = place.line - 1, place.column - 1
        line = lines[row]
        before, after = line[:column], line[column:]
        lines[row] = f"{before}id: {identifier}; {after}"
        return
    row = card.span.line - 1
    bare = lines[row].rstrip("\r\n")
    ending = lines[row].removeprefix(bare) or "\n"
    lines[row] = bare + ending
    lines.insert(row + 1, f"<!-- id: {identifier} -->{ending}")
