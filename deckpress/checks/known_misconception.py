"""A statement that the deck's register of misconceptions lists.

It was once in the material and is wrong; `content/misconceptions.toml` says why, with a source. A card that speaks
about the misconception itself may quote it, with a waiver.

Bad:
    Backpropagation is the process by which networks update their weights.

Good:
    Backpropagation computes the gradients; an optimizer updates the weights with them.
"""

import functools
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress import patterns
from deckpress.model import Deck, Fault, Misconception, Section, Span

FIX = "correct the statement; `content/misconceptions.toml` says why it is wrong"

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each card and statement, with the entry of the register."""
    entries = [(words[0], words, entry) for entry in deck.misconceptions for words in patterns.words(entry.pattern)]
    for card in deck.cards if entries else ():
        sections = [section for section in card.parts if section.name != "Sources"]
        low = "\n".join([section.text for section in sections]).lower()
        likely = [entry for first, words, entry in entries if first in low and all(word in low for word in words)]
        for entry in dict.fromkeys(likely):
            yield from _found(entry, sections)


def _found(entry: Misconception, sections: list[Section]) -> Iterator[Fault]:
    for section in sections:
        phrase = patterns.search(entry.pattern, _normal(section.text))
        if phrase and not _is_right(entry, sections):
            message = f"a known misconception ({entry.id}): {entry.why}"
            fix = f"correct “{phrase[:60]}”; see {entry.source}"
            yield Fault(_place(section, phrase), message, fix, (entry.span,), severity=entry.severity)
            return


def _is_right(entry: Misconception, sections: list[Section]) -> bool:
    """Whether the card also says what makes the statement right."""
    return bool(entry.unless) and any(patterns.search(entry.unless, _normal(s.text)) for s in sections)


@functools.lru_cache(maxsize=64)
def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(text.split())).translate(_STRAIGHT)


def _place(section: Section, phrase: str) -> Span:
    words = phrase.split()
    starts = (" ".join(words[:count]) for count in (8, 4, 2, 1))
    return section.find(next((start for start in starts if start in section.source), phrase))
