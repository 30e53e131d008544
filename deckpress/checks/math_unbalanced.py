r"""A formula that is not closed, or whose braces, `\left`/`\right` or environments do not match.

A dollar sign in front of a letter opens a formula; prices (`$5`) are text. MathJax would show the source in red.

Bad:
    The slope is $\frac{1}{2.

Good:
    The slope is $\frac{1}{2}$.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Fault

FIX = r"close the formula with the same sign, or write \$ for a dollar"
WAIVABLE = False

_ESCAPED = re.compile(r"\\[\\{}]")
_LEFT_RIGHT = re.compile(r"\\(left|right)(?![A-Za-z])")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^}]*)\}")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each formula, at its beginning."""
    for section in card.parts:
        for mark in section.marks:
            if mark.kind == "stray-math":
                yield Fault(mark.span, "a formula begins here and is never closed")
            elif mark.kind.endswith("math") and "{{c" not in mark.value and (message := _wrong(mark.value)):
                yield Fault(mark.span, message[0], message[1])


def _wrong(tex: str) -> tuple[str, str] | None:
    if not tex.strip():
        return "an empty formula", "write the formula, or delete the signs"
    if "{" in tex or "}" in tex:
        depth = 0
        for char in _ESCAPED.sub("", tex):
            depth += (char == "{") - (char == "}")
            if depth < 0:
                return "a } without its { in the formula", "add the missing brace"
        if depth:
            return "a { without its } in the formula", "add the missing brace"
    if "\\left" in tex or "\\right" in tex:
        sides = _LEFT_RIGHT.findall(tex)
        if sides.count("left") != sides.count("right"):
            return r"\left and \right do not match", r"pair each \left with a \right (\right. draws nothing)"
    return _environments(tex) if "\\begin" in tex or "\\end" in tex else None


def _environments(tex: str) -> tuple[str, str] | None:
    opened: list[str] = []
    for side, name in _ENVIRONMENT.findall(tex):
        if side == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return rf"\end{{{name}}} without its \begin", r"pair each \begin{…} with its \end{…}"
    return (rf"\begin{{{opened[-1]}}} is never ended", r"pair each \begin{…} with its \end{…}") if opened else None
