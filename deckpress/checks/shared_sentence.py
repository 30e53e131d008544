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
from deckpress.model import Deck, Fault, Section

SEVERITY = "warning"
FIX = "say it on one of the cards, or say it differently"
OPTIONS: Mapping[str, Any] = {"words": 8, "warn": 12}
"""The length of a run that is reported, and of one that is a warning."""

MOST = 5
"""Of a run that stands on many cards, this many are named."""

_WORD = re.compile(r"\w+")


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each card that repeats earlier ones, with the earlier places."""
    least = max(2, options["words"])
    backs = [card.answer for card in deck.cards if card.answer and not card.draft]
    texts = [(back, _WORD.findall(prose.lowered(back))) for back in backs]
    repeated = _repeated((words for _, words in texts), least)
    homes: dict[int, list[int]] = {}
    for i, (back, words) in enumerate(texts):
        runs = [hash(run) for run in _runs(words, least)]
        shared = repeated.intersection(runs)
        if shared:
            others: dict[int, int] = {}
            for at, run in enumerate(runs):
                for other in homes.get(run, ()):
                    others.setdefault(other, at)
            if others:
                yield _fault(back, words, [(texts[j], at) for j, at in sorted(others.items())[:MOST]], options)
            for run in shared:
                if len(known := homes.setdefault(run, [])) < MOST:
                    known.append(i)


def _runs(words: list[str], length: int) -> Iterable[tuple[str, ...]]:
    return zip(*(islice(words, i, None) for i in range(length)), strict=False)


def _repeated(texts: Iterable[list[str]], length: int) -> set[int]:
    """The hashes of the runs that stand in more than one text."""
    seen: set[int] = set()
    twice: set[int] = set()
    for words in texts:
        runs = set(map(hash, _runs(words, length)))
        if not runs.isdisjoint(seen):
            twice |= seen & runs
        seen |= runs
    return twice


def _longest(words: list[str], other: list[str], at: int, least: int) -> list[str]:
    """The run that begins at `at` and stands in both, as long as it goes."""
    if words == other:
        return words
    text = f" {' '.join(other)} "
    end = at + least
    while end < len(words) and f" {' '.join(words[at : end + 1])} " in text:
        end += 1
    return words[at:end]


Back = tuple[Section, list[str]]


def _fault(back: Section, words: list[str], others: list[tuple[Back, int]], options: Mapping[str, Any]) -> Fault:
    least = max(2, options["words"])
    run = max((_longest(words, other, at, least) for (_, other), at in others), key=len)
    mild = "" if len(run) >= options["warn"] else "info"
    shown = " ".join(run[:12]) + (" …" if len(run) > 12 else "")
    places = tuple(section.at(0) for (section, _), _ in others)
    return Fault(back.at(0), f"{len(run)} words as in another card: “{shown}”", related=places, severity=mild)
