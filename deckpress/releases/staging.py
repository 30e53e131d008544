"""Everything a release writes, prepared beside its place, and then moved there.

An interruption leaves the deck as it was. Files of `build/` can be made again at any time and come
first. The ledger comes last, in one rename: before it nothing is released, after it everything is.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from deckpress import outputs
from deckpress.deck import ledger
from deckpress.deck.config import Config
from deckpress.outputs import site
from deckpress.system import files

PREFIX = ".deckpress-release-"
"""What the names of unfinished releases in `build/` begin with; the next one sweeps them away."""

# `tempfile.mkdtemp` puts eight such characters behind the prefix: .deckpress-release-k3_x0q9a
_UNFINISHED = re.compile(rf"{re.escape(PREFIX)}[a-z0-9_]{{8}}")


@contextmanager
def stage(config: Config) -> Iterator[Config]:
    """The configuration of a build into an empty folder inside `build/`, gone afterwards."""
    outputs.prepare(config)
    site.refuse_foreign(config)
    config.out.mkdir(parents=True, exist_ok=True)
    for path in sorted(config.out.iterdir()):
        if _UNFINISHED.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=config.out))
    try:
        yield replace(config, out=folder / "out")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(staged: Config, config: Config, text: str) -> list[Path]:
    """Move the outputs to `build/`, then the ledger's text, if there is any, to its place.

    Returns the outputs.

    Files of an earlier release are replaced, and media of it that this one has not are removed;
    somebody's own files stay. Raises OSError if something cannot be moved; the ledger is then as it
    was.
    """
    prepared = staged.out.parent / "ledger.tsv"
    if text:
        _write_to_disk(prepared, text)
    made = [path for path in staged.out.rglob("*") if path.is_file()]
    published = []
    for path in sorted(made, key=site.order):
        target = config.out / path.relative_to(staged.out)
        files.refuse_links(target.parent, config.out_base)
        target.parent.mkdir(parents=True, exist_ok=True)
        published.append(path.replace(target))
    site.forget_media(config, {path.name for path in published})
    if text:
        os.replace(prepared, config.root / ledger.FILE)
    return published


def _write_to_disk(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        # A rename may reach the disk before what it renames, and a power failure leave it empty.
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)
