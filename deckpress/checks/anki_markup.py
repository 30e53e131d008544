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
from html import unescape

from deckpress import markup
from deckpress.checks._contract import Faults, Options
from deckpress.model import Card, Fault

FIX = "write formulas as $…$ or $$…$$, and examples in `backticks`"
WAIVABLE = False

# [latex], [$], [$$], [sound:x.mp3], [anki:tts], [[type:Back]]
_MARKUP = re.compile(r"\[(?:latex\]|\$\$?\]|sound:|anki:|\[type:)", re.IGNORECASE)
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
# `[$]x[/$]` is read as a formula in brackets: its signs are brackets of markup by now.
_BRACKETS = (markup.MATH, markup.DISPLAY, markup.END)
_DOLLARS = str.maketrans(dict.fromkeys(_BRACKETS, "$"))


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each kind of markup in a section, but for code."""
    for section in card.parts:
        if "[" not in section.text:
            continue
        html = _CODE.sub("", section.html)
        shown = unescape(html.translate(_DOLLARS))
        for written in dict.fromkeys(_MARKUP.findall(shown)):
            yield Fault(section.find(written), f"Anki markup {written}")
