"""The ledger against git: whether anybody but `release` has written in it.

Whoever edits it by hand, in a merge or in a pull request decides what every learner gets again, and
whose own edits that replaces.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from deckpress.deck import ledger
from deckpress.deck.config import Config
from deckpress.kinds import fingerprints
from deckpress.model import Deck, Ledger, Problem, Released, Span
from deckpress.releases import states, succession
from deckpress.releases.succession import LineFault
from deckpress.releases.trusted_ledgers import TrustedLedger, last_release


def problems(deck: Deck, config: Config) -> list[Problem]:
    """What differs from the ledger of the last release, at the lines of the one that is here.

    Nothing where git cannot tell: `release` refuses there.
    """
    codes = {fault.code for fault in deck.faults}
    if ledger.CODE in codes:
        return []  # it is damaged as it stands, and restoring it mends both
    last = last_release(deck.ledger, config.root)
    if not last:
        return []
    faults = succession.faults(last.ledger, deck.ledger)
    if not (config.root / ledger.FILE).is_file():
        # One fault tells it, not one for each of its lines.
        faults = iter([(1, f"the ledger is gone, which release {last.version} wrote")])
    return _located(faults, _fix(last, deck.ledger))


def _located(faults: Iterable[LineFault], fix: str) -> list[Problem]:
    problems = []
    for line, message in faults:
        place = Span(ledger.FILE, line)
        problems.append(
            Problem(
                place,
                ledger.CODE,
                message,
                fix=fix,
            )
        )
    return problems


def _fix(last: TrustedLedger, here: Ledger) -> str:
    restore = f"git checkout {last.name} -- {ledger.FILE}"
    fix = f"restore it as release {last.version} wrote it: {restore}"
    if len(here.releases) <= len(last.releases):
        return fix
    version, _ = here.releases[-1]
    again = f"then release {version} again"
    tag = f"if learners have {version}, tag the commit that recorded it: v{version}"
    return f"{fix}, {again}; {tag}"


def forged(deck: Deck, config: Config) -> list[Problem]:
    """Lines of the last release's ledger that are not of the deck which its commit holds.

    Whoever adds a release by hand can say of each note that it changed, and the ledger alone does
    not show it. Takes as long as reading the deck. Nothing if a tag stands for the ledger.
    """
    last = last_release(deck.ledger, config.root)
    if not last or last.is_tagged or not last.version:
        return []
    with tempfile.TemporaryDirectory(prefix="deckpress-") as name:
        folder = Path(name)
        released, _ = states.unpacked(config, last.revision, folder)
    version = last.version
    restore = f"restore {ledger.FILE} as the release before {version} wrote it"
    tag = f"if learners have {version}, tag its commit: git tag v{version} {last.name}"
    faults = _unlike(deck.ledger, released, version)
    return _located(faults, f"{restore}, and release again; {tag}")


def _unlike(
    here: Ledger,
    released: Deck,
    version: str,
) -> Iterator[LineFault]:
    """What a ledger says of the deck of its last release, and is not so."""
    held = {}
    for _, note in fingerprints.notes(released):
        held[note.id] = note
    for note in here.notes:
        released_note = held.pop(note.id, None)
        message = _contradiction(note, released_note, version)
        if message:
            yield note.line, message
    end = max(here.release_lines, default=1)
    for name in sorted(held):
        yield end, f"{name} is not recorded, though release {version} held it"


def _contradiction(
    note: Released,
    held: Released | None,
    version: str,
) -> str:
    """What a line says that is not so; empty if it is true.

    `held` is the note in the deck that was released.
    """
    if note.retired:
        return f"{note.id}: retired here, and not in release {version}" if held else ""
    if not held:
        return f"{note.id}: in the deck here, and not in release {version}"
    if not fingerprints.same(note, held):
        return f"{note.id}: not the content that release {version} held"
    return ""
