"""Small safe edits of a card's Markdown: words change, code and formulas stay."""

from __future__ import annotations

import re
from collections.abc import Callable

from deckpress.model import Section, Span

KEPT = "\x00"
"""Stands, while words are edited, for a piece that stays; a page cannot contain it."""

_VERBATIM = re.compile(
    r"""(?msx)
      ^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]{0,3}(?P=fence)[`~]*[ ]*$|\Z)  # fenced code
    | ^(?:[ ]{4}|\t)[^\n]*$ | ^[ ]*\|[^\n]*$                                            # indented code, a table's row
    | (?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)                                  # code in a line
    | \$\$.*?\$\$ | \$[^$\n]+\$ | \\\((?:(?!\\\().)*?\\\) | \\\[(?:(?!\\\[).)*?\\\]     # formulas
    | <[^<>\n]*> | \]\([^)\]\n]*\) | https?://\S+                                          # tags, targets
    """
)


def mend(source: str, edit: Callable[[str], str]) -> str:
    """Markdown with `edit` done to its words: code, formulas, tables, tags and link targets stay as they are."""
    if KEPT in source:
        return source
    kept = (found[0] for found in _VERBATIM.finditer(source))
    return re.sub(KEPT, lambda _: next(kept), edit(_VERBATIM.sub(KEPT, source)))


def first_change(section: Section, mended: str) -> Span:
    """Where a mended source first differs from what is written."""
    pairs = enumerate(zip(section.source, mended, strict=False))
    return section.at(next((i for i, (old, new) in pairs if old != new), min(len(section.source), len(mended))))
