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

from deckpress.checks._contract import Faults, Options
from deckpress.checks._sections import answer_text
from deckpress.model import Card, Fault

FIX = "leave one short plain line as the answer and move the rest to `### Notes`"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault if the answer of a typed card is more than one plain line."""
    answer = answer_text(card) if card.kind == "typed" else None
    if answer is None:
        return
    if answer.marks or "\n" in answer.text.strip() or "<" in answer.html:
        yield Fault(answer.find(answer.source[:1]), "this answer cannot be typed to the letter")
