"""A formula written as plain text.

It is hard to read and looks different from the formulas around it. Write `$…$`, or `backticks` if it is code.

Bad:
    The slope is sqrt(x^2 + 1), in O(n).

Good:
    The slope is $\\sqrt{x^2 + 1}$, in $O(n)$.
"""

import re

from deckpress.checks._contract import Faults, Options
from deckpress.checks._phrases import first_fault
from deckpress.markup import prose
from deckpress.model import Card, Section

SEVERITY = "warning"
FIX = "write it as $…$, or put it into `backticks` if it is code"

_MATH = re.compile(
    r"""
      \b(?:sqrt|sum|log|exp|softmax|argmax|argmin)\([^)]*\)?  # sqrt(x + 1)
    | (?<![\w^])[A-Za-z]\^(?:\d|\{|[a-z]\b|\()                # x^2, e^{-x}
    | \b1/sqrt\b
    | \bO\((?:n|log|m|k|1)[^)]*\)?                            # O(n log n)
    """,
    re.VERBOSE,
)
_HINTS = ("^", "sqrt", "sum(", "log(", "exp(", "max(", "min(", " o(")


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each section but the sources, at the first such place."""
    for section in card.parts:
        if section.name != "Sources" and _may_hold_one(section):
            yield from first_fault(_MATH, section, "“{}” is a formula in plain text")


def _may_hold_one(section: Section) -> bool:
    """Whether the signs of a formula are there, and not only in code and in formulas."""
    source = section.source
    if "(" not in source and "^" not in source and "/sqrt" not in source:
        return False
    low = prose.lowered(section)
    return any([hint in low for hint in _HINTS])
