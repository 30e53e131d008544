"""A card of type cloze without a cloze that Anki can ask for.

Anki imports it as a note with no card. Numbers begin at 1; Anki folds those above 500 into one card.

Bad:
    <!-- id: relu-cloze; type: cloze -->

    ReLU returns the larger of 0 and x.

Good:
    <!-- id: relu-cloze; type: cloze -->

    ReLU returns the larger of {{c1::0}} and {{c2::x}}.
"""

from deckpress.checks._contract import Faults, Options
from deckpress.checks._marks import has_unclosed_cloze, place_of_cloze
from deckpress.checks._sections import answer_text
from deckpress.kinds.fields import cloze_numbers
from deckpress.model import Card, Fault

FIX = "mark what the learner is to recall as {{c1::…}}, or remove `type: cloze`"
WAIVABLE = False

LARGEST = 500
"""Anki makes one card of all numbers above."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault if there is none, or for each number that Anki does not take."""
    text = answer_text(card) if card.kind == "cloze" else None
    if text is None:
        return
    numbers = cloze_numbers(text)
    if not numbers and not has_unclosed_cloze(text):
        yield Fault(card.place("type"), "type is cloze, but the text has no cloze")
    for number in numbers:
        if not 1 <= number <= LARGEST:
            message = f"Anki knows no cloze number {number}"
            fix = f"use numbers from 1 to {LARGEST}"
            yield Fault(place_of_cloze(text, number), message, fix)
