"""A cloze card that asks for too much: more than three numbers.

Each number is a card, and all of them show the same text: after a while the learner recalls the sentence, not the fact.

Bad:
    {{c1::Input}}, {{c2::forget}}, {{c3::output}} gate and {{c4::cell state}}.

Good:
    An LSTM keeps its memory in the {{c1::cell state}}.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.kinds.fields import cloze_numbers
from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = "hide what matters most, and make another card of the rest"
OPTIONS: Mapping[str, Any] = {"numbers": 3}
"""The most cards that one text may make."""


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the first number too many."""
    if card.kind == "cloze" and card.answer and len(card.answer.marks) > options["numbers"]:
        numbers = cloze_numbers(card.answer)
        if len(numbers) > options["numbers"]:
            first = card.answer.find(f"{{{{c{numbers[options['numbers']]}::")
            yield Fault(first, f"{len(numbers)} cloze numbers; the limit is {options['numbers']}")
