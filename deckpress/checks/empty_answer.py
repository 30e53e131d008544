"""A card with nothing on its back.

If the answer is still to be written, say so with `draft: true`: the card is then listed and not exported.

Bad:
    ## What is an epoch?
    <!-- id: epoch-definition -->

Good:
    ## What is an epoch?
    <!-- id: epoch-definition -->

    One pass over all training examples.
"""

from deckpress.checks._contract import Faults, Options
from deckpress.checks._sections import shows_something
from deckpress.model import Card, Fault

FIX = "write the answer below the comment, or add `draft: true` to the comment"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault if the answer is missing or blank, and none for a draft."""
    if card.draft:
        return
    answer = card.answer
    if answer is None:
        yield Fault(card.span, "the answer is empty")
    elif not shows_something(answer):
        yield Fault(answer.span, "the answer is empty")
