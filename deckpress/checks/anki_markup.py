"""Anki's own markup that works on some devices only: `[latex]`, `[$]`, `[sound:…]`.

LaTeX pictures are drawn on the learner's computer with programs that nearly nobody has. Write `$…$`: MathJax is
everywhere.

Bad:
    [$]x^2[/$]

Good:
    $x^2$
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Card, Fault

FIX = "write formulas as $…$ or $$…$$"
WAIVABLE = False
MARKUP = ("[latex]", "[$]", "[$$]", "[sound:", "[anki:")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each kind of markup in a section."""
    for section in card.parts:
        if "[" in section.text:
            yield from (Fault(section.find(m), f"Anki markup {m}") for m in MARKUP if m in section.text)
