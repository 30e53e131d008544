"""A learner on the real Anki: imports, studies, edits, tags, moves, suspends, flags.

Stands alone (standard library and the `anki` package, 2.1.66 or later), so that it runs where
nothing else of deckpress is installed. Time is simulated: whatever Anki stamps with the clock is
set back to the time of the simulated day, so that releases of the past behave as they did.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from anki import import_export_pb2
from anki.collection import Collection
from anki.decks import DeckId
from anki.notes import NoteId

WITH_OPTIONS = hasattr(import_export_pb2, "ImportAnkiPackageOptions")
"""Whether the importer has options (23.10 and later)."""

OWN_TAG = "my::own-tag"
OWN_DECK = "My own deck"
OWN_TEXT = " (my own remark)"

DAY = 86_400
"""Seconds."""

REVIEW = "id, cid, ease, ivl, lastIvl, factor, type"
"""The columns of `revlog`, but for the time an answer took."""


class NoteState(NamedTuple):
    """A note, as a learner has it."""

    id: int
    type: int
    mod: int
    """Epoch seconds at which it last changed."""
    fields: list[str]
    tags: list[str]
    """Sorted."""

    @property
    def content(self) -> tuple[list[str], list[str]]:
        """What authors and learners write."""
        return self.fields, self.tags


class CardState(NamedTuple):
    """The columns of `cards` that are a learner's.

    Schedule, place, suspension, flag, memory state.
    """

    id: int
    ord: int
    did: int
    type: int
    queue: int
    due: int
    ivl: int
    factor: int
    reps: int
    """How often it was answered."""
    lapses: int
    left: int
    odue: int
    odid: int
    flags: int
    data: str


class TypeState(NamedTuple):
    """A note type."""

    name: str
    mod: int
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str, str], ...]
    """Name, front and back of each."""
    css: str


class Snapshot(NamedTuple):
    """Everything that an update could spoil."""

    notes: dict[str, NoteState]
    """By GUID."""
    twice: list[str]
    """The GUIDs that more than one note has."""
    cards: dict[int, list[CardState]]
    """By the id of their note."""
    reviews: list[list[int]]
    """The review log: rows of `REVIEW`."""
    types: dict[int, TypeState]
    """By id."""


class SimulatedLearner:
    """One collection in a folder."""

    def __init__(self, folder: Path, seed: int = 0) -> None:
        self.path = folder / "collection.anki2"
        folder.mkdir(parents=True, exist_ok=True)
        self.random = Random(seed)

    @contextlib.contextmanager
    def opened(self, now: int | None = None) -> Iterator[Collection]:
        """The collection; what Anki stamps while it is open becomes `now`, if that is given."""
        start = int(time.time())
        collection = Collection(str(self.path))
        try:
            if not collection.v3_scheduler():
                collection.set_v3_scheduler(True)
            yield collection
        finally:
            collection.close()
        if now is not None:
            self._change("UPDATE notes SET mod = ? WHERE mod >= ?", now, start)
            self._change("UPDATE notetypes SET mtime_secs = ? WHERE mtime_secs >= ?", now, start)

    def _change(self, statement: str, *values: int) -> None:
        """Write into the closed collection, which no part of Anki would let us do."""
        with contextlib.closing(sqlite3.connect(self.path)) as database:
            database.execute(statement, values)
            database.commit()

    def install(self, package: Path, now: int | None = None) -> dict[str, int]:
        """Import with the dialog's defaults.

        Returns how many notes were `new`, `updated`, `duplicate` and `conflicting`.
        """
        request: Any = str(package.resolve())
        if WITH_OPTIONS:
            request = import_export_pb2.ImportAnkiPackageRequest(package_path=request)
        with self.opened(now) as collection:
            log = collection.import_anki_package(request).log
        return {
            "new": len(log.new),
            "updated": len(log.updated),
            "duplicate": len(log.duplicate),
            "conflicting": len(log.conflicting),
        }

    def study(self) -> int:
        """Answer a third of the cards over three days, with all four buttons; how many answers."""
        answers = 0
        for _ in range(3):
            with self.opened() as collection:
                limits = collection.decks.config_dict_for_deck_id(DeckId(1))
                limits["new"]["perDay"] = 9999
                limits["rev"]["perDay"] = 9999
                collection.decks.update_config(limits)
                count = max(1, collection.card_count() // 9)
                answers += self._session(collection, count)
            # A day passes: due days count from `crt`.
            self._change("UPDATE col SET crt = crt - ?", DAY)
        return answers

    def _session(self, collection: Collection, count: int) -> int:
        """Answer so many cards, or all that are due; how many there were."""
        done = 0
        scheduler: Any = collection.sched
        # In the order of their names: the same seed studies the same cards.
        decks = collection.decks.all_names_and_ids()
        for deck in sorted(decks, key=lambda deck: deck.name):
            collection.decks.select(DeckId(deck.id))
            while done < count:
                queued = scheduler.get_queued_cards(fetch_limit=1).cards
                if not queued:
                    break
                card = collection.get_card(queued[0].card.id)
                card.start_timer()
                # Of the buttons 1 to 4, most people press the third.
                button = self.random.choice((1, 2, 3, 3, 3, 4))
                scheduler.answerCard(card, button)
                done += 1
        return done

    def live(self, now: int) -> Counter[str]:
        """Use Anki as people do: edit some notes, tag others, and move, suspend or flag cards.

        Returns how many of each.
        """
        done: Counter[str] = Counter()
        with self.opened(now) as collection:
            database: Any = collection.db
            notes = database.list("SELECT id FROM notes ORDER BY guid")
            share = max(1, len(notes) // 12)
            count = min(len(notes), share * len(_ACTS))
            for number, note in enumerate(self.random.sample(notes, count)):
                act = _ACTS[number // share]
                act(collection, note)
                done[act.__name__] += 1
        return done

    def snapshot(self) -> Snapshot:
        """The collection as it is now."""
        notes = {}
        cards: dict[int, list[CardState]] = {}
        with self.opened() as collection:
            database: Any = collection.db
            rows = database.all("SELECT guid, id, mid, mod, flds, tags FROM notes ORDER BY id")
            for guid, note, kind, mod, fields, tags in rows:
                # Anki separates fields by U+001F, and tags by blanks.
                texts = fields.split("\x1f")
                labels = sorted(tags.split())
                notes[guid] = NoteState(note, kind, mod, texts, labels)
            columns = ", ".join(CardState._fields)
            for note, *card in database.all(f"SELECT nid, {columns} FROM cards ORDER BY id"):
                cards.setdefault(note, []).append(CardState(*card))
            twice = "SELECT guid FROM notes GROUP BY guid HAVING count() > 1 ORDER BY guid"
            return Snapshot(
                notes,
                database.list(twice),
                cards,
                database.all(f"SELECT {REVIEW} FROM revlog ORDER BY id"),
                dict(map(_type, collection.models.all())),
            )

    def health(self) -> list[str]:
        """What Anki's own checks complain of."""
        with self.opened() as collection:
            missing = sorted(collection.media.check().missing)
        complaints = [f"media missing: {name}" for name in missing]
        with self.opened() as collection:
            report, sound = collection.fix_integrity()
        if not sound:
            complaints.append(f"Check Database: {report}")
        return complaints


