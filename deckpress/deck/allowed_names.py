"""What decks and tags can be called: what Anki refuses or silently changes.

Measured on Anki 24.11 and 26.9.3 by importing packages. Of a deck's name blanks and colons at the
ends of a part go, control characters go, an empty part becomes `blank`, of two names that differ in
case only the second gets a `_`, and a package with a deck too many levels deep is refused as a
whole. Of tags, empty parts become `blank`, blanks split, and a learner's own are dropped. The
length of a name, quotes and `*` are no matter.
"""

from __future__ import annotations

import unicodedata

DEEPEST_DECK = 11
"""Levels: Anki makes no more decks at once below one that it has, and a new learner has none."""

LEARNERS_DECK = "default"
"""The deck, in any case of letters, in which Anki keeps a learner's own cards."""

LEARNERS_TAGS = ("leech", "marked")
"""What Anki takes off each note that it imports, in any case of letters."""


def deck_fault(name: str) -> str:
    """What is wrong with a full deck name, or an empty string."""
    parts = name.split("::")
    levels = len(parts)
    if levels > DEEPEST_DECK:
        return f"a deck {levels} levels deep: Anki takes {DEEPEST_DECK} at most"
    is_learners_own = parts[0].casefold() == LEARNERS_DECK
    if is_learners_own or not all(map(_is_kept, parts)):
        return f"malformed deck name {name!r}"
    return ""


def _is_kept(part: str) -> bool:
    """Whether Anki leaves one level's name as it is."""
    if not part or part != part.strip().strip(":"):
        return False
    return "Cc" not in map(unicodedata.category, part)  # a control character


def is_learners(tag: str) -> bool:
    """Whether a tag is one that learners set, so that Anki keeps none that comes with a package."""
    return tag.casefold() in LEARNERS_TAGS
