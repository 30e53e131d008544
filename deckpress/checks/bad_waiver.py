"""An `allow:` that names no check, names one that cannot be waived, or gives no reason.

A waiver is for the exception that a maintainer agreed to; the reason tells the next reader why.

Bad:
    <!-- id: relu-slope; allow: missing-source -->

Good:
    <!-- id: relu-slope; allow: missing-source -->
    <!-- it is arithmetic: nothing to cite -->
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck.suggestions import suggest
from deckpress.model import Card, Fault
from deckpress.system import plugins

FIX = "write the reason into a comment of its own below the first one"
WAIVABLE = False


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each waiver that does not hold."""
    codes = card.listed("allow")
    known = plugins.discover("deckpress.checks") if codes else {}
    for code in codes:
        if code not in known:
            yield Fault(
                card.place("allow"), f"unknown check {code!r} in allow", suggest(code, known)
            )
        elif not getattr(known[code], "WAIVABLE", True):
            fix = f"take it out of `allow:` and mend the card; `explain {code}` says how"
            yield Fault(card.place("allow"), f"{code} cannot be waived", fix)
    if codes and not card.reason and all(code in known for code in codes):
        yield Fault(card.place("allow"), "a waiver without a reason")
