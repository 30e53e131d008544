"""An answer of too many words.

What is asked as one card must be recalled as one thing. Cards for a spoken answer (by default those with
`facet: interview`) may be longer; there, too much is never more than a warning.

Bad:
    An answer of two hundred words.

Good:
    A card for each fact of it.
"""

from deckpress.checks._contract import Faults, Options
from deckpress.markup import prose
from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = (
    "keep the one fact asked for; move the rest to cards of their own, "
    "or examples to `### Application`"
)
OPTIONS: Options = {"words": 45, "spoken": {"interview": 110}}
"""The most words of an answer, and of one on a card with such a facet; a formula counts as one."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the answer."""
    answer, facet = card.answer, card.setting("facet")
    limit = options["spoken"].get(facet, options["words"])
    if answer is None or prose.word_count(answer, limit) <= limit:
        return
    severity = "warning" if facet in options["spoken"] else ""
    message = f"the answer has {prose.word_count(answer)} words; the limit is {limit}"
    yield Fault(answer.at(0), message, severity=severity)
