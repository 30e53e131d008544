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
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deckpress.deck import patterns
from deckpress.markup import prose
from deckpress.model import Deck, Fault, Misconception, Section, Span

FIX = "correct the statement; `content/misconceptions.toml` says why it is wrong"

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each card and statement, with the entry of the register."""
    suspicious = patterns.any_of(tuple(entry.pattern for entry in deck.misconceptions))
    for card in deck.cards if deck.misconceptions else ():
        sections = [section for section in card.parts if section.name != "Sources"]
        if suspicious("\n".join([_normal(section.text) for section in sections])):
            for entry in deck.misconceptions:
                yield from _found(entry, sections)


def _found(entry: Misconception, sections: Sequence[Section]) -> Iterator[Fault]:
    for section in sections:
        phrase = patterns.search(entry.pattern, _normal(section.text))
        if phrase and not _is_right(entry, sections):
            message = f"a known misconception ({entry.id}): {entry.why}"
            fix = f"correct “{phrase[:60]}”; see {entry.source}"
            yield Fault(
                _place(section, phrase), message, fix, (entry.span,), severity=entry.severity
            )
            return


def _is_right(entry: Misconception, sections: Sequence[Section]) -> bool:
    """Whether the card also says what makes the statement right."""
    return bool(entry.unless) and any(
        patterns.search(entry.unless, _normal(s.text)) for s in sections
    )


@functools.lru_cache(maxsize=64)
def _normal(text: str) -> str:
    words = " ".join(text[: prose.LONGEST_READ].split())
    return words if words.isascii() else unicodedata.normalize("NFKC", words).translate(_STRAIGHT)


def _place(section: Section, phrase: str) -> Span:
    words = phrase.split()
    starts = (" ".join(words[:count]) for count in (8, 4, 2, 1))
    return section.find(next((start for start in starts if start in section.source), phrase))
