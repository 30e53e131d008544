"""An answer of too many words.

What is asked as one card must be recalled as one thing. Cards for a spoken answer (by default those with
`facet: interview`) may be longer; there, too much is never more than a warning.

Bad:
    An answer of two hundred words.

Good:
    A card for each fact of it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = "keep the one fact asked for; move the rest to cards of their own, or examples to `### Application`"
OPTIONS: Mapping[str, Any] = {"words": 45, "spoken": {"interview": 110}}
"""The most words of an answer, and of one on a card with such a facet; a formula counts as one."""


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the answer."""
    answer = card.answer
    if answer is None or prose.word_count(answer, options["words"]) <= options["words"]:
        return
    facet = card.setting("facet")
    limit = options["spoken"].get(facet, options["words"])
    count = prose.word_count(answer)
    if count > limit:
        mild = "warning" if facet in options["spoken"] else ""
        yield Fault(
            answer.at(0), f"the answer has {count} words; the limit is {limit}", severity=mild
        )
