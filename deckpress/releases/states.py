"""A deck, a git revision or a package -> State."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from deckpress import checks, render, sources
from deckpress.anki import collection, opening
from deckpress.anki.note_types import StoredType
from deckpress.deck import config as configuration
from deckpress.deck import identity
from deckpress.deck.config import Config
from deckpress.model import KINDS, Book, Deck, Note
from deckpress.model.refused import Refused
from deckpress.releases.compare import Entry, State
from deckpress.releases.revisions import UnreadableError, unpack

_KIND = re.compile(r"\((\w+)\)$")
"""The end of `Deep Learning (Cloze)`."""


def of_book(book: Book) -> State:
    """A rendered deck."""
    designs = []
    for made in book.note_types:
        sides = [(front, back) for _, _, front, back in made.templates]
        design = _design(made.css, sides)
        designs.append((made.kind, design))
    minimums = [(topic.tag, topic.minimum) for topic in book.topics]
    return State(
        tuple(map(_entry, book.notes)),
        tuple(sorted(designs)),
        tuple(sorted(minimums)),
    )


def _entry(note: Note) -> Entry:
    card = note.card
    names = identity.fields(card.kind)
    return Entry(
        note.guid,
        card.id,
        card.kind,
        card.deck,
        card.tags,
        # Anki counts cards from 0; clozes, and people, from 1.
        tuple(ordinal + 1 for ordinal in note.ordinals),
        tuple(zip(names, note.fields, strict=True)),
    )


def of_deck(config: Config) -> State:
    """The deck in a folder, as it is now; what is wrong with it is for `check` to say."""
    deck, _ = sources.read(config)
    return _of_deck(deck, config)


def _of_deck(deck: Deck, config: Config) -> State:
    book, _ = render.book(deck, config)
    return replace(
        of_book(book),
        settings=checks.settings(config),
        releases=tuple(version for version, _ in deck.ledger.releases),
    )


def of_revision(config: Config, revision: str) -> State:
    """The deck as git has it, rendered by today's code.

    Raises UnreadableError if there is no such revision or no git.
    """
    with tempfile.TemporaryDirectory(prefix="deckpress-") as folder:
        return _of_deck(*unpacked(config, revision, Path(folder)))


def unpacked(
    config: Config,
    revision: str,
    folder: Path,
) -> tuple[Deck, Config]:
    """The deck of a git revision, unpacked into an empty folder, and its configuration.

    Raises UnreadableError.
    """
    unpack(config.root, revision, folder)
    old, _ = configuration.load(folder, config.out)
    # Most cards are as they are today, and are read and rendered already.
    old = replace(old, cache=config.cache, cache_is_borrowed=True)
    deck, _ = sources.read(old)
    return deck, old


def of_package(path: Path) -> State:
    """A package of this tool, or of any version of Anki.

    Raises UnreadableError for anything else.
    """
    try:
        with opening.opened(path) as (database, _):
            kinds = collection.note_types(database)
            entries = tuple(_entries(database, kinds))
    except Refused as refused:
        raise UnreadableError(f"{path}: {refused.message}", refused.fix) from refused
    designs = []
    for kind in kinds.values():
        design = _design(kind.css, kind.templates)
        designs.append((_kind(kind.name), design))
    return State(entries, tuple(sorted(designs)))


def _entries(database: sqlite3.Connection, kinds: Mapping[int, StoredType]) -> Iterator[Entry]:
    decks = collection.decks(database)
    for note in collection.notes(database):
        kind = kinds.get(note.type_id)
        if not kind:
            continue
        # Anki separates fields by U+001F, and tags by blanks.
        texts = note.fields.split("\x1f")
        fields = tuple(zip(kind.fields, texts, strict=False))
        yield Entry(
            note.guid,
            # Another tool's note has no id of ours.
            dict(fields).get("ID") or note.guid,
            _kind(kind.name),
            decks.get(note.deck_id or 0, ""),
            tuple(sorted(note.tags.split())),
            tuple(ordinal + 1 for ordinal in note.ordinals),
            fields,
        )


def _kind(name: str) -> str:
    """`Deep Learning (Cloze)` -> `cloze`; of another tool's note type, its name."""
    found = _KIND.search(name)
    kind = found[1].lower() if found else ""
    return kind if kind in KINDS else name


def _design(css: str, sides: Iterable[tuple[str, str]]) -> str:
    """The hash of a note type's look; only compared with others of the same run."""
    text = repr((css, [*sides]))
    return hashlib.sha256(text.encode()).hexdigest()
