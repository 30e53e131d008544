"""Phrases in the words of a card: found in its plain text, reported where its source has them."""

import re

from deckpress.checks._contract import Faults
from deckpress.markup import prose
from deckpress.model import Fault, Section

Pattern = re.Pattern[str]

Hints = tuple[str, ...]
"""Strings in lower case, one of which is in every text that a pattern matches.

To look for them takes a tenth of the time of a search, and in most sections there is none.
"""


def first_phrase(pattern: Pattern, section: Section | None, hints: Hints = ()) -> str:
    """What a pattern first matches in the words of a section; empty if it matches nothing."""
    if section is None:
        return ""
    if hints and not prose.holds(section, hints):
        return ""
    found = pattern.search(prose.plain(section))
    return found[0] if found else ""


def first_fault(pattern: Pattern, section: Section, message: str, hints: Hints = ()) -> Faults:
    """One fault at the first match, if there is one; `{}` in the message is what matched."""
    phrase = first_phrase(pattern, section, hints)
    if phrase:
        words = " ".join(phrase.split())
        yield Fault(prose.find(section, phrase), message.format(words))


def last_words(section: Section) -> str:
    """The last words of a text, some thirty characters of them."""
    line = prose.plain(section).rstrip().rpartition("\n")[2]
    return line[-40:].partition(" ")[2]


def asks_something(sentence: str) -> bool:
    """Whether a sentence is a question or an instruction, so that a learner has to answer it."""
    return sentence.endswith("?") or prose.imperative(sentence)
