r"""What Anki itself reads in a field besides HTML: formulas, LaTeX of its older kind, sounds.

Anki looks for them in the text of the field, across tags: `\(a<br>b\)` is one formula. So they are
found before there is a tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

FORMULA = r"\\\(((?:(?!\\[()]).)*)\\\)|\\\[((?:(?!\\[\[\]]).)*)\\\]"
r"""`\(x\)` in a line and `\[x\]` on its own, the innermost, with the TeX of each."""

SOUND = re.compile(r"\[sound:([^\]]+)\]")

_LATEX = re.compile(
    r"\[(\$\$?|latex)\]((?:(?!\[(?:\$|latex)).)*?)\[/\1\]", re.DOTALL | re.IGNORECASE
)
_CODE = re.compile(r"<(pre|code)\b", re.IGNORECASE)
_CODE_ENDS = {name: re.compile(f"</{name}>", re.IGNORECASE) for name in ("pre", "code")}


def with_mathjax(html: str) -> str:
    r"""`[latex]x[/latex]` and `[$]x[/$]` as `\(x\)`, `[$$]x[/$$]` as `\[x\]`."""
    return _LATEX.sub(_mathjax, html)


def _mathjax(found: re.Match[str]) -> str:
    sign, tex = found.groups()
    return rf"\[{tex}\]" if sign == "$$" else rf"\({tex.strip().strip('$')}\)"


def outside_code(html: str, change: Callable[[str], str]) -> str:
    """A field, changed where it is no code: there Anki's signs mean themselves."""
    return "".join(piece if is_code else change(piece) for piece, is_code in pieces(html))


def pieces(html: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a field, and whether each is code; code that nobody closes is none."""
    at = 0
    unclosed = set()
    for start in _CODE.finditer(html):
        name = start[1].lower()
        if start.start() < at or name in unclosed:
            continue
        end = _CODE_ENDS[name].search(html, start.end())
        if end is None:
            unclosed.add(name)  # looking again for each of them would take quadratic time
            continue
        yield html[at : start.start()], False
        at = end.end()
        yield html[start.start() : at], True
    yield html[at:], False
