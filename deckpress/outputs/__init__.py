"""Stage 4, compile: Book -> files. A module is an output; its name, with hyphens, is its `--only`.

It has a docstring and `write(book: Book, config: Config) -> Path`, which returns the
file to look at; and it may have

- `DOWNLOAD`, a `_downloads.Download`: the file that the site offers to its visitors;
- `PAPER`, if the file is a page to be printed: "A4", "Letter", or "" where any paper will do.

What it makes of a small deck is recorded in `tests/outputs/golden/`: see `make golden`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType

from deckpress.deck.config import Config
from deckpress.model import Book
from deckpress.system import files, plugins
from deckpress.system.processes import side_by_side

WORTH_A_PROCESS = 2000
"""Notes from which writing outputs side by side saves more time than the processes cost."""


def modules() -> dict[str, ModuleType]:
    """All outputs by name, sorted."""
    return plugins.discover(__name__)


def names() -> tuple[str, ...]:
    """The outputs' names, without importing any."""
    return tuple(plugins.names(__name__))


def write(
    book: Book,
    config: Config,
    only: Collection[str] = (),
) -> list[Path]:
    """Write the chosen outputs (all, if none is chosen) and return each one's file."""
    chosen = [name for name in names() if not only or name in only]
    config = replace(config, outputs=tuple(chosen))
    prepare(config)
    jobs = [partial(_write, name, book, config) for name in chosen]
    if config.processes > 1 and len(book.notes) >= WORTH_A_PROCESS:
        return side_by_side(jobs)
    return [job() for job in jobs]


def prepare(config: Config) -> None:
    """See that nothing is written through a link, and sweep what a killed run left.

    Raises files.UnsafePath.
    """
    site = config.out / "site"
    for folder in (config.out, site, site / "media"):
        files.refuse_links(folder, config.out_base)
        files.sweep(folder)


def _write(
    name: str,
    book: Book,
    config: Config,
) -> Path:
    module = plugins.load(plugins.names(__name__)[name])
    path: Path = module.write(book, config)
    return path
