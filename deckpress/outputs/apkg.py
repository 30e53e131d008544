"""`build/<slug>.apkg`, the package learners import. The only importer of genanki.

Subclasses of genanki's public classes make the package deterministic and safe to update (measured
on eight versions of Anki): each note and note type has its own `mod`, cards exist as we say and not
as genanki guesses, new cards are due in deck order, fields and templates carry Anki's stable `id`,
zip entries have fixed dates, no temporary file is left.
"""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from deckpress.deck import identity, media
from deckpress.deck.config import Config
from deckpress.model import Book, Note, NoteType
from deckpress.outputs._downloads import Download
from deckpress.outputs._edition import media_files
from deckpress.system import files

DOWNLOAD = Download("Anki package", ".apkg")

FIRST_ID = 1_300_000_000_000
ID_RANGE = 400_000_000_000
"""Note and card ids are milliseconds to Anki: never 0 (Check Database fails), never in the future.

Each package starts at its own place, as Anki must count up from a taken id until it finds a free
one.
"""

LEVEL = 4
"""Of compression: packages are 3 % larger than at zlib's level 6, in less than half of the time."""

FEW_DECKS = 100
"""Up to so many are written one by one: for each, genanki reads and writes the list of all."""

ZIP_DATE = (1980, 1, 1, 0, 0, 0)

UNIX = 3
REGULAR_FILE = 0o100644 << 16
"""What zip entries say of themselves; Python would fill in what depends on the machine."""

SQLITE_VERSION_BYTES = slice(96, 100)
"""Which SQLite wrote the file (sqlite.org/fileformat.html, §1.3).

It differs by machine, and nobody reads it.
"""

QUESTION = identity.FIELDS.index("Question")
"""The place of the field that Anki sorts by."""

# Anki computes sfld and csum anew; -1 is the usn of what no server has seen.
INSERT_NOTE = """
INSERT INTO notes (id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data)
VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')
"""

# A new card (type 0, queue 0), with a schedule that has not begun.
INSERT_CARD = """
INSERT INTO cards (id, nid, did, ord, mod, usn, type, queue, due,
                   ivl, factor, reps, lapses, left, odue, odid, flags, data)
VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')
"""

_TABLES, _SEPARATOR, _INDEXES = APKG_SCHEMA.partition("CREATE INDEX")


def write(book: Book, config: Config) -> Path:
    """Compile the package. Same book, same bytes. Raises OSError if it cannot be written."""
    decks = _decks(book, config)
    package = _Package(decks, _media(book, config.root))
    path = DOWNLOAD.path(config)
    return files.write(path, package.to_bytes(), config.out_base)


def _decks(book: Book, config: Config) -> list[_Deck]:
    """One deck for each name, and one for each described parent."""
    models = {note_type.kind: _Model(note_type) for note_type in book.note_types}
    descriptions = dict(book.descriptions)
    names = {*descriptions, *[chapter.deck for chapter in book.chapters]}
    decks = {}
    for name in sorted(names):
        deck_id = identity.stable_id(config.namespace, "deck", name)
        description = descriptions.get(name, "")
        decks[name] = _Deck(deck_id, name, description, models)
    # New cards are shown in the order of the whole book.
    due = itertools.count(1)
    for chapter in book.chapters:
        deck = decks[chapter.deck]
        deck.rows += [(note, next(due)) for note in chapter.notes]
    return [*decks.values()]


def _media(book: Book, root: Path) -> dict[str, bytes]:
    """What is packed of each media file, by its name in the collection."""
    packed = {}
    for name, path in media_files(book.notes, root).items():
        packed[name] = media.packed(path, root)
    return packed


class _Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A note type with its own `mod`."""

    def __init__(self, note_type: NoteType) -> None:
        is_cloze = note_type.kind == "cloze"
        super().__init__(
            note_type.id,
            note_type.name,
            fields=[{"name": name, "id": field_id} for name, field_id in note_type.fields],
            templates=[
                {"name": name, "id": template_id, "qfmt": front, "afmt": back}
                for name, template_id, front, back in note_type.templates
            ],
            css=note_type.css,
            model_type=genanki.Model.CLOZE if is_cloze else genanki.Model.FRONT_BACK,
            sort_field_index=QUESTION,
        )
        self.mod = note_type.mod
        # Which fields a card needs: genanki often guesses wrong, and Anki finds out by itself.
        self.__dict__["_req"] = []

    def to_json(
        self,
        timestamp: float,
        deck_id: int,
    ) -> dict[str, Any]:
        """genanki's JSON, stamped with the time at which the note type changed."""
        return dict(super().to_json(self.mod, None))


