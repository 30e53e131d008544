"""Small safe edits of a card's Markdown: words change, code, formulas and clozes stay."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from deckpress.model import Section, Span

KEPT = "\x00"
"""Stands, while words are edited, for a piece that stays; a page cannot contain it."""

_LITERAL = r"""
      # fenced code
      ^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n .*? (?:^[ ]{0,3}(?P=fence)[`~]*[ ]*$|\Z)
      # indented code
    | ^(?:[ ]{4}|\t)[^\n]*$
      # code in a line: `a`, `` a`b ``
    | (?<!`)(?P<ticks>`+)(?!`) .*? (?<!`)(?P=ticks)(?!`)
      # formulas: $$a$$, $a$, \(a\), \[a\]
    | \$\$.*?\$\$
    | \$[^$\n]+\$
    | \\\( (?:(?!\\\().)*? \\\)
    | \\\[ (?:(?!\\\[).)*? \\\]
      # comments, tags, targets of links, addresses
    | <!--.*?-->
    | <[^<>\n]*>
    | \]\([^)\]\n]*\)
    | https?://\S+
"""
_ROW = r"^[ ]*\|[^\n]*$"
"""`| a | b |`"""

_CLOZE = r"\{\{c[\d,]+::.*?\}\}"
"""`{{c1::a::b}}`"""


@functools.cache
def _verbatim(clozes: bool, tables: bool) -> re.Pattern[str]:
    pattern = _LITERAL
    if not tables:
        pattern += f"| {_ROW}"
    if not clozes:
        pattern += f"| {_CLOZE}"
    flags = re.MULTILINE | re.DOTALL | re.VERBOSE
    return re.compile(pattern, flags)


def mend(
    source: str,
    edit: Callable[[str], str],
    *,
    clozes: bool = False,
    tables: bool = True,
) -> str:
    """Markdown with `edit` done to its words: code, formulas, tags and link targets stay as they
    are.

    The hidden text of clozes stays too, since Anki knows their cards by it; with `clozes` it is
    words like any other, for a check that only looks. Without `tables`, their rows stay.
    """
    if KEPT in source:
        return source
    verbatim = _verbatim(clozes, tables)
    kept = (piece[0] for piece in verbatim.finditer(source))
    edited = edit(verbatim.sub(KEPT, source))
    return re.sub(KEPT, lambda _: next(kept), edited)


def words_only(source: str, *, clozes: bool = False) -> str:
    """Markdown of the same length and lines with all that is not words blanked out, so that places
    stay true."""
    verbatim = _verbatim(clozes, tables=True)
    return verbatim.sub(_blanked_out, source)


def _blanked_out(piece: re.Match[str]) -> str:
    return re.sub(r"[^\n]", KEPT, piece[0])


def first_change(section: Section, mended: str) -> Span:
    """Where a mended source first differs from what is written."""
    return section.at(common_start(section.source, mended))


def common_start(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    for column, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return column
    return min(len(one), len(other))
