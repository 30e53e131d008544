"""`build/<slug>.apkg`, the package learners import. The only importer of genanki.

Subclasses of genanki's public classes make the package deterministic and safe to update (measured on eight versions of
Anki): each note and note type has its own `mod`, cards exist as we say and not as genanki guesses, new cards are due
in deck order, fields and templates carry Anki's stable `id`, zip entries have fixed dates, no temporary file is left.
"""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from deckpress.deck import identity, media
from deckpress.deck.config import Config
from deckpress.model import Book, Note, NoteType
from deckpress.system import files

FIRST_ID, ID_RANGE = 1_300_000_000_000, 400_000_000_000
"""Note and card ids are milliseconds to Anki: never 0 (Check Database fails), never in the future. Each package starts
at its own place, as Anki must count up from a taken id until it finds a free one."""

LEVEL = 4
"""Of compression: packages become 3 % larger than at zlib's own level 6, in less than half of the time."""

FEW_DECKS = 100
"""Up to so many are written one by one: for each, genanki reads and writes the list of all of them."""

ZIP_DATE = (1980, 1, 1, 0, 0, 0)

SQLITE_VERSION_BYTES = slice(96, 100)
"""Which SQLite wrote the file (sqlite.org/fileformat.html, §1.3): differs by machine, read by nobody."""

_TABLES, _SEPARATOR, _INDEXES = APKG_SCHEMA.partition("CREATE INDEX")


def write(book: Book, config: Config) -> tuple[Path, ...]:
    """Compile the package. Same book, same bytes."""
    models = {note_type.kind: _Model(note_type) for note_type in book.note_types}
    package = _Package(_decks(book, models, config), _media(book, config))
    return (files.write(config.out / f"{config.slug}.apkg", package.to_bytes(), config.out_base),)


def _decks(book: Book, models: Mapping[str, _Model], config: Config) -> list[_Deck]:
    """One deck for each name, and one for each described parent; notes keep their place in the whole book."""
    names = {chapter.deck for chapter in book.chapters} | {name for name, _ in book.descriptions}
    descriptions = dict(book.descriptions)
    decks = {
        name: _Deck(name, descriptions.get(name, ""), models.values(), config)
        for name in sorted(names)
    }
    position = itertools.count(1)
    for chapter in book.chapters:
        decks[chapter.deck].rows += (
            (note, next(position), models[note.card.kind].model_id) for note in chapter.notes
        )
    return list(decks.values())


def _media(book: Book, config: Config) -> dict[str, bytes]:
    paths = {name: path for note in book.notes for _, name, path in note.media}
    folder = config.root
    return {name: media.packed(folder / paths[name], folder) for name in sorted(paths)}


class _Model(genanki.Model):  # type: ignore[misc]
    """A note type with its own `mod`; Anki recomputes `req`, which genanki's template engine often gets wrong."""

    def __init__(self, note_type: NoteType) -> None:
        super().__init__(
            note_type.id,
            note_type.name,
            fields=[{"name": name, "id": identifier} for name, identifier in note_type.fields],
            templates=[
                {"name": n, "id": i, "qfmt": front, "afmt": back}
                for n, i, front, back in note_type.templates
            ],
            css=note_type.css,
            model_type=genanki.Model.CLOZE
            if note_type.kind == "cloze"
            else genanki.Model.FRONT_BACK,
            sort_field_index=identity.FIELDS.index("Question"),
        )
        self.mod = note_type.mod
        self.__dict__["_req"] = []

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """genanki's JSON, stamped with the time at which the note type changed."""
        return dict(super().to_json(self.mod, None))


