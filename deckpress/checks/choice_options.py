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

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Fault

FIX = "write two options or more as `- [ ] wrong` and `- [x] right`"
WAIVABLE = False


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault if there is nothing to choose, and one for each option that stands there twice."""
    answer = card.answer
    if card.kind != "choice" or answer is None or not answer.text.strip():
        return
    found = [mark for mark in answer.marks if mark.kind == "choice"]
    if len(found) < 2:
        yield Fault(answer.find(answer.source[:1]), "type is choice, but there are not two options")
    elif not any(mark.value for mark in found):
        yield Fault(found[0].span, "no option is ticked as right", "tick the right one: - [x]")
    seen = set()
    for mark in found:
        if mark.note in seen:
            yield Fault(
                mark.span,
                f"the option {mark.note!r} stands here twice",
                "write another wrong answer",
            )
        seen.add(mark.note)
