"""Stage 4, compile: Book -> files. One file is one output; its name, with hyphens, is what `--only` takes.

An output module has a docstring and `write(book: Book, config: Config) -> tuple[Path, ...]`. One whose page is
meant for paper also has `PAPER`: "A4", "Letter", or "" where any will do.
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


def write(book: Book, config: Config, only: Collection[str] = ()) -> list[Path]:
    """Write the chosen outputs (all, if none is chosen) and return the files."""
    package = plugins.names(__name__)
    chosen = [name for name in package if not only or name in only]
    config = replace(config, outputs=tuple(chosen))
    prepare(config)
    jobs = [partial(_written, name, book, config) for name in chosen]
    large = config.processes > 1 and len(book.notes) >= WORTH_A_PROCESS
    return [
        path
        for paths in (side_by_side(jobs) if large else [job() for job in jobs])
        for path in paths
    ]


def prepare(config: Config) -> None:
    """See that nothing is written through a link (else UnsafePath); sweep what a killed run left."""
    for folder in (config.out, config.out / "site", config.out / "site" / "media"):
        files.refuse_links(folder, config.out_base)
        files.sweep(folder)


def _written(name: str, book: Book, config: Config) -> tuple[Path, ...]:
    module = plugins.load(plugins.names(__name__)[name])
    paths: tuple[Path, ...] = module.write(book, config)
    return paths
