"""Small safe edits of a card's Markdown: words change, code, formulas and clozes stay."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from deckpress.model import Section, Span

KEPT = "\x00"
"""Stands, while words are edited, for a piece that stays; a page cannot contain it."""

_LITERAL = r"""
      ^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]{0,3}(?P=fence)[`~]*[ ]*$|\Z)  # fenced code
    | ^(?:[ ]{4}|\t)[^\n]*$                                                            # indented code
    | (?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)                                  # code in a line
    | \$\$.*?\$\$ | \$[^$\n]+\$ | \\\((?:(?!\\\().)*?\\\) | \\\[(?:(?!\\\[).)*?\\\]     # formulas
    | <!--.*?--> | <[^<>\n]*> | \]\([^)\]\n]*\) | https?://\S+                          # comments, tags, targets
"""
_ROW = r"^[ ]*\|[^\n]*$"
_CLOZE = r"\{\{c[\d,]+::.*?\}\}"


@functools.cache
def _verbatim(clozes: bool, tables: bool) -> re.Pattern[str]:
    kept = [_LITERAL, *([] if tables else [_ROW]), *([] if clozes else [_CLOZE])]
    return re.compile(f"(?msx){' | '.join(kept)}")


def mend(
    source: str, edit: Callable[[str], str], *, clozes: bool = False, tables: bool = True
) -> str:
    """Markdown with `edit` done to its words: code, formulas, tags and link targets stay as they are.

    The hidden text of clozes stays too, since Anki knows their cards by it; with `clozes` it is words like any other,
    for a check that only looks. Without `tables`, their rows stay.
    """
    if KEPT in source:
        return source
    verbatim = _verbatim(clozes, tables)
    kept = (found[0] for found in verbatim.finditer(source))
    return re.sub(KEPT, lambda _: next(kept), edit(verbatim.sub(KEPT, source)))


def words_only(source: str, *, clozes: bool = False) -> str:
    """Markdown of the same length and lines with all that is not words blanked out, so that places stay true."""
    return _verbatim(clozes, True).sub(lambda found: re.sub(r"[^\n]", KEPT, found[0]), source)


def first_change(section: Section, mended: str) -> Span:
    """Where a mended source first differs from what is written."""
    pairs = enumerate(zip(section.source, mended, strict=False))
    return section.at(
        next((i for i, (old, new) in pairs if old != new), min(len(section.source), len(mended)))
    )
