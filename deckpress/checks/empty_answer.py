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

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Fault

FIX = "write the answer below the comment, or add `draft: true` to the comment"
WAIVABLE = False


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault if the answer is missing or blank, and none for a draft."""
    answer = card.answer
    filled = answer and (answer.text.strip() or any(m.kind == "image" for m in answer.marks))
    if not filled and not card.draft:
        yield Fault(answer.span if answer else card.span, "the answer is empty")
