"""A question that asks whether the learner can explain something.

"Can you explain …?" is a yes/no question in form, and three words longer than what it means.

Bad:
    ## Can you explain the bias-variance trade-off?

Good:
    ## Explain the bias-variance trade-off.
"""

import re

from deckpress.checks._contract import Faults, Mended, Options
from deckpress.checks._phrases import first_fault
from deckpress.markup import mending
from deckpress.model import Card, Deck

LANGUAGE = "en"
SEVERITY = "info"
FIX = "ask directly (What is …?), or give an instruction (Explain …); `check --fix` does the latter"

_VERBS = (
    "explain|describe|tell|give|provide|discuss|name|list|define|compare|outline|elaborate"
    "|summari[sz]e"
)
_YOU = "(?:can|could|would|will) you (?:please )?"
_REQUEST = re.compile(rf"\b{_YOU}(?:{_VERBS})\b", re.IGNORECASE)
_SENTENCE = re.compile(
    rf"""
    (^|[.!?]\s+)
    (?:can|could|would|will)\s+you\s+(?:please\s+)?  # Can you please
    ({_VERBS})\b                                     # explain
    ([^?\n]*?)\s*\?(?=\s|$)                          # weight decay?
    """,
    re.IGNORECASE | re.VERBOSE,
)


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the request."""
    yield from first_fault(_REQUEST, card.question, "“{}” asks for a yes", (" you ",))


def fix(card: Card, deck: Deck, options: Options) -> Mended:
    """Turn a request into an instruction: "Can you explain X?" -> "Explain X."; others stay."""
    yield card.question, mending.mend(card.question.source, direct)


def direct(words: str) -> str:
    """Some words with instructions instead of requests."""
    return _SENTENCE.sub(lambda found: f"{found[1]}{found[2].capitalize()}{found[3]}.", words)
