"""The words by which checks know what a card says: wordlists.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

Lists = Mapping[str, Mapping[str, list[str]]]
"""`{role: {language: words}}`"""


@functools.cache
def _lists() -> Lists:
    text = Path(__file__).with_name("wordlists.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def english(role: str) -> frozenset[str]:
    """The English words of a role, in lower case."""
    return frozenset(_lists()[role]["en"])


def either(role: str) -> str:
    """A pattern of any English word of a role: `add|analyse|…`."""
    return "|".join(map(re.escape, sorted(english(role))))
