"""A question that asks for several things at once.

A learner who knows one half cannot grade the card. Ask one thing per card; only a question as an interviewer says it
(a facet named in the option `spoken`) may have two parts, and is then no more than worth knowing.

Bad:
    ## What is dropout, and what are its advantages and disadvantages?

Good:
    ## What does dropout do during training?
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "warning"
FIX = "split it into one card per part"
OPTIONS: Mapping[str, Any] = {"spoken": ["interview"]}
"""Facets of cards for a longer, spoken answer; there a second part is only reported."""

_ASPECT = (
    r"(?:importance|roles?|benefits?|impact|purposes?|advantages?|disadvantages?|applications?|uses?|usage|effects?|"
    r"causes?|drawbacks?|limitations?|consequences|significance|implications|strengths|weaknesses|pros|examples?)"
)
_SECOND = re.compile(
    rf""",?\ and\ (?:what|how|why|when|where|which|who|explain|provide|give|describe|discuss)\b
    | \b(?:advantages\ and\ disadvantages|pros\ and\ cons|strengths\ and\ weaknesses)\b
    | \b(?:and|or)\ (?:its|their)\ {_ASPECT}\b
    | \beach\ of\ (?:these|them)\b | \beach\ one\b""",
    re.IGNORECASE | re.VERBOSE,
)
_MAYBE = frozenset(["and", "or", "each"])
_PAIRED = re.compile(r" ?(?:and|or) (?:its|their|wh|how)", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|both|from)\b", re.IGNORECASE)


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the second part."""
    question = card.question
    if (
        _MAYBE.isdisjoint(prose.words(question))
        and question.text.count("?") < 2
        and ". " not in question.text
    ):
        return
    phrase = _second(prose.plain(question))
    if phrase:
        mild = "info" if card.setting("facet") in options["spoken"] else ""
        message = f"the question has more than one part: “{phrase}”"
        yield Fault(prose.find(question, phrase), message, severity=mild)


def _second(text: str) -> str:
    asks = [s for s in prose.sentences(text) if s.endswith("?") or prose.imperative(s)]
    if len(asks) > 1:
        return asks[1]
    found = next((m[0] for m in _SECOND.finditer(text) if not _is_pair(text, m)), "")
    return found.strip(" ,")


def _is_pair(text: str, found: re.Match[str]) -> bool:
    """Whether it is the second half of "between x and its effect" rather than a second question."""
    return bool(_PAIRED.match(found[0]) and _BETWEEN.search(text, 0, found.start()))
