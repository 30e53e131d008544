"""The ledger against git: whether anybody but `release` has written in it.

Whoever edits it by hand, in a merge or in a pull request decides what every learner gets again, and
whose own edits that replaces.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from deckpress.deck import ledger
from deckpress.deck.config import Config
from deckpress.kinds import fingerprints
from deckpress.model import Deck, Fault, Ledger, Problem, Span
from deckpress.releases import states, succession
from deckpress.releases.trusted_ledgers import TrustedLedger, predecessor, trusted_ledgers


def problems(deck: Deck, config: Config) -> list[Problem]:
    """What differs from the ledger of the last release, at the lines of the one that is here.

    Nothing where git cannot tell: `release` refuses there.
    """
    if any(fault.code == ledger.CODE for fault in deck.faults):
        return []  # it is damaged as it stands, and restoring it mends both
    known = trusted_ledgers(config.root)
    if not known:
        return []
    last = predecessor(deck.ledger, known)
    fix = _fix(last, deck.ledger)
    return [_problem(fault, fix) for fault in _faults(last, deck.ledger, config)]


def _faults(last: TrustedLedger, here: Ledger, config: Config) -> Iterator[Fault]:
    if (config.root / ledger.FILE).is_file():
        yield from succession.faults(last.ledger, here)
    else:
        yield Fault(
            Span(ledger.FILE),
            f"the ledger is gone, which release {last.version} wrote",
        )


def _fix(last: TrustedLedger, here: Ledger) -> str:
    restore = f"git checkout {last.name} -- {ledger.FILE}"
    fix = f"restore it as release {last.version} wrote it: {restore}"
    if len(here.releases) <= len(last.ledger.releases):
        return fix
    name = here.releases[-1][0]
    tag = f"if learners have {name}, tag the commit that recorded it: v{name}"
    return f"{fix}, then release {name} again; {tag}"


def _problem(fault: Fault, fix: str) -> Problem:
    return Problem(fault.span, ledger.CODE, fault.message, fix=fix)


def forged(deck: Deck, config: Config) -> list[Problem]:
    """Lines of the last release's ledger that are not of the deck which its commit holds.

    Whoever adds a release by hand can say of each note that it changed, and the ledger alone does
    not show it. Takes as long as reading the deck. Nothing if a tag stands for the ledger.
    """
    known = trusted_ledgers(config.root)
    last = predecessor(deck.ledger, known) if known else None
    if not last or last.is_tagged or not last.version:
        return []
    with tempfile.TemporaryDirectory(prefix="deckpress-") as folder:
        then, _ = states.unpacked(config, last.revision, Path(folder))
    fix = (
        f"restore {ledger.FILE} as the release before {last.version} wrote it, and release again; "
        f"if learners have {last.version}, tag its commit: git tag v{last.version} {last.name}"
    )
    return [_problem(fault, fix) for fault in _unlike(deck.ledger, then, last.version)]


def _unlike(here: Ledger, then: Deck, version: str) -> Iterator[Fault]:
    """What a ledger says of the deck of its last release, and is not so."""
    held = {card.id: note for card, note in fingerprints.notes(then)}
    for note in here.notes:
        found = held.pop(note.id, None)
        message = ""
        if bool(note.retired) == bool(found):
            state = "retired" if note.retired else "in the deck"
            message = f"{note.id}: {state} here, and not in release {version}"
        elif found and not fingerprints.same(note, found):
            message = f"{note.id}: not the content that release {version} held"
        if message:
            yield Fault(Span(ledger.FILE, note.line), message)
    for name in sorted(held):
        message = f"{name} is not recorded, though release {version} held it"
        yield Fault(Span(ledger.FILE, here.release_lines[-1]), message)
