"""A word that promises more than is usually true: ensures, guarantees, eliminates, always, never.

Interviewers and examiners probe exactly these words. It is only reported, since some things are literally always so;
analogies may exaggerate.

Bad:
    He initialization ensures that gradients never vanish.

Good:
    He initialization keeps the scale of the signal about constant at the start of training.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "info"
FIX = "say how far it holds (helps to, usually, at the start of training), unless it is literally true"

_STRONG = re.compile(
    r"(?<!no )(?<!not )(?<!n't )(?<!almost )(?<!nearly )"
    r"\b(?:ensur(?:es?|ing)|guarantees?|eliminates?|always|never|preventing (?:issues|problems|errors|failures))\b",
    re.IGNORECASE,
)
_MAYBE = ("ensur", "guarantee", "eliminate", "always", "never", "preventing ")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each section of the back, at the first such word."""
    for section in prose.backs(card):
        if section.name != "Analogy" and prose.holds(section, _MAYBE):
            fault = prose.search(_STRONG, section, "“{}” promises a lot")
            yield from (fault,) if fault else ()
