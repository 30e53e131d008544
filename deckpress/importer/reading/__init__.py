"""Foreign sources: pages of questions in any dialect, packages, tables -> cards that a deck can
take over.

read(path, name, fields) -> Harvest
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deckpress.anki import opening
from deckpress.importer.harvest import Harvest, Tick, silent
from deckpress.model import Problem, Span
from deckpress.model.refused import Refused, problem
from deckpress.system import plugins
from deckpress.system.timeouts import TooLong, at_most

SECONDS, SECONDS_A_BYTE = 30, 1e-4
"""Processor time of reading a source: a thirtieth is enough for all that we know."""

FORMATS = "deckpress.importer.formats"


_SLOW = "see what is repeated thousands of times in it, or do not trust it"


def read(path: Path, name: str, fields: Mapping[str, str], tick: Tick = silent) -> Harvest:
    """One source; what cannot or must not be read is an error in `Harvest.problems`, and no card is
    taken from it.

    `tick(done, all)` is called now and then while a large package is read.
    """
    modules = sorted(plugins.discover(FORMATS).values(), key=lambda module: int(module.ORDER))
    try:
        head = opening.head(path, 4096)
        module = next((m for m in modules if m.recognises(path, head)), None)
        if module is None:
            raise Refused(
                "unknown-format",
                "neither text nor a package or table",
                "import .md, .txt, .apkg, .colpkg, .csv, .tsv or .json",
            )
        with at_most(SECONDS + SECONDS_A_BYTE * path.stat().st_size):
            harvest: Harvest = module.read(path, name, fields, tick)
        return harvest
    except TooLong:
        message = "reading this source takes far too long"
        return Harvest(
            name, problems=(problem(name, 1, "takes-too-long", message, _SLOW, "error"),)
        )
    except Refused as refused:
        return Harvest(
            name,
            problems=(
                Problem(
                    Span(name, refused.line), refused.code, refused.message, "error", refused.fix
                ),
            ),
        )
