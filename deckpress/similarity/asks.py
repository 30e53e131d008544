"""What an English question asks of its topic: "What is X?" is not "How do you X?"."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

from deckpress.similarity.english import listed

_AUXILIARIES = listed(
    "is are was were can could do does did should would will has have must may might"
)
_PEOPLE = listed("you we i one they to")
_PLAIN = dict(
    when="when", where="where", who="who", whom="who", whose="who", why="why", which="which"
)
_REQUESTS = listed("explain describe define discuss elaborate clarify outline summarize summarise")
_LISTS = listed("list name enumerate identify give provide")
_WAYS = listed("way ways")
_SORTS = listed("types kinds sorts categories")

_FACTS = ("who", "when", "where", "amount")

_GROUPS = (
    {"define", "what", "how", "topic"},
    {"why", "what", "how", "topic"},
    {"what", "which", "topic"},
    {"do", "how", "yes", "topic"},
    {"do", "which", "topic"},
    {"when", "which", "topic"},
    {"where", "which", "topic"},
    {"who", "which", "topic"},
    {"amount", "topic"},
)
"""Asks that can be worded one for the other."""


def ask(tokens: Sequence[str]) -> str:
    """The main ask of some tokens in lower case: `define`, `what`, `why`, `how`, `do`, `which`, `when`, `where`, `who`,
    `amount`, `yes` (or no), or `topic` where nothing is asked in words.
    """
    return "which" if _lists_sorts(tokens[:6]) else _first(tokens)


def _first(tokens: Sequence[str]) -> str:
    """What the first word that asks makes of it."""
    for i, token in enumerate(tokens):
        first, second = (*tokens[i + 1 : i + 3], "", "")[:2]
        if token in _PLAIN:
            return _PLAIN[token]
        if token == "how":
            return _how(first, second)
        if token == "what":
            return _what(first, tokens[i + 1 : i + 6])
        if token in _REQUESTS and not {"how", "why", "when", "what", "which", "where"} & {
            first,
            second,
        }:
            return "define"
        if token in _LISTS and not i:
            return "which"
        if token in _AUXILIARIES and not i and first != "you":
            return "yes"
    return "topic"


def _lists_sorts(tokens: Sequence[str]) -> bool:
    """Whether it asks for "the types of" something, at its beginning and before any other clause."""
    sorts = any(a in _SORTS and b == "of" for a, b in itertools.pairwise(tokens))
    return sorts and not any(token[0] in ".?!;:," for token in tokens[:-1])


def _how(first: str, second: str) -> str:
    if first in ("many", "much", "often", "long", "large"):
        return "amount"
    return "do" if first in _PEOPLE or (first in _AUXILIARIES and second in _PEOPLE) else "how"


def _what(first: str, following: Sequence[str]) -> str:
    if _WAYS & set(following):
        return "do"
    bare = first in ("are", "were") and "".join(following[2:3]) in (
        "",
        "?",
        ".",
    )  # "What are neurons?"
    if first in ("is", "was", "does", "do", "did") or bare:
        return "define"
    return "what" if first in _AUXILIARIES or first.startswith("happen") else "which"


def apart(a: str, b: str) -> bool:
    """Whether two asks want facts of another kind: who did it, and when."""
    return a != b and a in _FACTS and b in _FACTS


@functools.lru_cache(maxsize=1024)
def conflict(a: str, b: str) -> bool:
    """Whether two asks want different answers about one topic."""
    return a != b and not any(a in group and b in group for group in _GROUPS)
