"""An answer with several words that sound good and say nothing: significantly, effectively, crucial, in practice.

Each takes the place of a fact: how much, by which means, for whom.

Bad:
    Tuning is essential and significantly improves performance in practice.

Good:
    On CIFAR-10, tuning the learning rate alone moved the error from 12 % to 7 %.
"""

import re

from deckpress.checks._contract import Faults, Options
from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "info"
FIX = "say how much, by which means or for whom; or delete the words"
OPTIONS: Options = {"words": 2}
"""How many different such words make a fault."""

_FILLER = re.compile(
    r"""
    \b(?:
        better\ performance|improv(?:es?|ing)\ (?:\w+\ )?performance  # improves model performance
      | significantly|effectively|effective|various|crucial|essential|in\ practice|optimal
      | plays?\ an?\ (?:key|vital|crucial|important)\ role
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HINTS = (
    "performance",
    "signific",
    "effective",
    "various",
    "crucial",
    "essential",
    "in practice",
    "optimal",
    "role",
)


def check_card(card: Card, options: Options) -> Faults:
    """One fault for the answer, at the first such word."""
    answer = card.answer
    if answer is None or not prose.holds(answer, _HINTS):
        return
    phrases = _FILLER.findall(prose.plain(answer))
    names = [*dict.fromkeys(phrase.lower() for phrase in phrases)]
    if len(names) >= options["words"] and phrases:
        yield Fault(prose.find(answer, phrases[0]), f"vague words: {', '.join(names)}")
