r"""A formula that is not closed, or whose braces, `\left`/`\right` or environments do not match.

A dollar sign in front of a letter opens a formula; prices (`$5`) are text. MathJax would show the source in red.

Bad:
    The slope is $\frac{1}{2.

Good:
    The slope is $\frac{1}{2}$.
"""

import re

from deckpress import markup
from deckpress.checks._contract import Faults, Options
from deckpress.checks._marks import formulas
from deckpress.model import Card, Fault

FIX = r"close the formula with the same sign, or write \$ for a dollar"
WAIVABLE = False

_INNER_END = re.compile(r"(?<!\\)(?:\\\\)*\\(?:([()\[\]])|\Z)")
r"""What ends a formula, or begins one, inside a formula; or the `\` that would swallow its end."""
# \left( and \right., but not \leftarrow
_LEFT_RIGHT = re.compile(r"\\(left|right)(?![A-Za-z])")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^}]*)\}")
_PAIR = r"pair each \begin{…} with its \end{…}"


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each formula, at its beginning."""
    for mark in card.marks("stray-math"):
        yield Fault(mark.span, "a formula begins here and is never closed")
    for mark in formulas(card):
        message, fix = _wrong(mark.value)
        if message:
            yield Fault(mark.span, message, fix)


def _wrong(tex: str) -> tuple[str, str]:
    """What is wrong, and the fix; faults inside its clozes are those of `broken-cloze`."""
    if not tex.strip():
        return "an empty formula", "write the formula, or delete the signs"
    if "\\" in tex:
        end = _INNER_END.search(tex.rstrip())
        if end:
            return _inner_end(end[1])
    outer = tex
    if "{{c" in tex:
        outer, hidden = markup.around_clozes(tex)
        if any(map(markup.lone_brace, hidden)):
            return "", ""
    brace = markup.lone_brace(outer)
    if brace:
        other = "}" if brace == "{" else "{"
        return f"a {brace} without its {other} in the formula", "add the missing brace"
    return _unpaired(tex) if "\\" in tex else ("", "")


def _inner_end(bracket: str | None) -> tuple[str, str]:
    if bracket:
        fix = r"in \text{…}, write $…$; for a bracket, leave out the backslash"
        return rf"\{bracket} inside a formula", fix
    return "the formula ends with a lone backslash", "delete it"


def _unpaired(tex: str) -> tuple[str, str]:
    sides = _LEFT_RIGHT.findall(tex)
    if sides.count("left") != sides.count("right"):
        fix = r"pair each \left with a \right (\right. draws nothing)"
        return r"\left and \right do not match", fix
    opened: list[str] = []
    for side, name in _ENVIRONMENT.findall(tex):
        if side == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return rf"\end{{{name}}} without its \begin", _PAIR
    return (rf"\begin{{{opened[-1]}}} is never ended", _PAIR) if opened else ("", "")
