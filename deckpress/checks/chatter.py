"""A remark of whoever wrote the text to whoever asked for it.

"Here are 15 questions", "Sure!", "I hope this helps" belong to a conversation, not to a card; they are swallowed by the
last answer when a document is pasted.

Bad:
    These questions and answers should help you prepare.

Good:
    (nothing)
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
FIX = "delete the sentence"

_THINGS = r"(?:questions?|answers?|(?:flash)?cards?|q&as?|examples? above|explanations?)"
_REMARK = re.compile(
    rf"""^(?:
      here\ (?:are|is)\ (?:\w+\ ){{0,6}}?{_THINGS}\b
    | these\ {_THINGS}\b.*\b(?:should|will|can|cover|help|are\ designed)
    | to\ (?:create|prepare|help\ you)\b.*\b(?:i'll|i\ will|i\ have|let's|let\ us)\b
    | (?:sure|certainly|absolutely|of\ course|great\ question)[!,.]\ (?:here|i|i'll|let|below|these)\b
    | (?:sure|certainly|absolutely|of\ course|great\ question)!
    | i\ hope\ (?:this|these|that|it)\b | let\ me\ know\ if\b | feel\ free\ to\b
    | i'll\ (?:create|write|provide|give|explain|now)\b
    ).*$""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_MAYBE = tuple(
    "here |these |to |sure|certainly|absolutely|of course|great|i hope|let me|feel free|i'll".split(
        "|"
    )
)


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each section, at the remark."""
    for section in card.sections:
        if section.name == "Sources":
            continue
        low = section.text.lower()
        if low.startswith(_MAYBE) or (
            "\n" in low and any(line.startswith(_MAYBE) for line in low.split("\n"))
        ):
            fault = prose.search(_REMARK, section, "a remark that is no part of the card: “{}”")
            yield from (fault,) if fault else ()
