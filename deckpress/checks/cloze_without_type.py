"""A cloze in a card that is not of type cloze.

Anki would show the braces to the learner. The type is explicit, since such a text may also be meant as an example.

Bad:
    ## What does ReLU return?
    <!-- id: relu-returns -->

    The larger of {{c1::0}} and x.

Good:
    <!-- id: relu-returns; type: cloze -->
"""

from deckpress.checks._contract import Faults, Options
from deckpress.model import Card, Fault, Mark, Section

FIX = "add `type: cloze` to the comment, or put the text into `backticks` if it is an example"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the first cloze outside the text of a cloze card."""
    for section in card.parts:
        if card.kind == "cloze" and section.name == "Answer":
            continue
        for mark in section.marks:
            if mark.kind == "cloze":
                yield _fault(card, section, mark)
                break


def _fault(card: Card, section: Section, mark: Mark) -> Fault:
    if card.kind != "cloze":
        return Fault(mark.span, "a cloze in a card that is not of type cloze")
    place = "the question" if section.name == "Title" else f"the section {section.name!r}"
    fix = "clozes belong into the text under the heading"
    return Fault(mark.span, f"a cloze in {place}", fix)
