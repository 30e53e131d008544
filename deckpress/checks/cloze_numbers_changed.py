"""A released cloze whose numbers mean something else now.

Each number is a card with its own progress. A number that is gone leaves an empty card in every learner's collection;
two numbers that change places swap their progress. New numbers are fine, and so is new text under an old number.

Bad:
    {{c1::variance}} and {{c2::mean}}    (released with c1 as the mean, c2 as the variance)

Good:
    {{c2::variance}} and {{c1::mean}}
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.kinds import fingerprints
from deckpress.model import Card, Deck, Fault, Released, Section

FIX = "give each text the number it was released with, and new texts new numbers"
# One card can be excused, with a reason that a reviewer sees beside it; never a whole deck.
GUARD = True


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    released = {note.id: note for note in deck.ledger.notes if note.kind == "cloze"}
    for card in deck.cards if released else ():
        note = released.get(card.id)
        if note and card.kind == "cloze" and card.answer:
            yield from _faults(card, card.answer, note)


def _faults(card: Card, answer: Section, note: Released) -> Iterator[Fault]:
    old, new = dict(note.cards), dict(fingerprints.cards(card))
    gone = sorted({*old} - {*new})
    if gone:
        numbers = ", ".join(f"c{number}" for number in gone)
        yield Fault(answer.span, f"{card.id} was released with {numbers}")
    for number, body in new.items():
        before = [n for n, text in old.items() if text == body and body]
        if before and number not in before and new.get(before[0]) != body:
            place = next(
                (
                    m.span
                    for m in answer.marks
                    if m.kind == "cloze" and str(number) in m.value.split(",")
                ),
                answer.span,
            )
            yield Fault(place, f"the text of c{number} was released as c{before[0]}")
