r"""Regular expressions that strangers may add: checked when they are read, so that no text can make one hang.

Python's `re` tries every way in which a pattern can match; `(a+)+$` has more ways than there are atoms. A time limit
would find that out on one machine and not on another, and only once some card triggers it. So a pattern is refused by
its form, at its place in the file, before it is ever used:

- a gap (`.*`, `[^.]*`, `\w+`, `.{0,40}`) at most once per alternative, and no `*`, `+` or `{}` after a bracket;
- at most `CHOICES` optional parts and inner alternatives together;
- no look-around, no back-reference, no flags;
- at least one plain word of four letters in each alternative, by which most texts are passed over without a search.

What is left needs at most (length of the text)² · 2^`CHOICES` / 2 steps; `LONGEST` bounds the length.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

CHOICES = 6
"""Optional parts (`?`) and inner alternatives (`|` in brackets) that one alternative may hold."""

LONGEST = 2000
"""Characters of a text that are searched; a section of a card is far shorter."""

_TOKEN = re.compile(
    r"""(?P<escape>\\[bBdDwWsS]|\\[^\w\s])
    | (?P<set>\[\^?\]?(?:\\[dDwWsS\W]|[^\]\\])*\])
    | (?P<open>\(\?:|\((?!\?))
    | (?P<close>\))
    | (?P<bar>\|)
    | (?P<repeat>[*+]\??|\{\d+(?:,\d*)?\}\??)
    | (?P<option>\?)
    | (?P<plain>[^\\\[\](){}*+?|])""",
    re.VERBOSE,
)
_QUANTIFIERS = ("repeat", "option")


@dataclass(slots=True)
class _Alternative:
    """What has been counted in one of the alternatives of a pattern."""

    repeats: int = 0
    choices: int = 0
    words: list[str] = field(default_factory=lambda: [""])
    """Its runs of plain letters outside brackets; the last one is being read."""


def refusal(pattern: str) -> str:
    """Why a pattern may not be used, in words for its author; empty if it may."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # a set that a later Python may read differently
            re.compile(pattern)
    except (re.error, FutureWarning, RecursionError, OverflowError) as error:
        return f"not a regular expression: {error}"
    try:
        alternatives = list(_alternatives(pattern))
    except ValueError as error:
        return str(error)
    return next((fault for alternative in alternatives if (fault := _fault(alternative))), "")


def words(pattern: str) -> tuple[str, ...]:
    """For each alternative of an accepted pattern, a word in lower case without which it cannot match."""
    return tuple(max(alternative.words, key=len).lower() for alternative in _alternatives(pattern))


def compiled(pattern: str) -> re.Pattern[str]:
    """An accepted pattern, ready to search texts of at most `LONGEST` characters; case does not matter."""
    return re.compile(pattern, re.IGNORECASE)


def _fault(alternative: _Alternative) -> str:
    if alternative.repeats > 1:
        return "more than one gap (*, + or {}) in one alternative: it could take forever"
    if alternative.choices > CHOICES:
        return f"more than {CHOICES} optional parts and inner alternatives: it could take forever"
    if max(map(len, alternative.words)) < 4:
        return "no plain word of at least four letters: it would be tried on every text"
    return ""


def _tokens(pattern: str) -> Iterator[tuple[str, str]]:
    """`(kind, text)` of each token; ValueError, in words for the author, for what is not allowed at all."""
    at, before = 0, "open"
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        if found is None:
            raise ValueError(f"not allowed here: {pattern[at : at + 6]!r}")
        kind = str(found.lastgroup)
        if kind == "repeat" and before == "close":
            raise ValueError(f"a repeated bracket, ){found[0]}: it could take forever")
        if kind in _QUANTIFIERS and before in ("open", "bar", *_QUANTIFIERS):
            raise ValueError(f"nothing to repeat before {found[0]!r}")
        yield kind, found[0]
        at, before = found.end(), kind


def _alternatives(pattern: str) -> Iterator[_Alternative]:
    current, depth = _Alternative(), 0
    for kind, text in _tokens(pattern):
        depth += (kind == "open") - (kind == "close")
        if kind == "bar" and depth == 0:
            yield current
            current = _Alternative()
        else:
            _count(current, kind, text, depth)
    yield current


def _count(into: _Alternative, kind: str, text: str, depth: int) -> None:
    into.repeats += kind == "repeat"
    into.choices += kind in ("option", "bar")
    if kind == "plain" and depth == 0 and text.isalpha():
        into.words[-1] += text
    else:
        if kind in _QUANTIFIERS:  # the letter before it may be absent
            into.words[-1] = into.words[-1][:-1]
        into.words.append("")
