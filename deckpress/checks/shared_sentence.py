"""Two cards whose backs share a run of words.

A sentence that stands on two cards was probably copied, and makes them resemble each other in memory. A run of `warn`
words or more is a warning; from `words` words on it is reported.

Bad:
    Dropout sets a random fraction of the units of a layer to zero.      (on two cards)

Good:
    the sentence on one card, and a card that builds on it
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from deckpress import prose
from deckpress.model import Card, Deck, Fault

SEVERITY = "warning"
FIX = "say it on one of the cards, or say it differently"
OPTIONS: Mapping[str, Any] = {"words": 8, "warn": 12}
"""The length of a run that is reported, and of one that is a warning."""

MOST = 5
"""Of a run that stands on many cards, this many are named."""

_WORD = re.compile(r"\w+")


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each card that repeats earlier ones, with the earlier places."""
    cards = [card for card in deck.cards if card.answer and not card.draft]
    least = max(2, options["words"])
    texts = [_WORD.findall(prose.lowered(card.answer)) for card in cards if card.answer]
    repeated = _repeated(texts, least)
    homes: dict[int, list[int]] = {}
    for i, words in enumerate(texts) if repeated else ():
        runs = [hash(run) for run in _runs(words, least)]
        others: dict[int, int] = {}
        for at, run in enumerate(runs):
            for other in homes.get(run, ()):
                others.setdefault(other, at)
        for run in repeated.intersection(runs):
            homes.setdefault(run, [])[MOST:] = [i]
        if others:
            longest = max((_longest(words, texts[j], at, least) for j, at in others.items()), key=len)
            yield _fault(cards[i], [cards[j] for j in sorted(others)[:MOST]], longest, options)


def _runs(words: list[str], length: int) -> Iterable[tuple[str, ...]]:
    return zip(*(islice(words, i, None) for i in range(length)), strict=False)


def _repeated(texts: Iterable[list[str]], length: int) -> set[int]:
    """The hashes of the runs that stand in more than one text."""
    seen: set[int] = set()
    twice: set[int] = set()
    for words in texts:
        runs = set(map(hash, _runs(words, length)))
        twice |= seen & runs
        seen |= runs
    return twice


def _longest(words: list[str], other: list[str], at: int, least: int) -> list[str]:
    """The run that begins at `at` and stands in both, as long as it goes."""
    other_text = f" {' '.join(other)} "
    end = at + least
    while end < len(words) and f" {' '.join(words[at : end + 1])} " in other_text:
        end += 1
    return words[at:end]


def _fault(card: Card, others: Iterable[Card], run: list[str], options: Mapping[str, Any]) -> Fault:
    mild = "" if len(run) >= options["warn"] else "info"
    shown = " ".join(run[:12]) + (" …" if len(run) > 12 else "")
    places = tuple((other.answer or other.title).at(0) for other in others)
    message = f"{len(run)} words as in another card: “{shown}”"
    return Fault((card.answer or card.title).at(0), message, related=places, severity=mild)
