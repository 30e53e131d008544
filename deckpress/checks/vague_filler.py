"""An answer with several words that sound good and say nothing: significantly, effectively, crucial, in practice.

Each takes the place of a fact: how much, by which means, for whom.

Bad:
    Tuning is essential and significantly improves performance in practice.

Good:
    On CIFAR-10, tuning the learning rate alone moved the error from 12 % to 7 %.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "info"
FIX = "say how much, by which means or for whom; or delete the words"
OPTIONS: Mapping[str, Any] = {"words": 2}
"""How many different such words make a fault."""

_FILLER = re.compile(
    r"\b(?:better performance|improv(?:es?|ing) (?:\w+ )?performance|significantly|effectively|effective|various|"
    r"crucial|essential|in practice|optimal|plays? an? (?:key|vital|crucial|important) role)\b",
    re.IGNORECASE,
)
_MAYBE = (
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


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for the answer, at the first such word."""
    answer = card.answer
    if answer and prose.holds(answer, _MAYBE):
        found = {
            phrase.lower(): phrase for phrase in reversed(_FILLER.findall(prose.plain(answer)))
        }
        if len(found) >= options["words"]:
            names = [*reversed(found)]
            yield Fault(prose.find(answer, found[names[0]]), f"vague words: {', '.join(names)}")
