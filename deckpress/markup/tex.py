"""TeX as far as Anki and MathJax look at it to find where a cloze and a formula end."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\[\\{}]")
_MARK = re.compile(r"(\{\{c\d[\d,]*::|::|\}\})")


def lone_brace(tex: str) -> str:
    r"""The brace that has no partner, `{` or `}`, or an empty text; `\{` is none.

    MathJax counts braces to find the end of a formula: one too many, and the text behind is TeX too.
    """
    depth = 0
    for char in _ESCAPED.sub("", tex):
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return "}"
    return "{" if depth else ""


def around_clozes(tex: str) -> tuple[str, list[str]]:
    """A formula without its clozes, and the texts and hints of these.

    They are cut where Anki cuts, at the first `}}`; a cloze that never ends is text with a lone `{{`.
    """
    open_: list[list[list[str]]] = [[[]]]
    closed: list[str] = []
    for piece in _MARK.split(tex):
        # outside of clozes, `}}` and `::` are TeX like any other
        inside = len(open_) > 1
        if piece.startswith("{{c") and piece.endswith("::"):
            open_.append([[]])
        elif piece == "}}" and inside:
            closed += map("".join, open_.pop())
        elif piece == "::" and inside:
            open_[-1].append([])
        else:
            open_[-1][-1].append(piece)
    outer, *unclosed = ("".join(part) for parts in open_ for part in parts)
    return outer + "".join(f"{{{{{part}" for part in unclosed), closed