def _type(model: Any) -> tuple[int, TypeState]:
    state = TypeState(
        model["name"],
        model["mod"],
        tuple(map(itemgetter("name"), model["flds"])),
        tuple(map(itemgetter("name", "qfmt", "afmt"), model["tmpls"])),
        model["css"],
    )
    return model["id"], state


# --- what people do with a note (the gate's report calls it by the names of these functions) ---


def _edit(collection: Collection, note_id: NoteId) -> None:
    note = collection.get_note(note_id)
    note.fields[2] += OWN_TEXT
    collection.update_note(note)


def _tag(collection: Collection, note_id: NoteId) -> None:
    note = collection.get_note(note_id)
    note.tags.append(OWN_TAG)
    collection.update_note(note)


def _move(collection: Collection, note_id: NoteId) -> None:
    cards = collection.card_ids_of_note(note_id)
    deck: Any = collection.decks.id(OWN_DECK)
    collection.set_deck(cards, deck)


def _suspend(collection: Collection, note_id: NoteId) -> None:
    cards = collection.card_ids_of_note(note_id)
    collection.sched.suspend_cards(cards)


def _flag(collection: Collection, note_id: NoteId) -> None:
    cards = collection.card_ids_of_note(note_id)
    collection.set_user_flag_for_cards(3, cards)


_ACTS = (_edit, _tag, _move, _suspend, _flag)
