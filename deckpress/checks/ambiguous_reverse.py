"""A reversed card whose back is also the back of another card.

Asked backwards it has two right answers, and the learner is graded on guessing which one is meant.

Bad:
    ## Softmax                  <!-- type: reversed -->
    Multi-class classification

    ## Categorical cross-entropy
    Multi-class classification

Good:
    ## Softmax                  <!-- type: reversed -->
    The output activation for mutually exclusive classes
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Deck, Fault

SEVERITY = "warning"
FIX = "word the answer so that it fits this card only, or make the card `basic`"


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each reversed card, with the first other card of the same back."""
    if not any(card.kind == "reversed" for card in deck.cards):
        return
    same: dict[str, list[Card]] = defaultdict(list)
    for card in deck.cards:
        if (
            card.answer
            and not card.draft
            and card.kind != "cloze"
            and (key := _key(card.answer.text))
        ):
            same[key].append(card)
    for cards in same.values():
        for card in cards if len(cards) > 1 else ():
            if card.kind == "reversed":
                other = next(c for c in cards if c is not card)
                message = f"asked backwards it could also be “{other.question.text}”"
                place = card.answer.at(0) if card.answer else card.span
                yield Fault(place, message, related=(other.span,))


def _key(text: str) -> str:
    return " ".join(text.casefold().strip(" .").split())
