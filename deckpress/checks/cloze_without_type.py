"""A cloze in a card that is not of type cloze.

Anki would show the braces to the learner. The type is explicit, since such a text may also be meant as an example.

Bad:
    ## What does ReLU return?
    <!-- id: relu-returns -->

    The larger of {{c1::0}} and x.

Good:
    <!-- id: relu-returns; type: cloze -->
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Fault

FIX = "add `type: cloze` to the comment, or put the text into `backticks` if it is an example"
WAIVABLE = False


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the first cloze outside the text of a cloze card."""
    for section in card.parts:
        if card.kind == "cloze" and section.name == "Answer":
            continue
        mark = next((m for m in section.marks if m.kind == "cloze"), None)
        if mark and card.kind == "cloze":
            place = "the question" if section.name == "Title" else f"the section {section.name!r}"
            yield Fault(
                mark.span, f"a cloze in {place}", "clozes belong into the text under the heading"
            )
        elif mark:
            yield Fault(mark.span, "a cloze in a card that is not of type cloze")
