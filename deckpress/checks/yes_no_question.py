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
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "warning"
FIX = "ask which, why, when or how"
OPTIONS: Mapping[str, Any] = {"spoken": ["interview"]}
"""Facets where it is only reported."""

_YES_NO = re.compile(
    r"(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|may|must)(?:n't)?\b"
    r"(?! you\b)(?!.* or\b).*\?$",
    re.IGNORECASE | re.DOTALL,
)
_FIRST = tuple("is are was were do does did can could should would will has have may must".split())


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the question."""
    question = card.question
    low = question.text.lower()
    if (
        (low.startswith(_FIRST) or ". " in low or "? " in low or "\n" in low)
        and "?" in low
        and card.kind != "cloze"
    ):
        sentences = prose.sentences(prose.plain(question))
        sentence = next((s for s in sentences if _YES_NO.match(s)), "")
        others = (
            s
            for s in sentences
            if (s.endswith("?") or prose.imperative(s)) and not _YES_NO.match(s)
        )
        if sentence and not any(others):  # else `multi-part-question` says what there is to say
            mild = "info" if card.setting("facet") in options["spoken"] else ""
            yield Fault(
                prose.find(question, sentence), "the answer can only be yes or no", severity=mild
            )
