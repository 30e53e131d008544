"""`import`: take over questions from any page, package or table as cards of this deck."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from deckpress import importer
from deckpress.console import report, terminal
from deckpress.deck import config
from deckpress.deck.suggestions import suggest
from deckpress.importer import field_parts, labels, messages, reading
from deckpress.importer.harvest import Harvest, Tick
from deckpress.importer.reading import embedded
from deckpress.model import printable
from deckpress.system import filenames, files

SUFFIXES = ".md .markdown .mdx .mkd .txt .apkg .colpkg .csv .tsv .json".split()
"""What is read of a folder."""

WORTH_A_BAR = 3_000
"""Notes of a package from which reading it takes over a second."""


@click.command()
@click.argument(
    "sources",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "--into",
    metavar="DIR",
    default="",
    help="Folder in content/ for new cards; default: the source's name.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, write nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text or json.",
)
@click.option(
    "--split",
    is_flag=True,
    help="Move analogies and examples out of answers into their own sections.",
)
@click.option(
    "--deck",
    metavar="NAME",
    default="",
    help="Of packages, only this deck and its sub-decks.",
)
@click.option(
    "--map",
    "fields",
    metavar="FIELD=PART",
    multiple=True,
    help="What a field of a package or table is.",
)
@click.option(
    "--link-base",
    metavar="URL",
    default="",
    help="Where relative links of a page lead.",
)
@click.pass_obj
def command(
    root: Path | None,
    sources: tuple[Path, ...],
    into: str,
    dry_run: bool,
    form: str,
    split: bool,
    deck: str,
    fields: tuple[str, ...],
    link_base: str,
) -> None:
    """Take over questions from pages (Markdown of any dialect), .apkg, .colpkg, CSV, TSV or
    CrowdAnki JSON.

    A second import of the same source updates its cards and leaves alone what was changed here
    since.
    """
    parts = _parts(fields)
    if not link_base.isprintable():
        raise click.BadParameter(f"{link_base!r} cannot be printed", param_hint="'--link-base'")
    with terminal.session(root) as session:
        # HTML trees are full of cycles: without the collector a large package would fill the memory
        gc.enable()
        settings = session.config
        harvests = []
        with labels.using(settings.labels):
            for path in _files(sources):
                harvest = _read(path, parts, split)
                harvests.append(_of_deck(harvest, deck))
        folder = _folder(into or sources[0].stem, settings)
        plan = importer.plan(settings, harvests, folder, link_base)
        changes = {}
        if not dry_run and not plan.refused:
            changes = importer.written(settings, plan)
        files.rewrite(changes, settings.root)
        if changes:  # and what stood below a new card stands further down now
            plan.problems = importer.moved(plan)
        if form == "json":
            text = messages.as_json(harvests, plan)
        else:
            text = messages.text(harvests, plan, settings.root, changes)
        terminal.tell(text, form)
        if plan.refused:
            text = report.text(terminal.errors(plan.problems), Path.cwd())
            terminal.tell(f"{text}\nnothing was written", err=True)
            sys.exit(1)


def _read(path: Path, parts: dict[str, str], split: bool) -> Harvest:
    # Messages name a source as the user would, from where he is.
    full = path.resolve()
    here = Path.cwd().resolve()
    near = full.relative_to(here) if full.is_relative_to(here) else path
    shown = printable(near.as_posix())
    with _progress(shown) as tick:
        harvest = reading.read(path, shown, parts, tick)
    if not split:
        return harvest
    cards = map(embedded.split, harvest.cards)
    return replace(harvest, cards=tuple(cards))


def _of_deck(harvest: Harvest, name: str) -> Harvest:
    """Only the cards of a deck; of a source that has no decks, all."""
    if not name or not harvest.decks:
        return harvest
    # `Biology` holds `Biology::Cells`, but not `Biology 2`.
    wanted = tuple(map(str.strip, name.split("::")))
    depth = len(wanted)
    cards = tuple(card for card in harvest.cards if card.topics[:depth] == wanted)
    if not cards and harvest.cards:
        names = {"::".join(card.topics) for card in harvest.cards}
        near = suggest(name, sorted(names - {""}))
        fix = near or "see Anki's list of decks"
        terminal.fail(f"{harvest.path} has no deck {name!r}", fix)
    return replace(harvest, cards=cards)


@contextmanager
def _progress(label: str) -> Iterator[Tick]:
    """A progress bar, if the work is long enough and somebody looks."""
    bars: list[Any] = []

    def tick(done: int, total: int) -> None:
        # Made late: a source that is small, or no package, shows nothing.
        if total >= WORTH_A_BAR and not bars:
            bar = click.progressbar(length=total, label=label, file=sys.stderr)
            bars.append(bar)
        if bars:
            bars[0].update(done - bars[0].pos)

    yield tick
    for bar in bars:
        bar.finish()
        bar.render_finish()


def _files(sources: Sequence[Path]) -> list[Path]:
    """The sources; of a folder, its pages, packages and tables."""
    paths = list[Path]()
    for source in sources:
        paths += _of_folder(source) if source.is_dir() else [source]
    if not paths:
        suffixes = ", ".join(SUFFIXES)
        fix = f"name a file, or a folder with {suffixes} files"
        terminal.fail("nothing to import in this folder", fix)
    return paths


def _of_folder(source: Path) -> Iterator[Path]:
    """A folder's visible sources, sorted; one that a link brings in from elsewhere is not read."""
    for path in sorted(source.rglob("*")):
        parts = path.relative_to(source).parts
        is_hidden = any(part.startswith(".") for part in parts)
        if is_hidden or path.suffix.lower() not in SUFFIXES:
            continue
        if files.inside(path, source):
            yield path
        elif path.is_symlink():
            shown = printable(str(path))
            click.echo(f"{shown}: a link that leads out of the folder; it is not read", err=True)


def _folder(into: str, settings: config.Config) -> str:
    """The folder below content/, however it was named."""
    # `content/new`, from wherever that is said, and `new` are the same.
    path = Path(into)
    full = path.resolve()
    content = settings.content.resolve()
    if full.is_relative_to(content) and full != content:
        return full.relative_to(content).as_posix()
    if path.is_absolute() or ".." in path.parts:
        raise click.BadParameter(f"{into!r} is not inside content/", param_hint="'--into'")
    names = []
    for part in path.parts:
        slug = importer.slugged(part)
        names.append(filenames.safe(slug, otherwise="cards"))
    return "/".join(names)


def _parts(fields: Sequence[str]) -> dict[str, str]:
    """What `--map` says: `Note type/Front=question`."""
    parts = {}
    for pair in fields:
        field, _, part = pair.rpartition("=")
        if part not in field_parts.PARTS:
            message = f"{field}={part}: {suggest(part, field_parts.PARTS)}"
            raise click.BadParameter(message, param_hint="'--map'")
        parts[field] = part
    return parts
