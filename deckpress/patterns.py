r"""Regular expressions that strangers may add: checked when they are read, so that no text can make one hang.

Python's `re` tries every way in which a pattern can match; `(a+)+$` has more ways than there are atoms. A time limit
would find that out on one machine and not on another, and only once some card triggers it. So a pattern is refused by
its form, at its place in the file, before it is ever used:

- a gap (`.*`, `[^.]*`, `\w+`, `.{0,40}`) at most once per alternative, and no `*`, `+` or `{}` after a bracket;
- at most `WAYS` ways through optional parts and inner alternatives;
- no look-around, no back-reference, no flags;
- at least one plain word of four letters in each alternative, by which most texts are passed over without a search.

What is left needs at most `LONGEST`² · `WAYS` / 2 steps for a section of a card (about a second at the very worst).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

WAYS = 40
"""Ways through one alternative: twice as many for each `?`, three times as many for each `(a|b|c)`."""

LONGEST = 1000
"""Characters that are searched at once; a longer text is searched in pieces that overlap by half."""

LONGEST_PATTERN = 400

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
    ways: int = 1
    branches: list[int] = field(default_factory=list)
    """For each bracket that is open: the alternatives in it so far."""
    words: list[str] = field(default_factory=lambda: [""])
    """Its runs of plain letters outside brackets; the last one is being read."""


def refusal(pattern: str, needs_word: bool = True) -> str:
    """Why a pattern may not be used, in words for its author; empty if it may.

    Without `needs_word` it may do without a plain word: `words` cannot be asked of it then.
    """
    if len(pattern) > LONGEST_PATTERN:
        return f"longer than {LONGEST_PATTERN} characters: make two entries of it"
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
    return next((fault for alternative in alternatives if (fault := _fault(alternative, needs_word))), "")


def words(pattern: str) -> tuple[tuple[str, ...], ...]:
    """For each alternative of an accepted pattern, the words without which it cannot match, longest first."""
    parts = ({word.lower() for word in alternative.words if len(word) > 3} for alternative in _alternatives(pattern))
    return tuple(tuple(sorted(found, key=lambda word: (-len(word), word))) for found in parts)


def search(pattern: str, text: str) -> str:
    """What an accepted pattern first matches in a text, or an empty string; case does not matter."""
    compiled = re.compile(pattern, re.IGNORECASE)
    step = LONGEST // 2
    for start in range(0, max(1, len(text) - step), step):
        found = compiled.search(text, start, start + LONGEST)
        if found:
            return found[0]
    return ""


def _fault(alternative: _Alternative, needs_word: bool) -> str:
    if alternative.repeats > 1:
        return "more than one gap (*, + or {}) in one alternative: it could take forever"
    if alternative.ways > WAYS:
        return f"more than {WAYS} ways through optional parts and inner alternatives: it could take forever"
    if needs_word and max(map(len, alternative.words)) < 4:
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
    current = _Alternative()
    for kind, text in _tokens(pattern):
        if kind == "bar" and not current.branches:
            yield current
            current = _Alternative()
        else:
            _count_ways(current, kind)
            _read_word(current, kind, text)
    yield current


def _count_ways(into: _Alternative, kind: str) -> None:
    into.repeats += kind == "repeat"
    if kind == "option":
        into.ways *= 2
    elif kind == "open":
        into.branches.append(1)
    elif kind == "bar":
        into.branches[-1] += 1
    elif kind == "close" and into.branches:
        into.ways *= into.branches.pop()


def _read_word(into: _Alternative, kind: str, text: str) -> None:
    if kind == "plain" and not into.branches and text.isalpha():
        into.words[-1] += text
    else:
        if kind in _QUANTIFIERS:  # the letter before it may be absent
            into.words[-1] = into.words[-1][:-1]
        into.words.append("")
