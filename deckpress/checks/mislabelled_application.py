"""An application that is a remedy.

"To mitigate this, …" tells how a problem is fixed. That is a card of its own; an application shows where the thing
itself is met.

Bad:
    ### Application
    To mitigate this, ReLU is used.

Good:
    ## Which activation counters vanishing gradients?
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "warning"
FIX = "make the remedy a card of its own, and show here where the thing is met"

_VERBS = "mitigate|address|fix|overcome|remedy|counter|prevent|avoid|solve"
_REMEDY = re.compile(
    rf"(?:^|[.;] )to (?:{_VERBS}) "
    r"|\bto (?:mitigate|address|fix|overcome) (?:this|these|that|such|the (?:issue|problem))\b",
    re.IGNORECASE,
)
_MAYBE = tuple(f"to {verb}" for verb in _VERBS.split("|"))


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the remedy."""
    section = card.section("Application")
    if section and prose.holds(section, _MAYBE):
        fault = prose.search(_REMEDY, section, "“{} …” begins a remedy, not an application")
        yield from (fault,) if fault else ()
