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
    "--only", metavar="NAMES", default="", help="Only these outputs, separated by commas."
)
@click.option(
    "--paper",
    type=click.Choice(("A4", "Letter"), case_sensitive=False),
    default="A4",
    show_default=True,
)
@click.option("--browser", "program", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Chromium, Chrome or Edge; default: the one that is installed.")  # fmt: skip
@click.pass_obj
def command(
    root: Path | None, out: Path | None, only: str, paper: str, program: Path | None
) -> None:
    """Print the deck to PDF: with bookmarks, page numbers in the contents, and volumes of at most
    500 cards."""
    with terminal.session(root, out) as session:
        chosen = _printable(session.output_names(only), paper)
        program = program or browser.find() or _no_browser()
        deck, problems = sources.read(session.config)
        problems += checks.run(deck, session.config)
        session.stop_on_errors(problems)
        book, problems = render.book(deck, session.config)
        session.stop_on_errors(problems)
        # The browser writes itself, past our own way to files.
        files.refuse_links(session.config.out, session.config.out_base)
        when = change_time(session.config.root)
        # HTML that only the browser sees.
        with tempfile.TemporaryDirectory() as pages:
            volumes = [*_volumes(book, session.config, Path(pages))]
            paths = list[Path]()
            for name, module in chosen.items():
                own = module.PAPER or paper  # what is cut out fits one paper only
                paths += [_pdf(program, name, own, volume, when) for volume in volumes]
        session.tell_written(paths, book)


def _no_browser() -> NoReturn:
    fix = f"install one, name it with --browser, or {_BY_HAND}"
    terminal.fail("no Chromium, Chrome or Edge was found [no-browser]", fix)


def _pdf(program: Path, name: str, paper: str, volume: _Volume, when: int) -> Path:
    """One output of one volume, printed."""
    page = outputs.write(volume.book, volume.config, (name,))[0]
    click.echo(f"printing {volume.pdf(name).name} ...", err=True)
    try:
        return _browser_pdf.make(program, page, volume.pdf(name), paper, when)
    except browser.BrowserError as error:
        terminal.fail(f"{error} [no-pdf]", _BY_HAND)


def _printable(names: tuple[str, ...], paper: str) -> dict[str, ModuleType]:
    """The outputs that paper is meant for: the named ones, or all that go on this paper."""
    paged = {name: module for name, module in outputs.modules().items() if hasattr(module, "PAPER")}
    for name in names:
        if name not in paged:
            raise click.UsageError(f"{name!r} is not printed; use one of: {', '.join(paged)}")
    if names:
        return {name: paged[name] for name in paged if name in names}
    return {name: module for name, module in paged.items() if module.PAPER in ("", paper)}


def _volumes(book: Book, config: Config, pages: Path) -> Iterator[_Volume]:
    """The book in volumes, of which each writes its HTML to `pages`."""
    # "Deck (1 of 3)", whose cards are numbered on from the volume before.
    packed = list(_packed(book.chapters))
    if len(packed) < 2:
        yield _Volume(book, replace(config, out=pages, out_is_named=True), config.out)
        return
    first = book.first
    for number, chapters in enumerate(packed, 1):
        name = f"{config.name} ({number} of {len(packed)})"
        volume = _renamed(replace(book, chapters=chapters, first=first), config.name, name)
        own = replace(config, name=name, out=pages, out_is_named=True)
        yield _Volume(volume, own, config.out, f"-{number}")
        first += sum(len(chapter.notes) for chapter in chapters)


def _packed(chapters: tuple[Chapter, ...]) -> Iterator[tuple[Chapter, ...]]:
    """Chapters in volumes; one that is too large for a volume is cut."""
    volume, count = list[Chapter](), 0
    for chapter in itertools.chain.from_iterable(map(_cut, chapters)):
        if volume and count + len(chapter.notes) > VOLUME:
            yield tuple(volume)
            volume, count = [], 0
        volume.append(chapter)
        count += len(chapter.notes)
    if volume:
        yield tuple(volume)


def _cut(chapter: Chapter) -> Iterator[Chapter]:
    for start in range(0, len(chapter.notes), VOLUME):
        yield chapter._replace(notes=chapter.notes[start : start + VOLUME])


def _renamed(book: Book, old: str, new: str) -> Book:
    """The book with another name for its deck, of which all other decks are a part."""

    def deck(name: str) -> str:
        is_part = name == old or name.startswith(f"{old}::")
        return new + name.removeprefix(old) if is_part else name

    chapters = tuple(chapter._replace(deck=deck(chapter.deck)) for chapter in book.chapters)
    descriptions = tuple((deck(name), text) for name, text in book.descriptions)
    return replace(book, chapters=chapters, descriptions=descriptions)
