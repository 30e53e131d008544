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

from deckpress.checks._contract import Faults, Options
from deckpress.checks._phrases import first_fault
from deckpress.model import Card

LANGUAGE = "en"
SEVERITY = "warning"
FIX = "make the remedy a card of its own, and show here where the thing is met"

_VERBS = "mitigate|address|fix|overcome|remedy|counter|prevent|avoid|solve"
_REMEDY = re.compile(
    rf"""
      (?:^|[.;]\ )to\ (?:{_VERBS})[ ]      # To avoid overfitting, …
      # … to mitigate this problem
    | \bto\ (?:mitigate|address|fix|overcome)\ (?:this|these|that|such|the\ (?:issue|problem))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HINTS = tuple(f"to {verb}" for verb in _VERBS.split("|"))


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the remedy."""
    section = card.section("Application")
    if section:
        message = "“{} …” begins a remedy, not an application"
        yield from first_fault(_REMEDY, section, message, _HINTS)
