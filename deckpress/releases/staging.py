"""Everything a release writes, prepared beside its place, so that an interruption leaves the deck as it was.

Files of `build/` can be made again at any time and come first. The ledger comes last, in one rename: before it nothing
is released, after it everything is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from deckpress import ledger
from deckpress.config import Config

PREFIX = ".release-"
"""What the names of unfinished releases in `build/` begin with; the next one sweeps them away."""


@contextmanager
def stage(config: Config) -> Iterator[Config]:
    """The configuration of a build into an empty folder inside `build/`; the folder is gone afterwards."""
    config.out.mkdir(parents=True, exist_ok=True)
    for left in sorted(config.out.glob(f"{PREFIX}*")):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=config.out))
    try:
        yield replace(config, out=folder / "out")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(staged: Config, config: Config, text: str) -> list[Path]:
    """Move the outputs to `build/`, then the ledger's text, if there is any, to its place; returns the outputs.

    Raises OSError if something cannot be moved; the ledger is then as it was.
    """
    prepared = _prepared(staged.out.parent / "ledger.tsv", text) if text else None
    moved = [_moved(path, config.out / path.name) for path in sorted(staged.out.iterdir()) if path != staged.cache]
    if prepared:
        os.replace(prepared, config.root / ledger.FILE)
    return moved


def _prepared(path: Path, text: str) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)
    return path


def _moved(path: Path, target: Path) -> Path:
    if path.is_dir() and target.is_dir():
        shutil.rmtree(target)
    return path.replace(target)
