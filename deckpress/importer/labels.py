"""The words by which foreign pages name questions, answers and their parts: labels.toml, and those
that a deck adds."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from pathlib import Path

Words = tuple[tuple[str, tuple[str, ...]], ...]
"""`(role, words)`: `("question", ("swali",))`."""

_OWN: ContextVar[Words] = ContextVar("own labels", default=())
"""The deck's own words. Labels are looked up in the innermost loops of the page reader; that every
function between them and the command carries the deck's words along would tell a reader nothing."""


@contextmanager
def using(own: Mapping[str, tuple[str, ...]]) -> Iterator[None]:
    """Read pages with a deck's own words beside the built-in ones."""
    token = _OWN.set(tuple(sorted((role, tuple(words)) for role, words in own.items())))
    try:
        yield
    finally:
        _OWN.reset(token)


@functools.cache
def roles() -> Mapping[str, tuple[str, ...]]:
    """The built-in words of each role, of all languages."""
    text = Path(__file__).with_name("labels.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return {role: tuple(chain.from_iterable(found.values())) for role, found in table.items()}


def words(role: str) -> tuple[str, ...]:
    """All words of a role, the longest first: `answer key` is to be tried before `answer`."""
    own = (word.lower() for name, given in _OWN.get() if name == role for word in given)
    return tuple(sorted({*roles()[role], *own}, key=lambda word: (-len(word), word)))


def either(*names: str) -> str:
    """A pattern of any word of some roles: `answer key|answer|…`."""
    return "|".join(re.escape(word) for name in names for word in words(name))


def compiled(pattern: Callable[..., re.Pattern[str]]) -> Callable[..., re.Pattern[str]]:
    """A function that makes a pattern of words makes it once for each set of a deck's own words."""

    @functools.cache
    def made(own: Words, *names: str) -> re.Pattern[str]:
        return pattern(*names)

    @functools.wraps(pattern)
    def known(*names: str) -> re.Pattern[str]:
        return made(_OWN.get(), *names)

    return known
