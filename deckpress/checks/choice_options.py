"""A multiple-choice card without options to choose from, or without a right one.

Options are a task list in the answer; the ticked ones are right. What follows the list explains.

Bad:
    <!-- id: relu-negative; type: choice -->

    - zero
    - the input

Good:
    <!-- id: relu-negative; type: choice -->

    - [x] zero
    - [ ] the input
    - [ ] minus one
"""

from collections.abc import Sequence

from deckpress.checks._contract import Faults, Options
from deckpress.checks._sections import answer_text
from deckpress.model import Card, Fault, Mark

FIX = "write two options or more as `- [ ] wrong` and `- [x] right`"
WAIVABLE = False


def check_card(card: Card, options: Options) -> Faults:
    """One fault if there is nothing to choose, and one for each option that stands there twice."""
    answer = answer_text(card) if card.kind == "choice" else None
    if answer is None:
        return
    choices = [mark for mark in answer.marks if mark.kind == "choice"]
    if len(choices) < 2:
        place = answer.at(0)
        yield Fault(place, "type is choice, but there are not two options")
    elif not any(mark.value for mark in choices):
        yield Fault(choices[0].span, "no option is ticked as right", "tick the right one: - [x]")
    yield from _repeated(choices)


def _repeated(choices: Sequence[Mark]) -> Faults:
    seen = set()
    for mark in choices:
        if mark.note in seen:
            message = f"the option {mark.note!r} stands here twice"
            yield Fault(mark.span, message, "write another wrong answer")
        seen.add(mark.note)
