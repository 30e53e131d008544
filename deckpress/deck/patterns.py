"""Regular expressions that strangers may add, in the syntax of RE2: the only importer of that.

Python's own engine tries every way in which a pattern can match, and `(a+)+$` has more of them than
there are atoms. RE2 follows all ways at once: a search takes time in proportion to the pattern and
to the text, whatever they are. So it has no look-around and no back-references. Case does not
matter.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import re2

LONGEST = 1_000
"""Characters of a pattern: just to read a longer one can take seconds."""

MOST_STEPS = 1_000
"""Steps of a pattern's program. A hundred letters have a hundred, `.{0,100}` has four hundred."""


def refusal(pattern: str) -> str:
    """Why a pattern may not be used, in words for its author; empty if it may."""
    if len(pattern) > LONGEST:
        return f"longer than {LONGEST:,} characters: make two entries of it"
    try:
        _compiled(pattern)
        compiled = _compiled(_grouped(pattern))
    except re2.error as error:
        return f"RE2 cannot read it: {error.args[0].decode('utf-8', 'replace')[:80]}"
    if compiled.groupindex:
        return "it names a group: write (?:…)"
    if compiled.programsize > MOST_STEPS:
        return f"it means {compiled.programsize:,} steps; the limit is {MOST_STEPS:,}"
    return "it fits every text" if compiled.search("") else ""


def steps(pattern: str) -> int:
    """The size of an accepted pattern's program, in proportion to which a search takes time."""
    return int(_compiled(_grouped(pattern)).programsize)


def search(pattern: str, text: str) -> str:
    """What an accepted pattern first matches in a text, or an empty string."""
    found = _compiled(_grouped(pattern)).search(text)
    return str(found[0]) if found else ""


@functools.lru_cache(maxsize=4)
def any_of(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Tells whether any of some accepted patterns matches a text: all in one pass over it."""
    # (?:weights vanish)|(?:gradients? explodes?)
    joined = _compiled("|".join(map(_grouped, patterns)))
    return lambda text: joined.search(text) is not None


def _grouped(pattern: str) -> str:
    """In brackets, so that patterns can be joined.

    `\\Q` without its end is then refused, as it would go on behind.
    """
    return f"(?:{pattern})"


@functools.lru_cache(maxsize=1 << 12)
def _compiled(pattern: str) -> Any:
    """A pattern of RE2's own; its library says no types."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False  # to stderr
    return re2.compile(pattern, options)
