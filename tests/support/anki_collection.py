"""Real Anki for tests: a collection in a temporary folder, and what a learner does with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.notes import Note

Schedule = tuple[int, ...]


@contextmanager
def collection(folder: Path) -> Iterator[Collection]:
    """An empty collection in `folder` (or the one that is there)."""
    folder.mkdir(parents=True, exist_ok=True)
    opened = Collection(str(folder / "collection.anki2"))
    try:
        yield opened
    finally:
        opened.close()


def install(col: Collection, package: Path) -> dict[str, int]:
    """Import with the dialog's default options; how many notes were new, updated, duplicate and so on."""
    options = ImportAnkiPackageOptions(
        merge_notetypes=False,
        with_scheduling=False,
        with_deck_configs=False,
        update_notes=0,
        update_notetypes=0,
    )
    log = col.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(package), options=options)
    ).log
    return {
        name: len(getattr(log, name))
        for name in ("new", "updated", "duplicate", "conflicting", "missing_notetype")
    }


def study(col: Collection, card_ids: list[int], days: int = 21) -> None:
    """Give each card a history: a review schedule `days` long."""
    for card_id in card_ids:
        card = col.get_card(card_id)
        card.start_timer()
        card.type = card.queue = 2
        card.ivl, card.due, card.reps, card.factor = days, col.sched.today + days, 7, 2500
        col.update_card(card)


def schedules(col: Collection) -> dict[tuple[str, int], Schedule]:
    """`(guid, ordinal)` to what must survive of a card's schedule."""
    rows = col.db.all(
        "select n.guid, c.ord, c.type, c.queue, c.ivl, c.reps, c.lapses, c.factor, c.did, c.flags, c.id "
        "from cards c join notes n on n.id = c.nid order by n.guid, c.ord"
    )
    return {(guid, ordinal): tuple(rest) for guid, ordinal, *rest in rows}


def note(col: Collection, identifier: str) -> Note:
    """The note of a card, by its id."""
    found = col.find_notes(f'"ID:{identifier}"')
    assert len(found) == 1, (identifier, found)
    return col.get_note(found[0])


def sides(col: Collection, identifier: str) -> list[tuple[str, str]]:
    """`(front, back)` of each card of a note, as Anki renders them."""
    return [(card.question(), card.answer()) for card in note(col, identifier).cards()]


def database_is_fine(col: Collection) -> bool:
    """Check Database finds nothing to mend."""
    report, ok = col.fix_integrity()
    return ok and "fixed" not in report.lower()
