"""Stage 4, compile: Book -> files. One file is one output; its name, with hyphens, is what `--only` takes.

An output module has a docstring and `write(book: Book, config: Config) -> tuple[Path, ...]`.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from types import ModuleType

from deckpress import plugins
from deckpress.config import Config
from deckpress.model import Book


def modules() -> dict[str, ModuleType]:
    """All outputs by name, sorted."""
    return plugins.discover(__name__)


def names() -> tuple[str, ...]:
    """The outputs' names, without importing any."""
    return tuple(plugins.names(__name__))


def write(book: Book, config: Config, only: Collection[str] = ()) -> list[Path]:
    """Write the chosen outputs (all, if none is chosen) and return the files."""
    chosen = only or names()
    package = plugins.names(__name__)
    return [path for name in package if name in chosen for path in plugins.load(package[name]).write(book, config)]