class _Deck(genanki.Deck):  # type: ignore[misc]
    """A deck whose description is Markdown; `write_to_db` writes it without its rows."""

    def __init__(
        self, name: str, description: str, models: Iterator[_Model] | Any, config: Config
    ) -> None:
        super().__init__(identity.stable_id(config.namespace, "deck", name), name, description)
        self.rows: list[tuple[Note, int, int]] = []
        for model in models:
            self.add_model(model)

    def to_json(self) -> dict[str, Any]:
        """genanki's JSON, with Anki's own flag for a Markdown description."""
        return dict(super().to_json(), md=True)

    def write_rows(self, cursor: sqlite3.Cursor, id_gen: Iterator[int]) -> None:
        """Its notes and cards, in two statements."""
        notes, cards = [], []
        for note, due, model_id in self.rows:
            note_id = next(id_gen)
            notes.append(_note_row(note, note_id, model_id))
            cards += [
                _card_row(next(id_gen), note_id, self.deck_id, n, note.mod, due)
                for n in note.ordinals
            ]
        cursor.executemany(f"INSERT INTO notes VALUES({','.join('?' * 11)})", notes)
        cursor.executemany(f"INSERT INTO cards VALUES({','.join('?' * 18)})", cards)


def _note_row(note: Note, note_id: int, model_id: int) -> tuple[object, ...]:
    """A row of `notes`: id guid mid mod usn tags flds sfld csum flags data (Anki recomputes sfld and csum)."""
    tags = f" {' '.join(note.card.tags)} "
    return (
        note_id,
        note.guid,
        model_id,
        note.mod,
        -1,
        tags,
        "\x1f".join(note.fields),
        note.fields[1],
        0,
        0,
        "",
    )


def _card_row(
    card_id: int, note_id: int, deck_id: int, ordinal: int, mod: int, due: int
) -> tuple[object, ...]:
    """A row of `cards`: id nid did ord mod usn type queue due, then ten columns of a schedule that has not begun."""
    return (card_id, note_id, deck_id, ordinal, mod, -1, 0, 0, due, 0, 0, 0, 0, 0, 0, 0, 0, "")


def _list_decks(decks: Sequence[_Deck], cursor: sqlite3.Cursor) -> None:
    """Enter many decks at once."""
    (listed,) = cursor.execute("SELECT decks FROM col").fetchone()
    whole = json.loads(listed) | {str(deck.deck_id): deck.to_json() for deck in decks}
    cursor.execute("UPDATE col SET decks = ?", (json.dumps(whole),))


class _Package(genanki.Package):  # type: ignore[misc]
    """A package made in memory, with fixed dates in its zip."""

    def __init__(self, decks: Sequence[_Deck], media: Mapping[str, bytes]) -> None:
        super().__init__(list(decks))
        self.media = media

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        """genanki's tables and decks; the indexes once, after the rows."""
        cursor.executescript(_TABLES)
        cursor.executescript(APKG_COL)
        few = len(self.decks) <= FEW_DECKS
        for deck in self.decks:
            if few or deck in (self.decks[0], self.decks[-1]):
                deck.write_to_db(cursor, timestamp, id_gen)
            elif deck is self.decks[1]:
                _list_decks(self.decks[1:-1], cursor)
            deck.write_rows(cursor, id_gen)
        cursor.executescript(_SEPARATOR + _INDEXES)

    def to_bytes(self) -> bytes:
        """The whole .apkg."""
        start = (
            FIRST_ID + identity.stable_id(*sorted(deck.deck_id for deck in self.decks)) % ID_RANGE
        )
        connection = sqlite3.connect(":memory:")
        connection.execute("PRAGMA page_size=4096")
        self.write_to_db(connection.cursor(), 0, itertools.count(start))
        connection.commit()
        database = bytearray(connection.serialize())
        connection.close()
        database[SQLITE_VERSION_BYTES] = b"\0\0\0\0"
        return self._zipped(bytes(database))

    def _zipped(self, database: bytes) -> bytes:
        buffer = io.BytesIO()
        listing = json.dumps({str(i): name for i, name in enumerate(self.media)})
        entries = [("collection.anki2", database), ("media", listing.encode())]
        entries += [(str(i), data) for i, data in enumerate(self.media.values())]
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in entries:
                info = zipfile.ZipInfo(name, ZIP_DATE)
                info.create_system, info.external_attr = 3, 0o100644 << 16
                archive.writestr(info, data, zipfile.ZIP_DEFLATED, LEVEL)
        return buffer.getvalue()
