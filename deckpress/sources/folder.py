"""What lies in `content/`: the deck's pages, its other files, and what no deck can have."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from deckpress.deck.config import CODE, Config
from deckpress.model import Fault, Span, printable
from deckpress.system import filenames, files, git

NOT_PAGES = ("README.md",)
"""Markdown that is for authors, not for learners."""

TABLES = (".toml", ".tsv", ".txt")
"""Files that are neither pages nor media; whoever reads one says what is wrong with it."""

NOT_MEDIA = (*TABLES, *CODE)


class Contents(NamedTuple):
    """The files of `content/`, without those that are hidden or lie in a hidden folder."""

    pages: tuple[Path, ...]
    """In deck order."""
    media: tuple[str, ...]
    """All other files, relative to the root, sorted."""
    faults: tuple[Fault, ...]


def contents(config: Config) -> Contents:
    """Everything in `content/`. A folder that is a link is not entered."""
    if not files.belongs(config.content, config.root):
        fault = _unsafe("content", "a link that leads out of the deck")
        return Contents((), (), (fault,))
    walk = _Walk(config)
    walk.enter(config.content)
    faults = [*walk.faults, *_lookalike(config)]
    return Contents(
        tuple(sorted(walk.pages, key=walk.order)),
        tuple(sorted(walk.media)),
        tuple(sorted(faults)),
    )


def _lookalike(config: Config) -> Iterator[Fault]:
    """A folder that looks like a repository keeps git from telling what was released."""
    place = git.lookalike(config.root)
    if place:
        path = os.path.relpath(place / "HEAD", config.root)
        name = printable(Path(path).as_posix())
        message = "with what lies beside it, it makes the folder look like a git repository"
        yield Fault(Span(name), message, "remove it", code="unsafe-path")


@dataclass(slots=True)
class _Walk:
    """One way through all folders."""

    config: Config
    pages: list[Path] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def enter(self, folder: Path) -> None:
        """Take in a folder and all below it."""
        with os.scandir(folder) as entries:
            visible = [entry for entry in entries if not entry.name.startswith(".")]
        for entry in visible:
            self._take(entry, folder / entry.name)

    def _take(
        self,
        entry: os.DirEntry[str],
        path: Path,
    ) -> None:
        name = path.relative_to(self.config.root).as_posix()
        if name.isprintable() or path.suffix != ".md":  # else it is reported as a page
            self.faults += _name_faults(name)
        if entry.is_dir(follow_symlinks=False):
            self.enter(path)
        elif os.path.isdir(path):  # not `entry.is_dir()`, which fails for a link to itself
            self._take_linked_folder(path, name)
        elif path.suffix == ".md":
            if path.name not in NOT_PAGES:
                self.pages.append(path)
        elif path.suffix.lower() not in NOT_MEDIA:
            self._take_medium(entry, name)

    def order(self, path: Path) -> tuple[list[str], Path]:
        """What pages are sorted by: folders and files by their names, in one form of Unicode."""
        above = len(self.config.content.parts)
        names = [normalize("NFC", part) for part in path.parts[above:]]
        return names, path

    def _take_linked_folder(self, path: Path, name: str) -> None:
        """Its pages are read where they lie; elsewhere they would be in no output."""
        content = self.config.content
        if os.path.realpath(path) == os.path.realpath(content):
            return
        if not files.belongs(path, content):
            message = "a link to a folder that is not in content/: nothing in it is read"
            self.faults.append(_unsafe(name, message))

    def _take_medium(
        self,
        entry: os.DirEntry[str],
        name: str,
    ) -> None:
        wrong = ""
        if not entry.is_file(follow_symlinks=False):  # by far the most are, told without a question
            wrong = files.fault(Path(entry.path), self.config.root)
        if wrong:
            self.faults.append(_unsafe(name, wrong))
        else:
            self.media.append(name)


def _name_faults(name: str) -> Iterator[Fault]:
    """What is wrong with the last part of a path, and with its length."""
    folder, _, last = name.rpartition("/")
    longest = filenames.LONGEST_PATH
    wrong = filenames.fault(last)
    # If the folder is too long already, it is the folder that is reported.
    if not wrong and len(folder) <= longest < len(name):
        wrong = f"a path of {len(name)} characters; the limit is {longest}"
    if wrong:
        yield Fault(Span(printable(name)), wrong, code="unportable-name")


def _unsafe(name: str, message: str) -> Fault:
    return Fault(
        Span(printable(name)),
        message,
        "put the file or folder itself there",
        code="unsafe-path",
    )
