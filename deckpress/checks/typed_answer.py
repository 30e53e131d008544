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
    answer = answer_text(card)
    if answer is None or card.kind != "typed":
        return
    lines = answer.text.strip().split("\n")
    # A tag is bold text, a list, code.
    if len(lines) > 1 or answer.marks or "<" in answer.html:
        yield Fault(answer.at(0), "this answer cannot be typed to the letter")
