"""A remark of whoever wrote the text to whoever asked for it.

"Here are 15 questions", "Sure!", "I hope this helps" belong to a conversation, not to a card; they are swallowed by the
last answer when a document is pasted.

Bad:
    These questions and answers should help you prepare.

Good:
    (nothing)
"""

import re

from deckpress.checks._contract import Faults, Options
from deckpress.checks._phrases import first_fault
from deckpress.model import Card

LANGUAGE = "en"
FIX = "delete the sentence"

_THINGS = r"(?:questions?|answers?|(?:flash)?cards?|q&as?|examples?\ above|explanations?)"
_POLITE = r"(?:sure|certainly|absolutely|of\ course|great\ question)"
_REMARK = re.compile(
    rf"""
    ^(?:
        # Here are 15 questions
        here\ (?:are|is)\ (?:\w+\ ){{0,6}}?{_THINGS}\b
        # These answers should help you
      | these\ {_THINGS}\b.*\b(?:should|will|can|cover|help|are\ designed)
        # To prepare you, I will …
      | to\ (?:create|prepare|help\ you)\b.*\b(?:i'll|i\ will|i\ have|let's|let\ us)\b
        # Of course, here …
      | {_POLITE}[!,.]\ (?:here|i|i'll|let|below|these)\b
      | {_POLITE}!
      | i\ hope\ (?:this|these|that|it)\b
      | let\ me\ know\ if\b
      | feel\ free\ to\b
      | i'll\ (?:create|write|provide|give|explain|now)\b
    ).*$
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_BEGINNINGS = (
    "here ",
    "these ",
    "to ",
    "sure",
    "certainly",
    "absolutely",
    "of course",
    "great",
    "i hope",
    "let me",
    "feel free",
    "i'll",
)


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each section, at the remark."""
    message = "a remark that is no part of the card: “{}”"
    for section in card.sections:
        if section.name != "Sources" and _may_hold_one(section.text.lower()):
            yield from first_fault(_REMARK, section, message)


def _may_hold_one(low: str) -> bool:
    """Whether a line of a text in lower case begins as a remark; of most cards none does."""
    if low.startswith(_BEGINNINGS):
        return True
    if "\n" not in low:
        return False
    return any(line.startswith(_BEGINNINGS) for line in low.split("\n"))
