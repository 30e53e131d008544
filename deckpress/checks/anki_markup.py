"""Anki's own markup in a text: `[latex]`, `[$]`, `[sound:…]`, `[anki:tts]`, `[[type:…]]`.

LaTeX pictures are drawn on the learner's computer with programs that nearly nobody has. Write
`$…$`: MathJax is everywhere. Elsewhere a learner would see the brackets. What is meant as an example
stands in `backticks`.

Bad:
    [$]x^2[/$]

Good:
    $x^2$
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from deckpress import markup
from deckpress.model import Card, Fault

FIX = "write formulas as $…$ or $$…$$, and examples in `backticks`"
WAIVABLE = False

_MARKUP = re.compile(r"\[(?:latex\]|\$\$?\]|sound:|anki:|\[type:)", re.IGNORECASE)
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_DOLLARS = str.maketrans({markup.MATH: "$", markup.DISPLAY: "$", markup.END: "$"})
"""`[$]x[/$]` is read as a formula in brackets."""


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each kind of markup in a section, but for code."""
    for section in card.parts:
        if "[" in section.text:
            shown = unescape(_CODE.sub("", section.html).translate(_DOLLARS))
            for found in dict.fromkeys(_MARKUP.findall(shown)):
                yield Fault(section.find(found), f"Anki markup {found}")
