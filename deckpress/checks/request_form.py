"""A question that asks whether the learner can explain something.

"Can you explain …?" is a yes/no question in form, and three words longer than what it means.

Bad:
    ## Can you explain the bias-variance trade-off?

Good:
    ## Explain the bias-variance trade-off.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import mending, prose
from deckpress.model import Card, Deck, Fault, Section

LANGUAGE = "en"
SEVERITY = "info"
FIX = "ask directly (What is …?), or give an instruction (Explain …); `check --fix` does the latter"

_VERBS = "explain|describe|tell|give|provide|discuss|name|list|define|compare|outline|elaborate|summari[sz]e"
_REQUEST = re.compile(rf"\b(?:can|could|would|will) you (?:please )?(?:{_VERBS})\b", re.IGNORECASE)
_SENTENCE = re.compile(
    rf"(^|[.!?]\s+)(?:can|could|would|will)\s+you\s+(?:please\s+)?({_VERBS})\b([^?\n]*?)\s*\?(?=\s|$)",
    re.IGNORECASE,
)


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the request."""
    question = card.question
    if " you " in question.text:
        fault = prose.search(_REQUEST, question, "“{}” asks for a yes")
        yield from (fault,) if fault else ()


def fix(card: Card, deck: Deck, options: Mapping[str, Any]) -> Iterator[tuple[Section, str]]:
    """Turn a request into an instruction: "Can you explain X?" -> "Explain X."; other sentences stay."""
    yield card.question, mending.mend(card.question.source, _direct)


def _direct(words: str) -> str:
    return _SENTENCE.sub(lambda found: f"{found[1]}{found[2].capitalize()}{found[3]}.", words)
