"""Found cards -> the deck's files: new ones are added, changed ones updated, and what a person
changed is never lost.

A card that was imported says so in its comment: `origin: SOURCE@HASH`, where HASH is over its
content as it was then. With it a later import compares three states: the source then (HASH), the
source now, the card now.

    plan(config, harvests, into, base) -> Plan        written(config, plan) -> {file: its new bytes}
"""

from __future__ import annotations

from collections.abc import Sequence

from deckpress import sources
from deckpress.deck.config import Config
from deckpress.importer.harvest import Harvest
from deckpress.importer.matching import Adoption
from deckpress.importer.names import slugged
from deckpress.importer.plan import Plan, moved, written

__all__ = ["Plan", "moved", "plan", "slugged", "written"]


def plan(config: Config, harvests: Sequence[Harvest], into: str, base: str) -> Plan:
    """What the import of some sources would change.

    `into` is a folder below content/, `base` the URL of relative links (or empty).
    """
    deck, _ = sources.read(config)
    adoption = Adoption(config, deck, into)
    for harvest in harvests:
        adoption.add(harvest, base)
    return adoption.plan
