"""A question that contains its own short answer.

The learner reads it off and remembers nothing. (A question that offers a choice with "or" is fine.)

Bad:
    ## Which activation does the rectified linear unit use?

    Rectified linear.

Good:
    ## Which activation is max(0, x)?

    The rectified linear unit.
"""

import re
from collections.abc import Iterable

from deckpress.checks._contract import Faults, Options
from deckpress.markup import prose
from deckpress.model import Card, Fault, Section

SEVERITY = "warning"
FIX = "ask so that the answer is not given away"
OPTIONS: Options = {"words": 4}
"""The longest answer that is looked at."""

_WORD = re.compile(r"\w{3,}")
_EMPTY = frozenset("the and for with from its are was not yes you all each one".split())


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the answer."""
    answer = card.answer
    if answer is None or card.kind == "cloze" or not _is_short(answer, options["words"]):
        return
    words = {*_WORD.findall(prose.lowered(answer))} - _EMPTY
    question = prose.lowered(card.question)
    if words and " or " not in question and _stems(words) <= _stems(_WORD.findall(question)):
        yield Fault(answer.at(0), "every word of the answer stands in the question")


def _is_short(answer: Section, words: int) -> bool:
    """Whether an answer is nothing but so many words, without a formula, code or a picture."""
    # Twenty characters a word: what is longer need not be read to know.
    if answer.marks or len(answer.text) > 20 * words:
        return False
    text = prose.lowered(answer)
    return prose.OBJECT not in text and len(text.split()) <= words


def _stems(words: Iterable[str]) -> set[str]:
    """Words without their endings: of "layers" and "layered", "layer"."""
    return {re.sub(r"(?:ing|ed|es|s)$", "", word) if len(word) > 4 else word for word in words}
