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
from collections.abc import Sequence

from deckpress.checks._contract import Faults, Options
from deckpress.deck import patterns
from deckpress.markup import prose
from deckpress.model import Deck, Fault, Misconception, Section, Span

FIX = "correct the statement; `content/misconceptions.toml` says why it is wrong"

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each card and statement, with the entry of the register."""
    if not deck.misconceptions:
        return
    register = tuple(entry.pattern for entry in deck.misconceptions)
    is_suspicious = patterns.any_of(register)
    for card in deck.cards:
        sections = [section for section in card.parts if section.name != "Sources"]
        texts = [_normal(section.text) for section in sections]
        # One search for all patterns: on most cards none matches.
        if is_suspicious("\n".join(texts)):
            for entry in deck.misconceptions:
                yield from _first_statement(entry, sections)


def _first_statement(entry: Misconception, sections: Sequence[Section]) -> Faults:
    for section in sections:
        phrase = patterns.search(entry.pattern, _normal(section.text))
        if not phrase:
            continue
        if not _is_right(entry, sections):
            message = f"a known misconception ({entry.id}): {entry.why}"
            fix = f"correct “{phrase[:60]}”; see {entry.source}"
            place, related = _place(section, phrase), (entry.span,)
            yield Fault(place, message, fix, related, severity=entry.severity)
        return


def _is_right(entry: Misconception, sections: Sequence[Section]) -> bool:
    """Whether the card also says what makes the statement right."""
    if not entry.unless:
        return False
    texts = [_normal(section.text) for section in sections]
    return any(patterns.search(entry.unless, text) for text in texts)


@functools.lru_cache(maxsize=64)
def _normal(text: str) -> str:
    """A text in one line with straight quotes and plain letters, so that a pattern is one line."""
    words = " ".join(text[: prose.LONGEST_READ].split())
    if words.isascii():
        return words
    return unicodedata.normalize("NFKC", words).translate(_STRAIGHT)


def _place(section: Section, phrase: str) -> Span:
    """Where the statement stands: by as many of its words as the source has in a row."""
    words = phrase.split()
    for count in (8, 4, 2, 1):
        start = " ".join(words[:count])
        if start in section.source:
            return section.find(start)
    return section.find(phrase)