class _Deck(genanki.Deck):  # type: ignore[misc]  # genanki has no types
    """A deck whose description is Markdown; `write_to_db` writes it without its rows."""

    def __init__(
        self,
        deck_id: int,
        name: str,
        description: str,
        models: Mapping[str, _Model],
    ) -> None:
        super().__init__(deck_id, name, description)
        self.by_kind = models
        self.rows: list[tuple[Note, int]] = []
        """Its notes, each with its place among new cards."""
        for model in models.values():
            self.add_model(model)

    def to_json(self) -> dict[str, Any]:
        """genanki's JSON, with Anki's own flag for a Markdown description."""
        return dict(super().to_json(), md=True)

    def write_rows(
        self,
        cursor: sqlite3.Cursor,
        ids: Iterator[int],
    ) -> None:
        """Its notes and cards, in two statements."""
        notes, cards = [], []
        for note, due in self.rows:
            note_id = next(ids)
            model_id = self.by_kind[note.card.kind].model_id
            tags = " ".join(note.card.tags)
            fields = "\x1f".join(note.fields)
            question = note.fields[QUESTION]
            notes.append(
                (note_id, note.guid, model_id, note.mod, f" {tags} ", fields, question),
            )
            for ordinal in note.ordinals:
                card = (next(ids), note_id, self.deck_id, ordinal, note.mod, due)
                cards.append(card)
        cursor.executemany(INSERT_NOTE, notes)
        cursor.executemany(INSERT_CARD, cards)


def _list_decks(
    decks: Iterable[_Deck],
    cursor: sqlite3.Cursor,
) -> None:
    """Enter many decks at once."""
    (listed,) = cursor.execute("SELECT decks FROM col").fetchone()
    whole = json.loads(listed)
    for deck in decks:
        whole[str(deck.deck_id)] = deck.to_json()
    cursor.execute("UPDATE col SET decks = ?", [json.dumps(whole)])


class _Package(genanki.Package):  # type: ignore[misc]  # genanki has no types
    """A package made in memory, with fixed dates in its zip."""

    def __init__(
        self,
        decks: list[_Deck],
        media: Mapping[str, bytes],
    ) -> None:
        super().__init__(decks)
        self.media = media

    def write_to_db(
        self,
        cursor: sqlite3.Cursor,
        timestamp: float,
        id_gen: Iterator[int],
    ) -> None:
        """genanki's tables and decks; the indexes once, after the rows."""
        cursor.executescript(_TABLES)
        cursor.executescript(APKG_COL)
        few = len(self.decks) <= FEW_DECKS
        ends = [*self.decks[:1], *self.decks[-1:]]
        for deck in self.decks:
            if few or deck in ends:
                deck.write_to_db(cursor, timestamp, id_gen)
            elif deck is self.decks[1]:
                _list_decks(self.decks[1:-1], cursor)
            deck.write_rows(cursor, id_gen)
        cursor.executescript(_SEPARATOR + _INDEXES)

    def to_bytes(self) -> bytes:
        """The whole .apkg."""
        deck_ids = sorted(deck.deck_id for deck in self.decks)
        offset = identity.stable_id(*deck_ids) % ID_RANGE
        ids = itertools.count(FIRST_ID + offset)
        connection = sqlite3.connect(":memory:")
        connection.execute("PRAGMA page_size=4096")
        self.write_to_db(connection.cursor(), 0, ids)
        connection.commit()
        database = bytearray(connection.serialize())
        connection.close()
        database[SQLITE_VERSION_BYTES] = bytes(4)
        return self._zipped(bytes(database))

    def _zipped(self, database: bytes) -> bytes:
        """`collection.anki2`, the names of the media, and each of them under its number."""
        numbered = {str(number): name for number, name in enumerate(self.media)}
        entries = {
            "collection.anki2": database,
            "media": json.dumps(numbered).encode(),
        }
        for number, name in numbered.items():
            entries[number] = self.media[name]
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for entry, data in entries.items():
                info = zipfile.ZipInfo(entry, ZIP_DATE)
                info.create_system = UNIX
                info.external_attr = REGULAR_FILE
                archive.writestr(info, data, zipfile.ZIP_DEFLATED, LEVEL)
        return buffer.getvalue()
