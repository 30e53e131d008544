"""Names that an import gives: of files, tags, decks and origins; and what makes two questions the
same."""

from __future__ import annotations

import re
from pathlib import Path

from deckpress.importer.harvest import Found

LEVELS = (
    ("easy", "basic", "beginner", "junior", "simple", "fácil", "leicht"),
    ("medium", "intermediate", "middle", "mid", "regular", "media", "mittel"),
    ("hard", "advanced", "difficult", "senior", "difícil", "schwer"),
    ("expert", "guru"),
)
"""What pages call their levels, lowest first."""


def level(name: str, allowed: tuple[str, ...]) -> str:
    """A level in the deck's own words: of those it allows, in their order, the one at the same
    height."""
    if not name or not allowed or name in allowed:
        return name
    height = next((i for i, words in enumerate(LEVELS) if name in words), None)
    return "" if height is None else allowed[round(height / (len(LEVELS) - 1) * (len(allowed) - 1))]


def slugged(text: str) -> str:
    """A name for a file or a tag: words of any script with hyphens."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")[:60].rstrip("-") or "questions"


def origin(path: str) -> str:
    """How `origin` names a source: its file name without blanks."""
    return re.sub(r"[\s;@]+|--+", "-", Path(path).name) or "source"


def deck_part(topic: str) -> str:
    """A heading as a part of a deck's name."""
    return " ".join(re.sub(r"::+", ":", topic).replace('"', "'").split()) or "Other"


# What two wordings of one question may differ in
_PUNCTUATION = re.compile(r"[\s?!.,:;()\[\]{}*_`~'\"“”‘’«»–—…/\\¿¡？！。，：；、-]+")


def plain(text: str) -> str:
    """A question without case and punctuation, but with the signs that tell `C` from `C++`; never
    empty."""
    return _PUNCTUATION.sub(" ", text.lower()).strip() or text


def key(card: Found) -> str:
    """What two cards share that are the same card twice."""
    return "\x1f".join(
        [plain(card.question), plain(card.answer), *(plain(choice.text) for choice in card.choices)]
    )
