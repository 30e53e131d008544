"""A released cloze whose numbers mean something else now.

Each number is a card with its own progress. A number that is gone leaves an empty card in every learner's collection;
two numbers that change places swap their progress. New numbers are fine, and so is new text under an old number.

Bad:
    {{c1::variance}} and {{c2::mean}}    (released with c1 as the mean, c2 as the variance)

Good:
    {{c2::variance}} and {{c1::mean}}
"""

from deckpress.checks._contract import Faults, Options
from deckpress.checks._released import released_cards
from deckpress.kinds import fingerprints
from deckpress.model import Deck, Fault, Section, Span

FIX = "give each text the number it was released with, and new texts new numbers"
# One card can be excused, with a reason that a reviewer sees beside it; never a whole deck.
GUARD = True

_Bodies = dict[int, str]
"""The number of each cloze, and a hash of what it hides; empty if that is a formula."""


def check(deck: Deck, options: Options) -> Faults:
    """One fault for the numbers that are gone, and one for each text under a number of another."""
    for card, note in released_cards(deck):
        if card.kind != "cloze" or note.kind != "cloze" or not card.answer:
            continue
        old, new = dict(note.cards), dict(fingerprints.cards(card))
        gone = [f"c{number}" for number in sorted(old) if number not in new]
        if gone:
            message = f"{card.id} was released with {', '.join(gone)}"
            yield Fault(card.answer.span, message)
        yield from _moved(card.answer, old, new)


def _moved(text: Section, old: _Bodies, new: _Bodies) -> Faults:
    for number, body in new.items():
        before = [n for n, known in old.items() if known == body]
        if not body or not before or number in before:
            continue
        # A text that also stands where it was is only asked a second time.
        if new.get(before[0]) != body:
            message = f"the text of c{number} was released as c{before[0]}"
            yield Fault(_place(text, number), message)


def _place(text: Section, number: int) -> Span:
    """The first cloze of a number; `{{c1,3::` has two."""
    for mark in text.marks:
        if mark.kind == "cloze" and str(number) in mark.value.split(","):
            return mark.span
    return text.span
