"""An `allow:` that names no check, names one that cannot be waived, or gives no reason.

A waiver is for the exception that a maintainer agreed to; the reason tells the next reader why.

Bad:
    <!-- id: relu-slope; allow: missing-source -->

Good:
    <!-- id: relu-slope; allow: missing-source -->
    <!-- it is arithmetic: nothing to cite -->
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck.suggestions import suggest
from deckpress.model import Card, Fault
from deckpress.system import plugins

FIX = "write the reason into a comment of its own below the first one"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each waiver that does not hold."""
    codes, place = card.listed("allow"), card.place("allow")
    if not codes:
        return
    known = plugins.discover("deckpress.checks")
    for code in codes:
        if code not in known:
            yield Fault(place, f"unknown check {code!r} in allow", suggest(code, known))
        elif not getattr(known[code], "WAIVABLE", True):
            fix = f"take it out of `allow:` and mend the card; `explain {code}` says how"
            yield Fault(place, f"{code} cannot be waived", fix)
    if not card.reason and known.keys() >= {*codes}:
        yield Fault(place, "a waiver without a reason")
