"""Foreign sources: pages of questions in any dialect, packages, tables -> cards that a deck can take over.

read(path, name, fields) -> Harvest
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deckpress import plugins
from deckpress.model import Problem, Span
from deckpress.sources.foreign import opening
from deckpress.sources.foreign.found import Harvest, Refused, Tick, silent

FORMATS = "deckpress.sources.foreign.formats"


def read(path: Path, name: str, fields: Mapping[str, str], tick: Tick = silent) -> Harvest:
    """One source; what cannot or must not be read is an error in `Harvest.problems`, and no card is taken from it.

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
        harvest: Harvest = module.read(path, name, fields, tick)
        return harvest
    except Refused as refused:
        return Harvest(
            name, problems=(Problem(Span(name, refused.line), refused.code, refused.message, "error", refused.fix),)
        )
