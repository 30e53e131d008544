"""A question of too many words.

It takes longer to read than to answer, in every review.

Bad:
    ## In the context of training deep networks with many layers on large data sets, …, what does dropout do?

Good:
    ## What does dropout do during training?
"""

from deckpress.checks._contract import Faults, Options
from deckpress.markup import prose
from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = "cut what the answer does not depend on; put a scenario that it does depend on into few words"
OPTIONS: Options = {"words": 24}
"""The most words of a question; a formula counts as one."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the question."""
    question, limit = card.question, options["words"]
    count = prose.word_count(question, limit)
    if count > limit:
        yield Fault(question.at(0), f"the question has {count} words; the limit is {limit}")
