"""TeX as far as Anki and MathJax look at it to find where a cloze and a formula end."""

from __future__ import annotations

import re
from itertools import chain

_ESCAPED = re.compile(r"\\[\\{}]")
_MARK = re.compile(r"(\{\{c\d[\d,]*::|::|\}\})")
"""What a cloze is made of: `{{c1::`, `::`, `}}`"""


def lone_brace(tex: str) -> str:
    r"""The brace that has no partner, `{` or `}`, or an empty text; `\{` is none.

    MathJax counts braces to find the end of a formula: one too many, and the text behind is TeX
    too.
    """
    depth = 0
    for char in _ESCAPED.sub("", tex):  # `\\}` is a line break and a brace
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        if depth < 0:
            return "}"
    return "{" if depth else ""


def around_clozes(tex: str) -> tuple[str, list[str]]:
    """A formula without its clozes, and the texts and hints of these.

    They are cut where Anki cuts, at the first `}}`; a cloze that never ends is text with a lone
    `{{`.
    """
    outer: list[str] = []
    closed: list[str] = []
    clozes: list[list[list[str]]] = []
    """The open clozes; of each its text and its hints, in pieces."""
    for piece in _MARK.split(tex):
        if piece.startswith("{{c") and piece.endswith("::"):
            clozes.append([[]])
        elif not clozes:
            outer.append(piece)  # where `}}` and `::` are TeX like any other
        elif piece == "}}":
            closed += map("".join, clozes.pop())
        elif piece == "::":
            clozes[-1].append([])
        else:
            clozes[-1][-1].append(piece)
    for unclosed in chain.from_iterable(clozes):
        outer += ["{{", *unclosed]
    return "".join(outer), closed
