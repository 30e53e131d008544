"""Releases for tests: without git in this process, or with git and the real command."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

from deckpress import checks, outputs, render, sources
from deckpress.deck import config, ledger
from deckpress.model import Deck
from deckpress.releases import record

FIRST_TIME, WEEK = 1_690_000_000, 7 * 86400


def quiet() -> str:
    """Silence for all checks but guards, to stand at the end of a deckpress.toml: a test's words are no content."""
    codes = (code for code in checks.modules() if not checks.is_guard(code))
    return "\n[checks.severity]\n" + "".join(f'{code} = "off"\n' for code in codes)


def read(root: Path) -> Deck:
    """The deck in a folder."""
    return sources.read(config.load(root, jobs=1)[0])[0]


def release(root: Path, number: int, refresh: bool = False, version: str = "") -> Path:
    """What `release` does, without its refusals: writes the ledger; returns the package, kept under its number.

    The number is that of the week, and the version unless another is given.
    """
    given = config.load(root, root / "build" / f"{number}", jobs=1)[0]
    deck = read(root)
    types = render.book(deck, given)[0].note_types
    recorded = record.next_ledger(
        deck, types, version or f"{number}", FIRST_TIME + number * WEEK, refresh
    )
    (root / ledger.FILE).write_text(ledger.text(recorded), encoding="utf-8")
    book, _ = render.book(replace(deck, ledger=recorded), given)
    return outputs.write(book, given, ("apkg",))[0]


def git(root: Path, *arguments: str) -> str:
    """Run git in a deck's folder as somebody with a name."""
    who = (
        "-c",
        "user.name=Author",
        "-c",
        "user.email=author@example.org",
        "-c",
        "commit.gpgsign=false",
    )
    done = subprocess.run(
        ["git", "-C", str(root), *who, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def commit(root: Path, message: str = "change") -> None:
    """Commit everything."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet")
        (root / ".gitignore").write_text("/build/\n")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)


def package_mods(package: Path) -> dict[str, int]:
    """Id -> `mod` of the notes of a package."""
    with (
        zipfile.ZipFile(package) as archive,
        contextlib.closing(sqlite3.connect(":memory:")) as database,
    ):
        database.deserialize(archive.read("collection.anki2"))
        return {
            fields.split("\x1f")[0]: mod
            for fields, mod in database.execute("SELECT flds, mod FROM notes")
        }


def check_mods(
    old: dict[str, int], new: dict[str, int], touched: set[str], perhaps: set[str]
) -> None:
    """A release dates what authors changed, and nothing else."""
    later = {name for name in new if name in old and new[name] > old[name]}
    assert not any(new[name] < old[name] for name in new if name in old)
    assert touched & {*old} <= later <= touched | perhaps
