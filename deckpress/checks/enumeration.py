"""An answer that lists four or more things in one sentence.

Lists are what memory is worst at: the learner recalls three items and fails the card, again and again. Ask for one
item at a time, or for what the items have in common. (On cards for a spoken answer it is only reported.)

Bad:
    Dropout, weight decay, early stopping, and data augmentation.

Good:
    ## Which technique halts training when the validation loss stops improving?
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from deckpress.checks._contract import Faults, Options
from deckpress.checks._options import severity_if_spoken
from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "info"
FIX = "make a card for each item, or a cloze; keep the overview for a card with a spoken answer"
OPTIONS: Options = {"items": 4, "spoken": ["interview"]}
"""The number of items that makes a list, and the facets where it is only reported."""

MOST = 10
"""Conjunctions of one sentence that are looked at."""

_PARENTHESES = re.compile(r"\([^()]*\)")
_INTRODUCTION = re.compile(
    r"""
    ^(?:(?:
        for\ (?:example|instance)|e\.g\.|additionally|also|however|then|thus|moreover|finally
      | [a-z]+ly                                                                   # Usually,
      | (?:in|on|for|with|at|by|after|before|during|if|when|since|unlike)\ [^,]*   # In practice,
    ),\s*)+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CONJUNCTION = re.compile(r",\s+(?:and|or)\s+")
# What a list begins behind: "The gates are ", "methods such as ".
_HEAD = re.compile(r":|\b(?:include[sd]?|including|like|such as|are|is|with)\s", re.IGNORECASE)
_NUMBER = re.compile(r"(?:^|\s)\(?\d{1,2}[.)]\s+\S")  # 1. Forward, (2) backward


class _List(NamedTuple):
    """A list to recite; the longest is the largest."""

    items: int
    beginning: str


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the first list that is too long."""
    answer = card.answer
    if answer is None or not _may_hold_one(answer.text, options["items"]):
        return
    for line in prose.plain(answer).split("\n"):
        longest = max(_lists(line))
        if longest.items >= options["items"]:
            place = prose.find(answer, longest.beginning)
            message = f"a list of {longest.items} items to recite"
            yield Fault(place, message, severity=severity_if_spoken(card, options))
            return


def _may_hold_one(text: str, items: int) -> bool:
    """Whether a text has the signs of a list so long; most texts need not be read further."""
    if text.count(",") < items - 1:
        return f"{items}. " in text or f"{items}) " in text
    return any(end in text for end in (", and ", ", or ", ",\n"))


def _lists(line: str) -> Iterator[_List]:
    """The numbered list in a line, and the longest in each of its sentences."""
    yield _List(len(_NUMBER.findall(line)), line[:40])
    for sentence in prose.sentences(line):
        yield max(_lists_with_commas(sentence), default=_List(0, ""))


def _lists_with_commas(sentence: str) -> Iterator[_List]:
    """Each "a, b, c, and d" in a sentence."""
    flat = _INTRODUCTION.sub("", _PARENTHESES.sub("", sentence))
    for last in islice(_CONJUNCTION.finditer(flat), MOST):
        parts = flat[: last.start()].split(",")
        count = 2  # the item after the conjunction, and the one that the walk ends at
        while len(parts) > 1 and _is_item(parts[-1]):
            parts.pop()
            count += 1
        yield _List(count, parts[-1].strip())


def _is_item(part: str) -> bool:
    """Whether what stands between two commas is an item, not the clause that begins the list."""
    return len(part.split()) <= 4 and not _HEAD.search(part)
