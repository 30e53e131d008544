"""Two cards whose backs share a run of words.

A sentence that stands on two cards was probably copied, and makes them resemble each other in memory. A run of `warn`
words or more is a warning; from `words` words on it is reported.

Bad:
    Dropout sets a random fraction of the units of a layer to zero.      (on two cards)

Good:
    the sentence on one card, and a card that builds on it
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any
from zlib import crc32

from deckpress.markup import prose
from deckpress.model import Card, Deck, Fault, Section

SEVERITY = "warning"
FIX = "say it on one of the cards, or say it differently"
OPTIONS: Mapping[str, Any] = {"words": 8, "warn": 12}
"""The length of a run that is reported, and of one that is a warning."""
LIMITS = {"words": (2, 100)}
"""Each run of each card is looked at: a thousand times the length takes a thousand times as long."""

MOST = 3
"""Of a run that stands on many cards, this many are named."""

_WORD = re.compile(r"\w+")

Back = tuple[Section, list[str]]
"""A card's answer, and its words."""


def gather(card: Card, options: Mapping[str, Any]) -> bytes:
    """The hash of each run of words of the card's back, in order: equal runs have equal hashes, in every process."""
    words = _words(card.answer) if card.answer and not card.draft else []
    least = _least(options)
    if len(words) < least:
        return b""
    numbers = [crc32(word.encode()) for word in words]
    return array("q", map(hash, zip(*(numbers[i:] for i in range(least)), strict=False))).tobytes()


def check(deck: Deck, options: Mapping[str, Any], gathered: Sequence[bytes]) -> Iterator[Fault]:
    """One fault for each card that repeats earlier ones, with the earlier places."""
    cards = deck.cards
    runs = [array("q", data) for data in gathered]
    repeated = _repeated(runs)
    homes: dict[int, list[int]] = {}
    for i, own in enumerate(runs):
        shared = repeated.intersection(own)
        others = (
            {j: at for at in reversed(range(len(own))) for j in homes.get(own[at], ())}
            if shared
            else {}
        )
        if others:
            yield _fault(
                _back(cards[i]),
                [(_back(cards[j]), others[j]) for j in sorted(others)[:MOST]],
                options,
            )
        for run in shared:
            homes.setdefault(run, [])[MOST - 1 :] = [i]


def _least(options: Mapping[str, Any]) -> int:
    return max(2, int(options["words"]))


def _words(back: Section) -> list[str]:
    return _WORD.findall(prose.lowered(back))


def _back(card: Card) -> Back:
    back = card.answer or card.title
    return back, _words(back)


def _repeated(texts: Iterable[Iterable[int]]) -> set[int]:
    """The runs that stand in more than one text."""
    seen: set[int] = set()
    twice: set[int] = set()
    for runs in texts:
        twice.update(seen.intersection(runs))
        seen.update(runs)
    return twice


def _longest(words: list[str], other: list[str], at: int, least: int) -> list[str]:
    """The run that begins at `at` and stands in both, as long as it goes."""
    run = words[at : at + least]
    start = next(
        (k for k in range(len(other)) if other[k] == run[0] and other[k : k + least] == run), 0
    )
    pairs = zip(words[at:], other[start:], strict=False)
    return [word for word, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]


def _fault(of: Back, others: list[tuple[Back, int]], options: Mapping[str, Any]) -> Fault:
    back, words = of
    run = max((_longest(words, other, at, _least(options)) for (_, other), at in others), key=len)
    mild = "" if len(run) >= options["warn"] else "info"
    shown = " ".join(run[:12]) + (" …" if len(run) > 12 else "")
    places = tuple(section.at(0) for (section, _), _ in others)
    return Fault(
        back.at(0), f"{len(run)} words as in another card: “{shown}”", related=places, severity=mild
    )
