"""The words by which checks know what a card says: wordlists.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path


@functools.cache
def _lists() -> dict[str, dict[str, list[str]]]:
    """`{role: {language: words}}`"""
    file = Path(__file__).with_name("wordlists.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@functools.cache
def english(role: str) -> frozenset[str]:
    """The English words of a role, in lower case."""
    return frozenset(_lists()[role]["en"])


def either(role: str) -> str:
    """A pattern of any English word of a role: `add|analyse|…`."""
    words = sorted(english(role))
    return "|".join(map(re.escape, words))
