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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from deckpress.deck import identity, media
from deckpress.deck.config import Config
from deckpress.model import Book, Note, NoteType
from deckpress.outputs._downloads import Download
from deckpress.system import files

DOWNLOAD = Download("Anki package", ".apkg")

FIRST_ID, ID_RANGE = 1_300_000_000_000, 400_000_000_000
"""Note and card ids are milliseconds to Anki: never 0 (Check Database fails), never in the future.

Each package starts at its own place, as Anki must count up from a taken id until it finds a free
one.
"""

LEVEL = 4
"""Of compression: packages are 3 % larger than at zlib's own level 6, in less than half the time."""

FEW_DECKS = 100
"""Up to so many are written one by one: for each, genanki reads and writes the list of all."""

ZIP_DATE = (1980, 1, 1, 0, 0, 0)

UNIX, REGULAR_FILE = 3, 0o100644 << 16
"""`create_system` and `external_attr` of zip entries, which Python fills in by the system it runs on."""

SQLITE_VERSION_BYTES = slice(96, 100)
"""Which SQLite wrote the file (sqlite.org/fileformat.html, §1.3): differs by machine, read by nobody."""

INSERT_NOTE = f"INSERT INTO notes VALUES({','.join('?' * 11)})"
INSERT_CARD = f"INSERT INTO cards VALUES({','.join('?' * 18)})"

UNSYNCED = -1
"""The `usn` of what no server has seen."""

_TABLES, _SEPARATOR, _INDEXES = APKG_SCHEMA.partition("CREATE INDEX")


def write(book: Book, config: Config) -> tuple[Path, ...]:
    """Compile the package. Same book, same bytes. Raises OSError if it cannot be written."""
    package = _Package(_decks(book, config), _media(book, config))
    return (files.write(DOWNLOAD.path(config), package.to_bytes(), config.out_base),)


class _Row(NamedTuple):
    """A note and where it comes in its deck."""

    note: Note
    due: int
    """Its place in the whole book: new cards are shown in this order."""
    model_id: int


def _decks(book: Book, config: Config) -> list[_Deck]:
    """One deck for each name, and one for each described parent."""
    models = {note_type.kind: _Model(note_type) for note_type in book.note_types}
    descriptions = dict(book.descriptions)
    names = {chapter.deck for chapter in book.chapters} | descriptions.keys()
    decks = {}
    for name in sorted(names):
        stable_id = identity.stable_id(config.namespace, "deck", name)
        decks[name] = _Deck(stable_id, name, descriptions.get(name, ""), models.values())
    due = itertools.count(1)
    for chapter in book.chapters:
        rows = decks[chapter.deck].rows
        for note in chapter.notes:
            rows.append(_Row(note, next(due), models[note.card.kind].model_id))
    return [*decks.values()]


def _media(book: Book, config: Config) -> dict[str, bytes]:
    """What is packed of each media file, by its name in the collection."""
    folder = config.root
    paths = {}
    for note in book.notes:
        for _, name, path in note.media:
            paths[name] = folder / path
    return {name: media.packed(paths[name], folder) for name in sorted(paths)}


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
            sort_field_index=identity.FIELDS.index("Question"),
        )
        self.mod = note_type.mod
        # Which fields a card needs: genanki often guesses wrong, and Anki finds out by itself.
        self.__dict__["_req"] = []

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """genanki's JSON, stamped with the time at which the note type changed."""
        return dict(super().to_json(self.mod, None))


class _Deck(genanki.Deck):  # type: ignore[misc]  # genanki has no types
    """A deck whose description is Markdown; `write_to_db` writes it without its rows."""

    def __init__(
        self,
        deck_id: int,
        name: str,
        description: str,
        models: Iterable[_Model],
    ) -> None:
        super().__init__(deck_id, name, description)
        self.rows: list[_Row] = []
        for model in models:
            self.add_model(model)

    def to_json(self) -> dict[str, Any]:
        """genanki's JSON, with Anki's own flag for a Markdown description."""
        return dict(super().to_json(), md=True)

    def write_rows(self, cursor: sqlite3.Cursor, id_gen: Iterator[int]) -> None:
        """Its notes and cards, in two statements."""
        notes, cards = [], []
        for row in self.rows:
            note_id = next(id_gen)
            notes.append(_note_values(row, note_id))
            for ordinal in row.note.ordinals:
                cards.append(_card_values(row, note_id, next(id_gen), self.deck_id, ordinal))
        cursor.executemany(INSERT_NOTE, notes)
        cursor.executemany(INSERT_CARD, cards)


def _note_values(row: _Row, note_id: int) -> tuple[object, ...]:
    """A row of `notes`."""
    note = row.note
    return (
        note_id,
        note.guid,
        row.model_id,
        note.mod,
        UNSYNCED,
        f" {' '.join(note.card.tags)} ",
        "\x1f".join(note.fields),
        note.fields[1],  # sfld, which Anki computes anew
        0,  # csum, likewise
        0,  # flags
        "",  # data
    )


def _card_values(
    row: _Row,
    note_id: int,
    card_id: int,
    deck_id: int,
    ordinal: int,
) -> tuple[object, ...]:
    """A row of `cards`: type and queue of a new card, then a schedule that has not begun."""
    kind = queue = 0
    schedule = (0, 0, 0, 0, 0, 0, 0, 0)  # ivl factor reps lapses left odue odid flags
    data = ""
    head = (card_id, note_id, deck_id, ordinal, row.note.mod, UNSYNCED, kind, queue, row.due)
    return (*head, *schedule, data)


def _list_decks(decks: Iterable[_Deck], cursor: sqlite3.Cursor) -> None:
    """Enter many decks at once."""
    (listed,) = cursor.execute("SELECT decks FROM col").fetchone()
    whole = json.loads(listed)
    for deck in decks:
        whole[str(deck.deck_id)] = deck.to_json()
    cursor.execute("UPDATE col SET decks = ?", (json.dumps(whole),))


class _Package(genanki.Package):  # type: ignore[misc]  # genanki has no types
    """A package made in memory, with fixed dates in its zip."""

    def __init__(self, decks: Sequence[_Deck], media: Mapping[str, bytes]) -> None:
        super().__init__([*decks])
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
        ends = (self.decks[0], self.decks[-1])
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
        first_id = FIRST_ID + identity.stable_id(*deck_ids) % ID_RANGE
        connection = sqlite3.connect(":memory:")
        connection.execute("PRAGMA page_size=4096")
        self.write_to_db(connection.cursor(), 0, itertools.count(first_id))
        connection.commit()
        database = bytearray(connection.serialize())
        connection.close()
        database[SQLITE_VERSION_BYTES] = b"\0\0\0\0"
        return self._zipped(bytes(database))

    def _zipped(self, database: bytes) -> bytes:
        """`collection.anki2`, the names of the media, and each of them under its number."""
        names = {str(number): name for number, name in enumerate(self.media)}
        entries = {"collection.anki2": database, "media": json.dumps(names).encode()}
        for number, name in names.items():
            entries[number] = self.media[name]
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for entry, data in entries.items():
                info = zipfile.ZipInfo(entry, ZIP_DATE)
                info.create_system, info.external_attr = UNIX, REGULAR_FILE
                archive.writestr(info, data, zipfile.ZIP_DEFLATED, LEVEL)
        return buffer.getvalue()
