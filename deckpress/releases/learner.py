"""A learner on the real Anki: imports, studies over several days, edits, tags, moves, suspends, flags.

Stands alone (standard library and the `anki` package, 2.1.66 or later), so that it runs where nothing else of deckpress
is installed. Time is simulated: whatever Anki stamps with the clock is set back to the time of the simulated day, so
that releases of the past behave as they did.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from anki import import_export_pb2
from anki.collection import Collection

WITH_OPTIONS = hasattr(import_export_pb2, "ImportAnkiPackageOptions")
"""Whether the importer has options (23.10 and later)."""

OWN_TAG, OWN_DECK, OWN_TEXT = "my::own-tag", "My own deck", " (my own remark)"
SCHEDULE = (
    "id, ord, did, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"
)
"""The columns of `cards` that are a learner's: schedule, place, suspension, flag, memory state."""

State = dict[str, Any]
"""`notes`: GUID -> (id, mid, mod, fields, tags); `cards`: note id -> rows of SCHEDULE; `reviews`: card id -> rows of
the review log; `types`: id -> (name, mod, fields, templates)."""


class Learner:
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
            self._set_back(start, now)

    def _set_back(self, start: int, now: int) -> None:
        with contextlib.closing(sqlite3.connect(self.path)) as database, database:
            database.execute("UPDATE notes SET mod = ? WHERE mod >= ?", (now, start))
            database.execute(
                "UPDATE notetypes SET mtime_secs = ? WHERE mtime_secs >= ?", (now, start)
            )

    def install(self, package: Path, now: int | None = None) -> dict[str, int]:
        """Import with the dialog's defaults; how many notes were new, updated, duplicate, conflicting."""
        with self.opened(now) as collection:
            path = str(package.resolve())
            request: Any = (
                import_export_pb2.ImportAnkiPackageRequest(package_path=path)
                if WITH_OPTIONS
                else path
            )
            log = collection.import_anki_package(request).log
            return {
                kind: len(getattr(log, kind))
                for kind in ("new", "updated", "duplicate", "conflicting")
            }

    def study(self, days: int = 3, share: float = 1 / 3) -> int:
        """Answer a share of the cards on each of several days, with all four buttons; how many answers that were."""
        answers = 0
        for _ in range(days):
            with self.opened() as collection:
                limits = collection.decks.config_dict_for_deck_id(1)  # type: ignore[arg-type]
                limits["new"]["perDay"] = limits["rev"]["perDay"] = 9999
                collection.decks.update_config(limits)
                answers += self._session(
                    collection, max(1, int(collection.card_count() * share / days))
                )
            with contextlib.closing(sqlite3.connect(self.path)) as database, database:
                database.execute(
                    "UPDATE col SET crt = crt - 86400"
                )  # a day passes: due days count from `crt`
        return answers

    def _session(self, collection: Collection, count: int) -> int:
        done, scheduler = 0, collection.sched
        for deck in sorted(collection.decks.all_names_and_ids(), key=lambda deck: deck.name):
            collection.decks.select(deck.id)  # type: ignore[arg-type]
            while done < count:
                queued: Any = scheduler.get_queued_cards(fetch_limit=1)  # type: ignore[union-attr]
                if not queued.cards:
                    break
                card = collection.get_card(queued.cards[0].card.id)
                card.start_timer()
                scheduler.answerCard(card, self.random.choice((1, 2, 3, 3, 3, 4)))
                done += 1
        return done

    def live(self, now: int) -> dict[str, str]:
        """Use Anki as people do: a handful of notes each is edited, tagged, moved, suspended, flagged. GUID -> what."""
        with self.opened(now) as collection:
            rows = collection.db.all("SELECT id, guid FROM notes ORDER BY guid")  # type: ignore[union-attr]
            share = max(1, len(rows) // 12)
            chosen = self.random.sample(rows, min(len(rows), share * 5))
            acts = (self._edit, self._tag, self._move, self._suspend, self._flag)
            return {
                guid: self._act(collection, acts[i // share], note)
                for i, (note, guid) in enumerate(chosen)
            }

    def _act(self, collection: Collection, act: Any, note: int) -> str:
        act(collection, note)
        return str(act.__name__)

    def _edit(self, collection: Collection, note_id: Any) -> None:
        note = collection.get_note(note_id)
        note.fields[2] += OWN_TEXT
        collection.update_note(note)

    def _tag(self, collection: Collection, note_id: Any) -> None:
        note = collection.get_note(note_id)
        note.tags = [*note.tags, OWN_TAG]
        collection.update_note(note)

    def _move(self, collection: Collection, note_id: Any) -> None:
        deck = collection.decks.id(OWN_DECK)
        collection.set_deck(collection.card_ids_of_note(note_id), deck)  # type: ignore[arg-type]

    def _suspend(self, collection: Collection, note_id: Any) -> None:
        collection.sched.suspend_cards(collection.card_ids_of_note(note_id))

    def _flag(self, collection: Collection, note_id: Any) -> None:
        collection.set_user_flag_for_cards(3, collection.card_ids_of_note(note_id))

    def state(self) -> State:
        """Everything that an update could spoil."""
        with self.opened() as collection:
            database: Any = collection.db
            rows = database.all("SELECT guid, id, mid, mod, flds, tags FROM notes ORDER BY id")
            guids = [row[0] for row in rows]
            cards: dict[int, list[Any]] = {}
            for note, *schedule in database.all(f"SELECT nid, {SCHEDULE} FROM cards ORDER BY id"):
                cards.setdefault(note, []).append(tuple(schedule))
            reviews = database.all(
                "SELECT id, cid, ease, ivl, lastIvl, factor, type FROM revlog ORDER BY id"
            )
            return {
                "notes": {
                    g: (i, m, mod, f.split("\x1f"), tuple(sorted(t.split())))
                    for g, i, m, mod, f, t in rows
                },
                "twice": sorted(guid for guid, count in Counter(guids).items() if count > 1),
                "cards": cards,
                "reviews": [tuple(row) for row in reviews],
                "types": {t["id"]: _type(t) for t in collection.models.all()},
            }

    def health(self) -> list[str]:
        """What Anki's own checks complain of."""
        with self.opened() as collection:
            missing = [
                f"media missing: {name}" for name in sorted(collection.media.check().missing)
            ]
        with self.opened() as collection:
            report, sound = collection.fix_integrity()
            return missing + ([] if sound else [f"Check Database: {report}"])


def _type(model: Any) -> tuple[Any, ...]:
    sides = tuple((t["name"], t["qfmt"], t["afmt"]) for t in model["tmpls"])
    return model["name"], model["mod"], tuple(f["name"] for f in model["flds"]), sides, model["css"]
