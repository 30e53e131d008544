"""`pull`: edits made in Anki become changes to the Markdown lines they came from."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from deckpress import pull, render, sources
from deckpress.commands.diff import state
from deckpress.console import report, terminal
from deckpress.deck import identity
from deckpress.deck.config import Config
from deckpress.model import KINDS, Deck, Fault, Problem
from deckpress.model.refused import Refused
from deckpress.system import files


@click.command()
@click.argument("collection", type=terminal.EXISTING_FILE)
@click.option("--dry-run", is_flag=True, help="Show the changes as a diff, write nothing.")
@click.option(
    "--base",
    metavar="BASE",
    default="",
    help="What the learner had before: a git revision or an .apkg.",
)
@click.pass_obj
def command(
    root: Path | None,
    collection: Path,
    dry_run: bool,
    base: str,
) -> None:
    """Take over what was edited in Anki: COLLECTION is an .apkg, a .colpkg or a collection.anki2
    (only a copy is read).

    A field that says something else than the deck replaces the lines that it came from, and only
    those; colours and other styles do not count. New pictures go into content/media/. Tags of
    content/tags.toml, levels and facets are taken over, other tags only reported, like new notes
    and recordings.

    A difference is an edit only against the text that the learner had: that of --base; else the
    deck's, if content/ledger.tsv says that the card is still as it was released; else that of the
    last release in git. A note with the date of a release was not edited. A card that no release
    has recorded counts as edited from today's text if at least half of its fields are the same.
    What was changed on both sides, or cannot be told, is a conflict, stays as it is, and makes the
    command end with 1. A field that says what an earlier release in git said was not edited, only
    not updated yet.
    """
    with terminal.session(root) as session:
        config = session.config
        deck, _ = sources.read(config)
        faults = map(_mend_first, deck.faults)
        session.stop_on_errors(list(faults))
        book, _ = render.book(deck, config)
        guids = {note.guid for note in book.notes}
        # Notes of these types are ours, or were made for the deck.
        types = {identity.stable_id(config.namespace, "note type", kind) for kind in KINDS}
        try:
            learner = pull.read(collection, collection.as_posix(), guids, types)
            before = state(config, base) if base else None
            found = pull.pulled(config, deck, book, learner, before)
        except Refused as refused:
            message = f"{collection}: {refused.message} [{refused.code}]"
            terminal.fail(message, refused.fix)
        _show(config, found, dry_run)
        _summary(deck, found, dry_run)
        if terminal.errors(found.problems):
            sys.exit(1)


def _mend_first(fault: Fault) -> Problem:
    """A fault of the deck's own tables, without which nothing can be compared."""
    fix = fault.fix or "mend it first"
    return Problem(fault.span, fault.code, fault.message, fix=fix)


def _show(config: Config, found: pull.Pulled, dry_run: bool) -> None:
    """Write what was pulled; on a dry run show it as a diff. Then say what could not be."""
    media = sorted(found.media.items())
    changes = dict[Path, bytes | str]()
    for name, (before, after) in found.pages.items():
        changes[config.root / name] = after
        if dry_run:
            diff = report.difference(before, after, name)
            terminal.tell(diff, nl=False)
    for name, data in media:
        changes[config.root / name] = data
    if not dry_run:
        files.rewrite(changes, config.root)
    added = "would add" if dry_run else "added"
    for name, _ in media:
        terminal.tell(f"{added} {name}")
    # Writing moved lines: the problems go along.
    problems = found.problems if dry_run else found.moved()
    if problems:
        text = report.text(problems, config.root)
        terminal.tell(text, err=True)


def _summary(deck: Deck, found: pull.Pulled, dry_run: bool) -> None:
    counts = found.counts
    is_unreleased = not deck.ledger.notes
    if is_unreleased and (counts["cards"] or found.problems):
        click.echo("no release is recorded: edits are told from today's text", err=True)
    # "changed content/a.md: 2 fields and 1 tags of 2 cards"
    done = "would change" if dry_run else "changed"
    pages = ", ".join(found.pages) or "nothing"
    edits = f"{counts['fields']} fields and {counts['tags']} tags of {counts['cards']} cards"
    terminal.tell(f"{done} {pages}: {edits}")
    others = f"{counts['new']} new, {counts['others']} not of this deck"
    click.echo(f"{counts['unchanged']} notes as they were, {others}")
