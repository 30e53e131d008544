"""Text rewritten by a table of patterns, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable

Replacement = str | Callable[[re.Match[str]], str]
Rules = list[tuple[re.Pattern[str], Replacement]]


def rules(*pairs: tuple[str, Replacement], flags: int = 0) -> Rules:
    """Patterns, each with what replaces it, in the order in which they are to be used."""
    return [(re.compile(pattern, flags), replacement) for pattern, replacement in pairs]


def rewritten(text: str, table: Rules) -> str:
    """The text after all rules."""
    for pattern, replacement in table:
        text = pattern.sub(replacement, text)
    return text
