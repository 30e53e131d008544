"""`pdf`: print booklet, cut-out cards and crib sheet to PDF, with the browser that is installed."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import click

from deckpress import checks, outputs, render, sources
from deckpress.console import terminal
from deckpress.deck.clock import change_time
from deckpress.deck.config import Config
from deckpress.model import Book, Chapter
from deckpress.outputs import _browser_pdf
from deckpress.system import browser, files

_BY_HAND = "open the .html file in any browser and print it with Ctrl+P"

VOLUME = 500
"""Cards in one PDF: the time a browser takes grows faster than the pages, and 5,000 cards never
end."""


@dataclass(frozen=True, slots=True)
class _Volume:
    book: Book
    config: Config
    """With a name of its own, and a folder for HTML that nobody keeps."""
    out: Path
    suffix: str = ""
    """What its file's name ends in."""

    def pdf(self, name: str) -> Path:
        """Where an output of it goes."""
        return self.out / f"{self.config.slug}-{name}{self.suffix}.pdf"


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write; default: build/.",
)
@click.option(
    "--only",
    metavar="NAMES",
    default="",
    help="Only these outputs, separated by commas.",
)
@click.option(
    "--paper",
    type=click.Choice(("A4", "Letter"), case_sensitive=False),
    default="A4",
    show_default=True,
)
@click.option(
    "--browser",
    "program",
    type=terminal.EXISTING_FILE,
    help="Chromium, Chrome or Edge; default: the one that is installed.",
)
@click.pass_obj
def command(
    root: Path | None,
    out: Path | None,
    only: str,
    paper: str,
    program: Path | None,
) -> None:
    """Print the deck to PDF: with bookmarks, page numbers in the contents, and volumes of at most
    500 cards."""
    with terminal.session(root, out) as session:
        config = session.config
        chosen = _printable(session.output_names(only), paper)
        program = program or browser.find() or _no_browser()
        deck, problems = sources.read(config)
        problems += checks.run(deck, config)
        session.stop_on_errors(problems)
        book, problems = render.book(deck, config)
        session.stop_on_errors(problems)
        # The browser writes itself, past our own way to files.
        files.refuse_links(config.out, config.out_base)
        when = change_time(config.root)
        paths = []
        # HTML that only the browser sees.
        with tempfile.TemporaryDirectory() as pages:
            volumes = [*_volumes(book, config, Path(pages))]
            for name, module in chosen.items():
                own = module.PAPER or paper  # what is cut out fits one paper only
                for volume in volumes:
                    path = _pdf(program, name, own, volume, when)
                    paths.append(path)
        session.tell_written(paths, book)


def _no_browser() -> NoReturn:
    fix = f"install one, name it with --browser, or {_BY_HAND}"
    terminal.fail("no Chromium, Chrome or Edge was found [no-browser]", fix)


def _pdf(
    program: Path,
    name: str,
    paper: str,
    volume: _Volume,
    when: int,
) -> Path:
    """One output of one volume, printed."""
    page, *_ = outputs.write(volume.book, volume.config, (name,))
    path = volume.pdf(name)
    click.echo(f"printing {path.name} ...", err=True)
    try:
        return _browser_pdf.make(program, page, path, paper, when)
    except browser.BrowserError as error:
        terminal.fail(f"{error} [no-pdf]", _BY_HAND)


def _printable(names: tuple[str, ...], paper: str) -> dict[str, ModuleType]:
    """The outputs that paper is meant for: the named ones, or all that go on this paper."""
    paged = dict[str, ModuleType]()
    for name, module in outputs.modules().items():
        if hasattr(module, "PAPER"):
            paged[name] = module
    for name in names:
        if name not in paged:
            printed = ", ".join(paged)
            raise click.UsageError(f"{name!r} is not printed; use one of: {printed}")
    if names:
        return {name: paged[name] for name in paged if name in names}
    return {name: module for name, module in paged.items() if module.PAPER in ("", paper)}


def _volumes(book: Book, config: Config, pages: Path) -> Iterator[_Volume]:
    """The book in volumes, of which each writes its HTML to `pages`."""
    # "Deck (1 of 3)", whose cards are numbered on from the volume before.
    packed = list(_packed(book.chapters))
    apart = replace(config, out=pages, out_is_named=True)
    if len(packed) < 2:
        yield _Volume(book, apart, config.out)
        return
    first = book.first
    for number, chapters in enumerate(packed, 1):
        name = f"{config.name} ({number} of {len(packed)})"
        part = replace(book, chapters=chapters, first=first)
        volume = _renamed(part, config.name, name)
        own = replace(apart, name=name)
        yield _Volume(volume, own, config.out, f"-{number}")
        first += sum(len(chapter.notes) for chapter in chapters)


def _packed(chapters: tuple[Chapter, ...]) -> Iterator[tuple[Chapter, ...]]:
    """Chapters in volumes; one that is too large for a volume is cut."""
    volume, count = list[Chapter](), 0
    pieces = map(_cut, chapters)
    for chapter in itertools.chain.from_iterable(pieces):
        size = len(chapter.notes)
        if volume and count + size > VOLUME:
            yield tuple(volume)
            volume, count = [], 0
        volume.append(chapter)
        count += size
    if volume:
        yield tuple(volume)


def _cut(chapter: Chapter) -> Iterator[Chapter]:
    notes = chapter.notes
    for start in range(0, len(notes), VOLUME):
        piece = notes[start : start + VOLUME]
        yield chapter._replace(notes=piece)


def _renamed(book: Book, old: str, new: str) -> Book:
    """The book with another name for its deck, of which all other decks are a part."""

    def deck(name: str) -> str:
        # Deep Learning::Losses -> Deep Learning (1 of 3)::Losses
        is_part = name == old or name.startswith(f"{old}::")
        return new + name.removeprefix(old) if is_part else name

    chapters = []
    for chapter in book.chapters:
        name = deck(chapter.deck)
        chapters.append(chapter._replace(deck=name))
    descriptions = [(deck(name), text) for name, text in book.descriptions]
    return replace(book, chapters=tuple(chapters), descriptions=tuple(descriptions))
