"""`release VERSION`: record what learners get, build it, prove that it costs them nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

import click

from deckpress import checks, outputs, render, sources
from deckpress.console import terminal
from deckpress.deck import clock, ledger
from deckpress.deck.config import Config
from deckpress.model import Book, Deck, Ledger
from deckpress.releases import (
    audit,
    compare,
    gate,
    history,
    manifest,
    record,
    release_notes,
    staging,
    states,
)
from deckpress.releases.revisions import UnreadableError
from deckpress.system import files


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    version: str
    refresh: bool
    rebuild: bool
    previous: Path | None


@click.command()
@click.argument("version")
@click.option(
    "--refresh",
    is_flag=True,
    help="Touch every note, changed or not; costs learners their own edits.",
)
@click.option(
    "--rebuild", is_flag=True, help="Make the files of the last recorded release again, on its tag."
)
@click.option("--previous", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="The package that learners have; default: made again from git.")  # fmt: skip
@click.pass_obj
def command(
    root: Path | None, version: str, refresh: bool, rebuild: bool, previous: Path | None
) -> None:
    """Check, record in content/ledger.tsv, build, try the update on the real Anki, write release notes.

    Tags nothing and pushes nothing. Interrupted anywhere, the deck and its ledger are as before.
    """
    with terminal.session(root) as say:
        try:
            _release(say, Order(version, refresh, rebuild, previous))
        except UnreadableError as error:
            terminal.fail(*map(str, error.args))


def _release(say: terminal.Session, order: Order) -> None:
    history.refuse_dirty(say.config.root)
    history.refuse_shallow(say.config.root)
    deck, problems = sources.read(say.config, render.each_page)
    problems += checks.run(deck, say.config) + audit.problems(deck, say.config)
    say.stop_on_errors(problems)
    if not (
        order.refresh or order.rebuild
    ):  # a refresh dates every note anew, whatever was recorded
        say.stop_on_errors(audit.forged(deck, say.config))
    _refuse_version(deck.ledger, order)
    book, problems = render.book(deck, say.config)
    say.stop_on_errors(problems)
    recorded = _recorded(deck, book, order)
    with staging.stage(say.config) as staged:
        released = replace(deck, ledger=recorded)
        book, _ = render.book(released, staged)
        outputs.write(book, staged)
        _documents(say.config, staged, released, book, deck.ledger, order)
        paths = staging.publish(staged, say.config, "" if order.rebuild else ledger.text(recorded))
    say.written([path for path in paths if path.parent == say.config.out], book)
    _say_next(order)


def _refuse_version(released: Ledger, order: Order) -> None:
    last = released.releases[-1][0] if released.releases else ""
    try:
        numbers = ledger.version(order.version)
    except ValueError:
        terminal.fail(
            f"{order.version!r} is no version", "use one to three whole numbers, such as 1.2.0"
        )
    if order.rebuild and order.version != last:
        terminal.fail(
            f"{order.version} is not what the ledger records last ({last or 'nothing'})",
            "check out its tag",
        )
    if not order.rebuild and last and numbers <= ledger.version(last):
        terminal.fail(f"{order.version} is not newer than {last}", "choose a greater version")


def _recorded(deck: Deck, book: Book, order: Order) -> Ledger:
    """The ledger with this release in it."""
    if order.rebuild:
        count = record.unreleased(deck, book.note_types, order.version)
        if count:
            terminal.fail(
                f"{count} lines of the ledger are not of this deck",
                f"check out the tag of {order.version}",
            )
        return deck.ledger
    now = _release_time()
    last = deck.ledger.releases[-1][1] if deck.ledger.releases else 0
    if now <= last:
        terminal.fail(
            "the clock (or SOURCE_DATE_EPOCH) is not later than the last release",
            "set the clock right",
        )
    return record.next_ledger(deck, book.note_types, order.version, now, order.refresh)


def _release_time() -> int:
    """The clock, not the commit: Anki up to 24.11 takes only updates that are later than the learner's last import."""
    now = int(time.time())
    return min(clock.source_date_epoch() or now, now)


def _documents(
    config: Config, staged: Config, deck: Deck, book: Book, before: Ledger, order: Order
) -> None:
    """Try the update, then write release notes and manifest into the staging folder."""
    old, package = _previous(config, staged, before, order)
    report = _gated(
        package or staged.out / f"{config.slug}.apkg", staged.out / f"{config.slug}.apkg", order
    )
    changes = compare.changes(old, states.of_book(book)) if old else ()
    known = {t.kind: t.content for t in before.types}
    looks = tuple(
        t.kind for t in deck.ledger.types if t.kind in known and known[t.kind] != t.content
    )
    if order.rebuild and old:
        looks = compare.designs(old, states.of_book(book))
    reasons = {line.id: line.reason for line in deck.retirements}
    facts = release_notes.Facts(
        config.name, order.version, deck.ledger.releases[-1][1], f"{config.slug}.apkg", len(book.notes),
        sum(len(note.ordinals) for note in book.notes), old is None, looks, order.refresh, reasons,
    )  # fmt: skip
    told = manifest.text(book, deck.ledger, changes, staged.out, report)
    files.write(staged.out / manifest.NAME, told, staged.out_base)
    told = release_notes.write(changes, facts)
    files.write(staged.out / "RELEASE_NOTES.md", told, staged.out_base)


def _previous(
    config: Config, staged: Config, before: Ledger, order: Order
) -> tuple[compare.State | None, Path | None]:
    """The release before this one as git has it, and its package; nothing before the first."""
    last = (before.releases[:-1] if order.rebuild else before.releases)[-1:]
    commit = history.commit_of(config.root, *last) if last else ""
    if not commit:
        return (
            (states.of_package(order.previous), order.previous) if order.previous else (None, None)
        )
    folder = staged.out.parent / "base"
    deck, old = states.unpacked(config, commit, folder)
    book, _ = render.book(deck, old)
    apart = replace(old, out=folder / "build", out_is_named=True)
    package = outputs.write(book, apart, ("apkg",))[0]
    return states.of_book(book), order.previous or package


def _gated(old: Path, new: Path, order: Order) -> gate.Report:
    """Refuse a release that takes something from a learner of the last one."""
    report = gate.run(old, new, order.refresh)
    losses = gate.losses(report)
    if losses:
        terminal.fail(
            "\n".join(["the upgrade gate failed: a learner would lose", *losses]),
            "see docs/updating.md",
        )
    said = f"passed on Anki {report['anki']}" if report["run"] else f"not run: {report['why']}"
    click.echo(f"upgrade gate: {said}")
    return report


def _say_next(order: Order) -> None:
    if order.refresh:
        click.echo(
            "every note is touched: learners' own texts and tags are replaced when they update; progress stays"
        )
    if not order.rebuild:
        click.echo(
            "read build/RELEASE_NOTES.md, then:\n"
            f'    git add {ledger.FILE} && git commit -m "Release {order.version}"\n'
            f'    git tag -a v{order.version} -m "Release {order.version}"\n'
            "    git push --follow-tags"
        )
