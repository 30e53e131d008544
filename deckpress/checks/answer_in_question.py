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

from deckpress.checks._contract import Faults, Options
from deckpress.markup import prose
from deckpress.model import Card, Fault, Section

SEVERITY = "warning"
FIX = "ask so that the answer is not given away"
OPTIONS: Options = {"words": 4}
"""The longest answer that is looked at."""

_WORD = re.compile(r"\w{3,}")
_ENDING = re.compile(r"(?:ing|ed|es|s)$")
# Words that give nothing away.
_EMPTY = frozenset("the and for with from its are was not yes you all each one".split())


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the answer."""
    answer = card.answer
    if answer is None or card.kind == "cloze":
        return
    if not _is_short(answer, options["words"]):
        return
    if _is_given_away(answer, card.question):
        yield Fault(answer.at(0), "every word of the answer stands in the question")


def _is_short(answer: Section, words: int) -> bool:
    """Whether an answer is nothing but so many words, without a formula, code or a picture."""
    # Twenty characters a word: what is longer need not be read to know.
    if answer.marks or len(answer.text) > 20 * words:
        return False
    text = prose.lowered(answer)
    return prose.OBJECT not in text and len(text.split()) <= words


def _is_given_away(answer: Section, question: Section) -> bool:
    words = {*_WORD.findall(prose.lowered(answer))} - _EMPTY
    asked = prose.lowered(question)
    if not words or " or " in asked:
        return False
    known = {_stem(word) for word in _WORD.findall(asked)}
    return all(_stem(word) in known for word in words)


def _stem(word: str) -> str:
    """A word without its ending: of "layers" and "layered", "layer"."""
    return _ENDING.sub("", word) if len(word) > 4 else word
