"""A typed card whose answer nobody can type: several lines, markup, formulas or pictures.

Anki compares what the learner types with the whole answer, letter by letter. Explanations belong under `### Notes`.

Bad:
    <!-- id: sigmoid-slope; type: typed -->

    $\\frac14$, reached at **0**

Good:
    <!-- id: sigmoid-slope; type: typed -->

    0.25

    ### Notes
    It is reached at 0.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Fault

FIX = "leave one short plain line as the answer and move the rest to `### Notes`"
WAIVABLE = False


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault if the answer of a typed card is more than one plain line."""
    answer = card.answer
    if card.kind != "typed" or answer is None or not answer.text.strip():
        return
    if answer.marks or "\n" in answer.text.strip() or "<" in answer.html:
        yield Fault(answer.find(answer.source[:1]), "this answer cannot be typed to the letter")
