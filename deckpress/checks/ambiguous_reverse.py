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
from collections.abc import Sequence

from deckpress.checks._contract import Faults, Options
from deckpress.model import Card, Deck, Fault

SEVERITY = "warning"
FIX = "word the answer so that it fits this card only, or make the card `basic`"


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each reversed card, with the first other card of the same back."""
    if not any(card.kind == "reversed" for card in deck.cards):
        return
    for cards in _by_back(deck.cards).values():
        if len(cards) > 1:
            yield from _ambiguous(cards)


def _ambiguous(cards: Sequence[Card]) -> Faults:
    for card in cards:
        if card.kind == "reversed":
            other = cards[1] if card is cards[0] else cards[0]
            message = f"asked backwards it could also be “{other.question.text}”"
            back = card.answer or card.title
            yield Fault(back.at(0), message, related=(other.span,))


def _by_back(cards: Sequence[Card]) -> dict[str, list[Card]]:
    """The cards that have a back, by its words: "The mean." and "the  mean" are one."""
    same: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        if card.answer and card.kind != "cloze" and not card.draft:
            text = card.answer.text.casefold()
            back = " ".join(text.strip(" .").split())
            if back:
                same[back].append(card)
    return same
