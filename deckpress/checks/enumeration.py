"""An answer that lists four or more things in one sentence.

Lists are what memory is worst at: the learner recalls three items and fails the card, again and again. Ask for one
item at a time, or for what the items have in common. (On cards for a spoken answer it is only reported.)

Bad:
    Dropout, weight decay, early stopping, and data augmentation.

Good:
    ## Which technique halts training when the validation loss stops improving?
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "info"
FIX = "make a card for each item, or a cloze; keep the overview for a card with a spoken answer"
OPTIONS: Mapping[str, Any] = {"items": 4, "spoken": ["interview"]}
"""The number of items that makes a list, and the facets where it is only reported."""

MOST = 10
"""Conjunctions of one sentence that are looked at."""

_PARENTHESES = re.compile(r"\([^()]*\)")
_INTRODUCTION = re.compile(
    r"^(?:(?:for (?:example|instance)|e\.g\.|additionally|also|however|then|thus|moreover|finally|[a-z]+ly"
    r"|(?:in|on|for|with|at|by|after|before|during|if|when|since|unlike) [^,]*),\s*)+",
    re.IGNORECASE,
)
_LAST = re.compile(r",\s+(?:and|or)\s+")
_HEAD = re.compile(r":|\b(?:include[sd]?|including|like|such as|are|is|with)\s", re.IGNORECASE)
_NUMBER = re.compile(r"(?:^|\s)\(?\d{1,2}[.)]\s+\S")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the first list that is too long."""
    answer = card.answer
    if answer and _worth_reading(answer.text, options["items"]):
        for line in prose.plain(answer).split("\n"):
            count, phrase = _longest(line)
            if count >= options["items"]:
                mild = "info" if card.setting("facet") in options["spoken"] else ""
                yield Fault(
                    prose.find(answer, phrase), f"a list of {count} items to recite", severity=mild
                )
                return


def _worth_reading(text: str, items: int) -> bool:
    if text.count(",") < items - 1:
        return f"{items}. " in text or f"{items}) " in text
    return ", and " in text or ", or " in text or ",\n" in text


def _longest(line: str) -> tuple[int, str]:
    numbers = _NUMBER.findall(line)
    counts = [_items(sentence) for sentence in prose.sentences(line)]
    return max([*counts, (len(numbers), line[:40])], default=(0, ""))


def _items(sentence: str) -> tuple[int, str]:
    """The items of the longest list "a, b, c, and d" in a sentence, and its beginning."""
    best = (0, "")
    flat = _INTRODUCTION.sub("", _PARENTHESES.sub("", sentence))
    for last in islice(_LAST.finditer(flat), MOST):
        parts = flat[: last.start()].split(",")
        count = 2  # the item after the conjunction, and the one that the walk ends at
        while len(parts) > 1 and len(parts[-1].split()) <= 4 and not _HEAD.search(parts[-1]):
            parts.pop()
            count += 1
        best = max(best, (count, parts[-1].strip()))
    return best
