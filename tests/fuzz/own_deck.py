"""A small deck with a release behind it: its files (its git repository too) and its package, for
what compares with it.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.corpus import REPOSITORY
from tests.fuzz.media import DOT

CONFIG = b'[deck]\nname = "Fuzz"\nslug = "fuzz"\nnamespace = "fuzz"\n'
"""What every deck of the fuzzers says of itself, unless that is what is tried."""

_PAGES = {
    "deckpress.toml": CONFIG,
    "content/dot.svg": DOT.encode(),
    "content/01-one/a.md": b"""---
tags: [a::b]
---
# First

## What is a plain card?
<!-- id: plain-card; level: core -->

It has an **answer**, a [link](#cloze-card), `code` and ![a dot](dot.svg).

### Analogy

Like a leaf.

### Sources

- Somebody 2020, arXiv:2001.00001

## What turns around?
<!-- id: reversed-card; type: reversed -->

The wheel.

## Which word is typed?
<!-- id: typed-card; type: typed -->

epoch
""",
    "content/02-two/b.md": b"""## A text with gaps
<!-- id: cloze-card; type: cloze; tags: c -->

The {{c1::first}} and the {{c2::second::not first}} gap.

## Which option is right?
<!-- id: choice-card; type: choice -->

- [ ] wrong
- [x] right

Because.

## What is retired later?
<!-- id: retired-card -->

Nothing.
""",
    "content/tags.toml": b"""
[tags."a::b"]
description = "A and b."
minimum = 1

[tags.c]
description = "C."
""",
    "content/glossary.toml": b"""
[terms."epoch"]
not = ["epocha"]
definition = "One pass."
""",
    "content/misconceptions.toml": b"""
[[misconception]]
id = "m-one"
pattern = "always wins"
why = "It does not."
source = "X 2020"
""",
    "content/similarity.toml": b"""
contrast = [["first", "second"]]

[aliases]
SGD = "stochastic gradient descent"
""",
}


class OwnDeck(NamedTuple):
    """A deck after two releases."""

    files: Mapping[str, bytes]
    """By path below its root, `.git/` included."""
    package: bytes
    """What the last release built."""


@functools.cache
def released() -> OwnDeck:
    """Release the deck twice, by the command line, in a repository of its own."""
    with tempfile.TemporaryDirectory(prefix="fuzz-own-") as name:
        root = Path(name) / "deck"
        for path, data in _PAGES.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        (root / ".gitignore").write_text("build/\n", encoding="utf-8")
        _git(root, "init", "-q", "-b", "main")
        _git(root, "add", "-A")
        _git(root, "commit", "-q", "-m", "Cards")
        _released(root, "1.0", 1_600_000_000)
        page = root / "content/01-one/a.md"
        page.write_bytes(page.read_bytes().replace(b"The wheel.", b"The wheel, mostly."))
        _git(root, "commit", "-q", "-a", "-m", "A better answer")
        _released(root, "1.1", 1_650_000_000)
        package = (root / "build/fuzz.apkg").read_bytes()
        paths = (path for path in sorted(root.rglob("*")) if path.is_file())
        files = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
        kept = {
            path: data
            for path, data in files.items()
            if not path.startswith(("build/", ".git/hooks/"))
        }
        return OwnDeck(kept, package)


def _released(root: Path, version: str, time: int) -> None:
    command = [
        sys.executable,
        str(REPOSITORY / "pipeline.py"),
        "--root",
        str(root),
        "release",
        version,
    ]
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(time),
        "XDG_CACHE_HOME": str(root.parent / "cache"),
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the fuzzers' own deck cannot be released:\n{done.stdout}{done.stderr}")
    _git(root, "add", "-A")
    _git(root, "commit", "-q", "-m", f"Release {version}")
    _git(root, "tag", f"v{version}")


def _git(root: Path, *arguments: str) -> None:
    """git, with a name and a time that are always the same."""
    fixed = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in _WHO.items()
    }
    command = ["git", "-C", str(root), *arguments]
    subprocess.run(command, env={**os.environ, **fixed}, check=True, capture_output=True)


_WHO = {"NAME": "x", "EMAIL": "x@example.org", "DATE": "1600000000 +0000"}
