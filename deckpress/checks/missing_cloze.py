"""A card of type cloze without a cloze that Anki can ask for.

Anki imports it as a note with no card. Numbers begin at 1; Anki folds those above 500 into one card.

Bad:
    <!-- id: relu-cloze; type: cloze -->

    ReLU returns the larger of 0 and x.

Good:
    <!-- id: relu-cloze; type: cloze -->

    ReLU returns the larger of {{c1::0}} and {{c2::x}}.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.kinds.fields import cloze_numbers
from deckpress.model import Card, Fault

FIX = "mark what the learner is to recall as {{c1::…}}, or remove `type: cloze`"
WAIVABLE = False
LARGEST = 500


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault if there is none, or for a number that Anki does not take; empty answers have their own check."""
    answer = card.answer
    if card.kind != "cloze" or answer is None or not answer.text.strip():
        return
    numbers = cloze_numbers(answer)
    if not numbers and not any(mark.kind == "unclosed-cloze" for mark in answer.marks):
        yield Fault(card.place("type"), "type is cloze, but the text has no cloze")
    for number in numbers:
        if not 1 <= number <= LARGEST:
            yield Fault(
                answer.find(f"{{{{c{number}"),
                f"Anki knows no cloze number {number}",
                f"use numbers from 1 to {LARGEST}",
            )
