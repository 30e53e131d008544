"""An answer that stops in the middle of a sentence.

It was cut off when it was copied, and a learner would memorize half of it. A bare term needs no full stop; a text of
several sentences, or of more than `words` words, does, unless it ends in a list, a table, a formula or code.

Bad:
    Batch normalization subtracts the mean and divides by the standard deviation. It can lead

Good:
    Batch normalization subtracts the mean and divides by the standard deviation.
"""

from deckpress.checks._contract import Faults, Options
from deckpress.checks._phrases import last_words
from deckpress.markup import prose
from deckpress.model import Card, Fault

FIX = "complete the sentence; if it is complete, end it with a full stop"
OPTIONS: Options = {"words": 20}
"""The longest answer that may do without a full stop."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the last words."""
    answer = card.answer
    if answer is None or card.kind == "typed":
        return
    if prose.cut_off(answer, options["words"]):
        end = last_words(answer)
        yield Fault(prose.find(answer, end), f"the answer stops at “… {end}”")
