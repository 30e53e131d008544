"""A formula written as plain text.

It is hard to read and looks different from the formulas around it. Write `$…$`, or `backticks` if it is code.

Bad:
    The slope is sqrt(x^2 + 1), in O(n).

Good:
    The slope is $\\sqrt{x^2 + 1}$, in $O(n)$.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = "write it as $…$, or put it into `backticks` if it is code"

_MATH = re.compile(
    r"\b(?:sqrt|sum|log|exp|softmax|argmax|argmin)\([^)]*\)?|(?<![\w^])[A-Za-z]\^(?:\d|\{|[a-z]\b|\()|\b1/sqrt\b|\bO\((?:n|log|m|k|1)[^)]*\)?"
)
_MAYBE = ("^", "sqrt", "sum(", "log(", "exp(", "max(", "min(", " o(")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each section but the sources, at the first such place."""
    for section in card.parts:
        source = section.source
        if (
            "(" not in source and "^" not in source and "/sqrt" not in source
        ) or section.name == "Sources":
            continue
        low = prose.lowered(section)
        if ("(" in low or "^" in low or "/sqrt" in low) and any(part in low for part in _MAYBE):
            fault = prose.search(_MATH, section, "“{}” is a formula in plain text")
            yield from (fault,) if fault else ()
