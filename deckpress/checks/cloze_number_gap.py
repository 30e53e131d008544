"""A new cloze card whose numbers leave one out.

Nearly always a number was mistyped, and two gaps that belong together are asked apart. A released card is left alone:
its numbers are the learners' cards, so a gap there is right.

Bad:
    The sigmoid lies between {{c1::0}} and {{c3::1}}.

Good:
    The sigmoid lies between {{c1::0}} and {{c2::1}}.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.kinds.fields import cloze_numbers
from deckpress.model import Deck, Fault, Section

SEVERITY = "warning"
FIX = "number the clozes 1, 2, 3 without a gap"


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the first number after a gap."""
    released = {note.id for note in deck.ledger.notes}
    for card in deck.cards:
        if (
            card.kind == "cloze"
            and card.answer
            and card.id not in released
            and not _is_broken(card.answer)
        ):
            numbers = cloze_numbers(card.answer)
            after = (
                next((n for i, n in enumerate(numbers, 1) if n > i), 0) if 0 not in numbers else 0
            )
            if after:
                yield Fault(
                    card.answer.find(f"{{{{c{after}"), f"cloze number {after} comes after a gap"
                )


def _is_broken(answer: Section) -> bool:
    """Whether a cloze is not read as one: then the gap is its fault."""
    return any(mark.kind == "unclosed-cloze" for mark in answer.marks)
