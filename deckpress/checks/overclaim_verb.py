"""A word that promises more than is usually true: ensures, guarantees, eliminates, always, never.

Interviewers and examiners probe exactly these words. It is only reported, since some things are literally always so;
analogies may exaggerate.

Bad:
    He initialization ensures that gradients never vanish.

Good:
    He initialization keeps the scale of the signal about constant at the start of training.
"""

import re

from deckpress.checks._contract import Faults, Options
from deckpress.checks._phrases import first_fault
from deckpress.markup import prose
from deckpress.model import Card

LANGUAGE = "en"
SEVERITY = "info"
FIX = (
    "say how far it holds (helps to, usually, at the start of training), "
    "unless it is literally true"
)

_STRONG = re.compile(
    r"""
    (?<!no\ )(?<!not\ )(?<!n't\ )(?<!almost\ )(?<!nearly\ )  # not "does not always"
    \b(?:
        ensur(?:es?|ing)|guarantees?|eliminates?|always|never
      | preventing\ (?:issues|problems|errors|failures)
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HINTS = ("ensur", "guarantee", "eliminate", "always", "never", "preventing ")


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each section of the back, at the first such word."""
    for section in prose.backs(card):
        if section.name != "Analogy":
            yield from first_fault(_STRONG, section, "“{}” promises a lot", _HINTS)
