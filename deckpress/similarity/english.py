"""General English for comparing questions: english.toml, which says what each list is for."""

from __future__ import annotations

import tomllib
from pathlib import Path

_FILE = Path(__file__).with_name("english.toml")
_LISTS = tomllib.loads(_FILE.read_text(encoding="utf-8"))


def listed(name: str) -> frozenset[str]:
    """The words of a list. Raises KeyError if there is none of that name."""
    return frozenset(_LISTS[name].split())


def groups(name: str) -> list[list[str]]:
    """The groups of a list: `[["delete", "remove", "erase"], …]`."""
    return [group.split("/") for group in _LISTS[name].split()]


def table(name: str) -> dict[str, str]:
    """A table, in the order of the file: `{"two": "2", …}`."""
    return {**_LISTS[name]}


FRAME = listed("frame")
REQUESTS = listed("requests")
OPENERS = listed("openers")
POLITE = listed("polite")
ARTICLES = listed("articles")
DIRECTIONS = listed("directions")
NUMBERS = table("numbers")

ASKS = table("asks")
"""`{"~advantage": "advantage benefit …"}`: what words count as that ask, and the words.

Other terms can begin so, too: `~` is an operator.
"""

ASK_WEIGHTS: dict[str, float] = _LISTS["ask_weights"]
"""What they weigh beside a topic of the same rarity."""
