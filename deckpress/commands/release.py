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
    "--rebuild",
    is_flag=True,
    help="Make the files of the last recorded release again, on its tag.",
)
@click.option(
    "--previous",
    type=terminal.EXISTING_FILE,
    help="The package that learners have; default: made again from git.",
)
@click.pass_obj
def command(
    root: Path | None,
    version: str,
    refresh: bool,
    rebuild: bool,
    previous: Path | None,
) -> None:
    """Check, record in content/ledger.tsv, build, try the update on the real Anki, write release
    notes.

    Tags nothing and pushes nothing. Interrupted anywhere, the deck and its ledger are as before.
    """
    with terminal.session(root) as session:
        _release(session, Order(version, refresh, rebuild, previous))


def _release(session: terminal.Session, order: Order) -> None:
    config = session.config
    history.refuse_dirty(config.root)
    history.refuse_shallow(config.root)
    deck, problems = sources.read(config)
    problems += checks.run(deck, config)
    problems += audit.problems(deck, config)
    session.stop_on_errors(problems)
    # A refresh dates every note anew, whatever was recorded.
    if not order.refresh and not order.rebuild:
        session.stop_on_errors(audit.forged(deck, config))
    _refuse_version(deck.ledger, order)
    book, problems = render.book(deck, config)
    session.stop_on_errors(problems)
    recorded = _recorded(deck, book, order)
    # Twice: what was built to see its faults is built again with the times that the ledger gives.
    with staging.stage(config) as staged:
        released = replace(deck, ledger=recorded)
        when = clock.change_time(config.root)
        book = render.dated(book, released, when)
        outputs.write(book, staged)
        _documents(config, staged, released, book, deck.ledger, order)
        ledger_text = "" if order.rebuild else ledger.text(recorded)
        paths = staging.publish(staged, config, ledger_text)
    outside = [path for path in paths if path.parent == config.out]
    session.tell_written(outside, book)
    _tell_next(order)


def _refuse_version(released: Ledger, order: Order) -> None:
    releases = released.releases
    last, _ = releases[-1] if releases else ("", 0)
    try:
        numbers = ledger.version(order.version)
    except ValueError:
        fix = "use one to three whole numbers, such as 1.2.0"
        terminal.fail(f"{order.version!r} is no version", fix)
    if order.rebuild:
        if order.version != last:
            recorded = f"what the ledger records last ({last or 'nothing'})"
            terminal.fail(f"{order.version} is not {recorded}", "check out its tag")
    elif last and numbers <= ledger.version(last):
        terminal.fail(f"{order.version} is not newer than {last}", "choose a greater version")


def _recorded(deck: Deck, book: Book, order: Order) -> Ledger:
    """The ledger with this release in it."""
    if order.rebuild:
        count = record.unreleased(deck, book.note_types, order.version)
        if count:
            message = f"{count} lines of the ledger are not of this deck"
            terminal.fail(message, f"check out the tag of {order.version}")
        return deck.ledger
    # Equal would do for Anki's notes, but not for telling which release is the later one.
    now = _release_time()
    releases = deck.ledger.releases
    _, last = releases[-1] if releases else ("", 0)
    if now <= last:
        message = "the clock (or SOURCE_DATE_EPOCH) is not later than the last release"
        terminal.fail(message, "set the clock right")
    return record.next_ledger(
        deck,
        book.note_types,
        order.version,
        now,
        order.refresh,
    )


def _release_time() -> int:
    """The clock, not the commit: Anki up to 24.11 takes only updates that are later than the
    learner's last import."""
    now = int(time.time())
    return min(clock.source_date_epoch() or now, now)


def _documents(
    config: Config,
    staged: Config,
    deck: Deck,
    book: Book,
    before: Ledger,
    order: Order,
) -> None:
    """Try the update, then write release notes and manifest into the staging folder."""
    old, package = _previous(config, staged, before, order)
    new_package = staged.out / f"{config.slug}.apkg"
    # The first release is tried on itself: imported twice, it changes nothing.
    gated = _gated(package or new_package, new_package, order)
    new = states.of_book(book)
    changes = compare.changes(old, new) if old else ()
    if order.rebuild and old:
        looks = compare.designs(old, new)
    else:
        looks = _new_looks(before, deck.ledger)
    _, when = deck.ledger.releases[-1]
    reasons = {line.id: line.reason for line in deck.retirements}
    cards = sum(len(note.ordinals) for note in book.notes)
    facts = release_notes.Facts(
        config.name,
        order.version,
        when,
        new_package.name,
        len(book.notes),
        cards,
        old is None,
        looks,
        order.refresh,
        reasons,
    )
    documents = {
        manifest.NAME: manifest.text(book, deck.ledger, changes, staged.out, gated),
        "RELEASE_NOTES.md": release_notes.write(changes, facts),
    }
    for name, text in documents.items():
        files.write(staged.out / name, text, staged.out_base)


def _new_looks(before: Ledger, after: Ledger) -> tuple[str, ...]:
    """The kinds whose templates or styles the release changes."""
    known = {released.kind: released.content for released in before.types}
    looks = []
    for released in after.types:
        content = known.get(released.kind, released.content)
        if content != released.content:
            looks.append(released.kind)
    return tuple(looks)


def _previous(
    config: Config,
    staged: Config,
    before: Ledger,
    order: Order,
) -> tuple[compare.State | None, Path | None]:
    """The release before this one as git has it, and its package; nothing before the first."""
    releases = before.releases[:-1] if order.rebuild else before.releases
    given = order.previous
    commit = ""
    if releases:
        commit = history.commit_of(config.root, releases[-1])
    if not commit:
        return (states.of_package(given), given) if given else (None, None)
    # Checked out and built anew, with the code of today.
    folder = staged.out.parent / "base"
    deck, old = states.unpacked(config, commit, folder)
    book, _ = render.book(deck, old)
    apart = replace(old, out=folder / "build", out_is_named=True)
    package, *_ = outputs.write(book, apart, ("apkg",))
    return states.of_book(book), given or package


def _gated(old: Path, new: Path, order: Order) -> gate.Report:
    """Refuse a release that takes something from a learner of the last one."""
    report = gate.run(old, new, order.refresh)
    losses = gate.losses(report)
    if losses:
        message = "\n".join(["the upgrade gate failed: a learner would lose", *losses])
        terminal.fail(message, "see docs/updating.md")
    result = f"passed on Anki {report['anki']}" if report["run"] else f"not run: {report['why']}"
    click.echo(f"upgrade gate: {result}")
    return report


def _tell_next(order: Order) -> None:
    if order.refresh:
        cost = "learners' own texts and tags are replaced when they update; progress stays"
        click.echo(f"every note is touched: {cost}")
    if not order.rebuild:
        click.echo(
            "read build/RELEASE_NOTES.md, then:\n"
            f'    git add {ledger.FILE} && git commit -m "Release {order.version}"\n'
            f'    git tag -a v{order.version} -m "Release {order.version}"\n'
            "    git push --follow-tags"
        )
