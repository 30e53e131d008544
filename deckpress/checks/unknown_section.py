"""A `###` heading that is no section of a card.

Its text would be in no output. Inside an answer, use `####` or bold text.

Bad:
    ### Analgy

Good:
    ### Analogy
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck.suggestions import suggest
from deckpress.model import SECTIONS, Card, Fault

FIX = "use one of the sections"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each unknown name, and for one that stands there twice."""
    seen: set[str] = set()
    for section in card.sections:
        name = section.name
        if name not in SECTIONS:
            yield Fault(section.span, f"unknown section {name!r}", suggest(name, SECTIONS))
        elif name in seen:  # an output would show the first alone
            fix = "put the text of both under one heading"
            yield Fault(section.span, f"a second {name!r} section", fix)
        seen.add(name)
