"""A cloze card that asks for too much: more than three numbers.

Each number is a card, and all of them show the same text: after a while the learner recalls the sentence, not the fact.

Bad:
    {{c1::Input}}, {{c2::forget}}, {{c3::output}} gate and {{c4::cell state}}.

Good:
    An LSTM keeps its memory in the {{c1::cell state}}.
"""

from deckpress.checks._contract import Faults, Options
from deckpress.kinds.fields import cloze_numbers
from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = "hide what matters most, and make another card of the rest"
OPTIONS: Options = {"numbers": 3}
"""The most cards that one text may make."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the first number too many."""
    text, limit = card.answer, options["numbers"]
    if card.kind != "cloze" or text is None:
        return
    numbers = cloze_numbers(text)
    beyond = numbers[limit:]
    if beyond:
        place = text.find(f"{{{{c{beyond[0]}::")
        yield Fault(place, f"{len(numbers)} cloze numbers; the limit is {limit}")
