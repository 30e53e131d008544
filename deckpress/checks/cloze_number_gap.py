"""A new cloze card whose numbers leave one out.

Nearly always a number was mistyped, and two gaps that belong together are asked apart. A released card is left alone:
its numbers are the learners' cards, so a gap there is right.

Bad:
    The sigmoid lies between {{c1::0}} and {{c3::1}}.

Good:
    The sigmoid lies between {{c1::0}} and {{c2::1}}.
"""

from deckpress.checks._contract import Faults, Options
from deckpress.checks._marks import has_unclosed_cloze, place_of_cloze
from deckpress.kinds.fields import cloze_numbers
from deckpress.model import Deck, Fault, Section

SEVERITY = "warning"
FIX = "number the clozes 1, 2, 3 without a gap"


def check(deck: Deck, options: Options) -> Faults:
    """One fault at the first number after a gap."""
    released = {note.id for note in deck.ledger.notes}
    for card in deck.cards:
        if card.kind == "cloze" and card.answer and card.id not in released:
            number = _after_gap(card.answer)
            if number:
                place = place_of_cloze(card.answer, number)
                yield Fault(place, f"cloze number {number} comes after a gap")


def _after_gap(text: Section) -> int:
    """The first number after a gap: of 1, 2, 4, the 4. Else 0, as where the clozes are broken."""
    numbers = cloze_numbers(text)
    if 0 in numbers or has_unclosed_cloze(text):
        return 0
    for expected, number in enumerate(numbers, 1):
        if number > expected:
            return number
    return 0
