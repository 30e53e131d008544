"""A question that can be answered with yes or no.

Half of all guesses are right, and the answer teaches nothing. Ask which, why, when or how. ("Is X or Y cheaper?" offers
a choice and is fine; "Is X linear? Why?" is left to `multi-part-question`. On cards for a spoken answer it is only
reported.)

Bad:
    ## Does dropout run at inference?

Good:
    ## What happens to dropout at inference?
"""

import re

from deckpress.checks._contract import Faults, Options
from deckpress.checks._options import severity_if_spoken
from deckpress.checks._phrases import asks_something
from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "warning"
FIX = "ask which, why, when or how"
OPTIONS: Options = {"spoken": ["interview"]}
"""Facets where it is only reported."""

_FIRST = "is are was were do does did can could should would will has have may must".split()
_YES_NO = re.compile(
    rf"""
    (?:{"|".join(_FIRST)})(?:n't)?\b  # Does dropout
    (?!\ you\b)                       # not: Can you explain …?
    (?!.*\ or\b)                      # not: Is X or Y cheaper?
    .*\?$
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_BEGINNINGS = tuple(_FIRST)


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the question."""
    question = card.question
    if card.kind == "cloze" or not _may_be_one(question.text.lower()):
        return
    sentences = prose.sentences(prose.plain(question))
    asking = [*filter(asks_something, sentences)]
    # If something else is asked too, `multi-part-question` says what there is to say.
    if asking and all(map(_YES_NO.match, asking)):
        place = prose.find(question, asking[0])
        severity = severity_if_spoken(card, options)
        yield Fault(place, "the answer can only be yes or no", severity=severity)


def _may_be_one(low: str) -> bool:
    """Whether a question in lower case, or a sentence in it, can begin as one; most cannot."""
    if "?" not in low:
        return False
    if low.startswith(_BEGINNINGS):
        return True
    return any([end in low for end in (". ", "? ", "\n")])
