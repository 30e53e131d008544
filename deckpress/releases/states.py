"""A deck, a git revision or a package -> State."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import sqlite3
import stat
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from deckpress import checks, render, sources
from deckpress.anki import collection, opening
from deckpress.anki.note_types import Kind
from deckpress.deck import config as configuration
from deckpress.deck.config import FILE, Config
from deckpress.deck.identity import fields
from deckpress.model import KINDS, Book, Deck
from deckpress.model.refused import Refused, Unable
from deckpress.releases.compare import Entry, State
from deckpress.system.git import Failed, GitError, asked

_KIND = re.compile(r"\((\w+)\)$")


class UnreadableError(Unable):
    """A state that cannot be read."""


def of_book(book: Book, name: str) -> State:
    """A rendered deck."""
    entries = tuple(
        Entry(
            note.guid,
            note.card.id,
            note.card.kind,
            note.card.deck,
            note.card.tags,
            tuple(n + 1 for n in note.ordinals),
            tuple(zip(fields(note.card.kind), note.fields, strict=True)),
        )
        for note in book.notes
    )
    designs = (
        (t.kind, _hash(repr((t.css, [side[2:] for side in t.templates])))) for t in book.note_types
    )
    return State(
        name,
        entries,
        tuple(sorted(designs)),
        tuple(sorted((t.tag, t.minimum) for t in book.topics)),
    )


def of_deck(config: Config) -> State:
    """The deck in a folder, as it is now; what is wrong with it is for `check` to say."""
    deck, _ = sources.read(config)
    return _of_deck(deck, render.book(deck, config)[0], config)


def _of_deck(deck: Deck, book: Book, config: Config) -> State:
    releases = tuple(name for name, _ in deck.ledger.releases)
    return replace(of_book(book, config.name), settings=checks.settings(config), releases=releases)


def of_revision(config: Config, revision: str) -> State:
    """The deck as git has it, rendered by today's code.

    Raises UnreadableError if there is no such revision or no git.
    """
    with tempfile.TemporaryDirectory(prefix="deckpress-") as folder:
        deck, old = unpacked(config, revision, Path(folder))
        return _of_deck(deck, render.book(deck, old)[0], old)


def rendered(config: Config, revision: str, folder: Path) -> tuple[Book, Config]:
    """A git revision, unpacked into `folder` and rendered with today's cache. Raises UnreadableError."""
    deck, old = unpacked(config, revision, folder)
    return render.book(deck, old)[0], old


def unpacked(config: Config, revision: str, folder: Path) -> tuple[Deck, Config]:
    """The deck of a git revision, unpacked into an empty folder, and its configuration. Raises UnreadableError."""
    unpack(config.root, revision, folder)
    old, _ = configuration.load(folder, config.out)
    old = replace(old, cache=config.cache, cache_is_borrowed=True)
    return sources.read(old)[0], old


def unpack(root: Path, revision: str, folder: Path) -> None:
    """Write the deck's files of a git revision into an empty folder.

    As a zip, in which links are files: nothing lands outside of the folder. Raises UnreadableError.
    """
    options = ("--verify", "--quiet", "--end-of-options")
    commit = git(root, "rev-parse", *options, f"{revision}^{{commit}}")
    if not commit:
        raise UnreadableError(
            f"git knows no revision {revision!r}",
            "name a tag, a branch, a commit, or an .apkg file",
        )
    names = told(root, "ls-tree", "--name-only", commit, "content", "templates", FILE).split("\n")
    if "content" not in names:
        raise UnreadableError(
            f"{revision} holds no content/", "name a revision that holds the deck"
        )
    data = _asked(root, "archive", "--format=zip", "-0", commit, "--", *names)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        listed = told(root, "ls-tree", "-r", "-z", commit, "--", *names).split("\0")
        files = [row for row in listed if " blob " in row.partition("\t")[0]]
        if len(entries) < len(files):
            fix = "remove `export-ignore` from .gitattributes: a card that it hides would count as new"
            raise UnreadableError(f"git leaves out files of {revision}", fix)
        archive.extractall(folder)
    for entry in entries:
        if stat.S_ISLNK(entry.external_attr >> 16):
            _link(folder / entry.filename)


def _link(path: Path) -> None:
    """Make a file that says where a link leads that link again; if that is elsewhere, nobody reads it."""
    target = os.fsdecode(path.read_bytes())
    with contextlib.suppress(OSError):  # a system without links
        path.unlink()
        path.symlink_to(target)


def git(root: Path, *arguments: str) -> str:
    """What git prints; an empty text if it says that it cannot. Raises UnreadableError without it."""
    try:
        return told(root, *arguments)
    except UnreadableError as error:
        if isinstance(error.__cause__, Failed):
            return ""
        raise


def told(root: Path, *arguments: str) -> str:
    """What git prints, without blanks at its ends. Raises UnreadableError if it gives no answer."""
    return _asked(root, *arguments).decode("utf-8", "replace").strip()


def _asked(root: Path, *arguments: str) -> bytes:
    try:
        return asked(root, *arguments)
    except Failed as error:
        fix = "see what `git status` says in the deck's folder"
        raise UnreadableError(f"git cannot tell: {error}", fix) from error
    except GitError as error:
        fix = "install git; or remove what looks like a repository"
        raise UnreadableError(str(error), fix) from error


def of_package(path: Path) -> State:
    """A package of this tool, or of any version of Anki. Raises UnreadableError for anything else."""
    try:
        with opening.opened(path) as (database, _):
            kinds = collection.kinds(database)
            entries = tuple(_entries(database, kinds))
    except Refused as refused:
        raise UnreadableError(f"{path}: {refused.message}", refused.fix) from refused
    made = (
        (_kind(kind.name), _hash(repr((kind.css, list(kind.templates))))) for kind in kinds.values()
    )
    return State(path.name, entries, tuple(sorted(made)))


def _entries(database: sqlite3.Connection, kinds: Mapping[int, Kind]) -> Iterator[Entry]:
    decks = collection.decks(database)
    for note in collection.stored(database):
        if note.type_id not in kinds:
            continue
        kind = kinds[note.type_id]
        fields = tuple(zip(kind.fields, note.fields.split("\x1f"), strict=False))
        identifier = dict(fields).get("ID") or note.guid
        deck = decks.get(note.deck_id or 0, "")
        numbers = tuple(ordinal + 1 for ordinal in note.ordinals)
        yield Entry(
            note.guid,
            identifier,
            _kind(kind.name),
            deck,
            tuple(sorted(note.tags.split())),
            numbers,
            fields,
        )


def _kind(name: str) -> str:
    """`Deep Learning (Cloze)` -> `cloze`; of another tool's note type, its name."""
    found = _KIND.search(name)
    return found[1].lower() if found and found[1].lower() in KINDS else name


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
