"""An answer that stops in the middle of a sentence.

It was cut off when it was copied, and a learner would memorize half of it. A bare term needs no full stop; a text of
several sentences, or of more than `words` words, does, unless it ends in a list, a table, a formula or code.

Bad:
    Batch normalization subtracts the mean and divides by the standard deviation. It can lead

Good:
    Batch normalization subtracts the mean and divides by the standard deviation.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

FIX = "complete the sentence; if it is complete, end it with a full stop"
OPTIONS: Mapping[str, Any] = {"words": 20}
"""The longest answer that may do without a full stop."""


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the last words."""
    if card.answer and card.kind != "typed" and prose.cut_off(card.answer, options["words"]):
        end = prose.plain(card.answer).rstrip().rpartition("\n")[2][-40:].partition(" ")[2]
        yield Fault(prose.find(card.answer, end), f"the answer stops at “… {end}”")
