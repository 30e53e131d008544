"""A link with another scheme than http, https or mailto, or to a path from the root (`/…`).

A card must not run a script or open a file on a learner's device. Characters that browsers skip
(`java&Tab;script:`) do not hide a scheme.

Bad:
    [click](javascript:alert(1))

Good:
    [the paper](https://arxiv.org/abs/1412.6980)
"""

from deckpress.checks._contract import Faults, Options
from deckpress.markup import safe_link
from deckpress.model import Card, Fault

FIX = "link to a web page (https://…) or to a card (#its-id)"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each unsafe target."""
    for mark in card.marks("link"):
        if not safe_link(mark.value):
            yield Fault(mark.span, f"unsafe link {mark.value[:60]!r}")
