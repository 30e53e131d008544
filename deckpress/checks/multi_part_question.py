"""A question that asks for several things at once.

A learner who knows one half cannot grade the card. Ask one thing per card; only a question as an interviewer says it
(a facet named in the option `spoken`) may have two parts, and is then no more than worth knowing.

Bad:
    ## What is dropout, and what are its advantages and disadvantages?

Good:
    ## What does dropout do during training?
"""

import re

from deckpress.checks._contract import Faults, Options
from deckpress.checks._options import severity_if_spoken
from deckpress.checks._phrases import asks_something
from deckpress.markup import prose
from deckpress.model import Card, Fault, Section

LANGUAGE = "en"
SEVERITY = "warning"
FIX = "split it into one card per part"
OPTIONS: Options = {"spoken": ["interview"]}
"""Facets of cards for a longer, spoken answer; there a second part is only reported."""

_ASPECT = (
    r"(?:importance|roles?|benefits?|impact|purposes?|advantages?|disadvantages?|applications?"
    r"|uses?|usage|effects?|causes?|drawbacks?|limitations?|consequences|significance"
    r"|implications|strengths|weaknesses|pros|examples?)"
)
_SECOND = re.compile(
    rf"""
      # What is dropout, and how …
      ,?\ and\ (?:what|how|why|when|where|which|who|explain|provide|give|describe|discuss)\b
    | \b(?:advantages\ and\ disadvantages|pros\ and\ cons|strengths\ and\ weaknesses)\b
    | \b(?:and|or)\ (?:its|their)\ {_ASPECT}\b  # … and its limitations
    | \beach\ of\ (?:these|them)\b
    | \beach\ one\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HINTS = frozenset(["and", "or", "each"])
# The second half of "between weight decay and its effect" is no second question.
_PAIRED = re.compile(r" ?(?:and|or) (?:its|their|wh|how)", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|both|from)\b", re.IGNORECASE)


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the second part."""
    question = card.question
    if not _may_have_two(question):
        return
    phrase = _second_part(prose.plain(question))
    if phrase:
        message = f"the question has more than one part: “{phrase}”"
        severity = severity_if_spoken(card, options)
        yield Fault(prose.find(question, phrase), message, severity=severity)


def _may_have_two(question: Section) -> bool:
    """Whether any sign of a second part is there; most questions need not be read further."""
    if question.text.count("?") > 1 or ". " in question.text:
        return True
    return not _HINTS.isdisjoint(prose.words(question))


def _second_part(text: str) -> str:
    asking = [*filter(asks_something, prose.sentences(text))]
    if len(asking) > 1:
        return asking[1]
    for found in _SECOND.finditer(text):
        before = text[: found.start()]
        if not _PAIRED.match(found[0]) or not _BETWEEN.search(before):
            return found[0].strip(" ,")
    return ""
