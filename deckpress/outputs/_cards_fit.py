"""How large the type of a cut-out card can be: an estimate, made without a browser.

It errs on the small side. Its constants were set against the heights that Chromium gives to the
project's own cards in Noto Sans, a wide typeface (tests/outputs/test_paper.py measures them again):
what fits here fits in Segoe UI, Roboto and Helvetica.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deckpress.model import Mark, Section

MM_PER_POINT = 0.3528

LETTER = 0.54
"""The average width of a letter, in em."""

LEADING = 1.36
"""The height of a line, in em."""

GAP = 0.3
"""The space after a paragraph or a list item, in lines."""

BETWEEN = 0.4
"""The space between sections, in lines."""

RAGGED = 3
"""Letters that a line loses on average because words are not split."""

FEWEST = 8
"""Letters of the shortest line that is reckoned with."""

PICTURE = 0.42
"""The largest share of a card's height that the style sheet leaves to a picture."""

LOWEST = 40.0
"""Millimetres that a diagram with words in it needs to be read; below, the card must be larger."""

TALL = 0.7
"""Lines that a formula with a fraction or the like is higher than text."""

DISPLAYED = 0.9
"""Lines of space above and below a displayed formula."""

ROW = 0.6
"""Lines that a further row of a displayed formula takes, beyond the letters in it."""

_COMMAND = re.compile(r"\\[A-Za-z]+|\\.")  # `\alpha` or `\,`: about as wide as a letter
_SILENT = str.maketrans("", "", "{}$^_&")  # what of a formula is not seen

# What makes a formula higher than a line: `\tfrac`, `\sum`, `\underbrace`.
_TALL = re.compile(
    r"""\\(?:
        [dt]?frac | binom | sqrt
        | sum | prod | int
        | overset | underset
        | (?:under|over)brace
    )\b""",
    re.VERBOSE,
)


class Shape(NamedTuple):
    """What decides how high a text becomes."""

    letters: tuple[int, ...] = ()
    """Of each paragraph, list item, table row or line of code."""
    extra: float = 0.0
    """Lines beyond those of the letters, for formulas and for space between sections."""
    pictures: int = 0

    def scaled(self, share: float) -> Shape:
        """The same text in type of a share of the size: lines hold more letters, and are lower."""
        letters = [int(count * share**2) + 1 for count in self.letters]
        return Shape(tuple(letters), self.extra * share, self.pictures)

    def height(
        self,
        width: float,
        points: float,
    ) -> float:
        """The estimated height (mm) of the text, without pictures, in a column of `width` mm."""
        letter = points * MM_PER_POINT * LETTER
        per_line = max(FEWEST, int(width / letter) - RAGGED)
        lines = sum([-(-count // per_line) for count in self.letters])  # each rounded up
        whole = lines + GAP * len(self.letters) + self.extra
        return whole * points * MM_PER_POINT * LEADING


def shape(section: Section, label: str = "") -> Shape:
    """The shape of a section that begins with a label."""
    text, extra, pictures = section.text, BETWEEN, 0
    if section.marks:
        kinds = [mark.kind for mark in section.marks]
        pictures = kinds.count("image")
        if "math" in kinds or "display-math" in kinds:
            extra += sum([_beyond(mark) for mark in section.marks])
            text = _COMMAND.sub("x", text).translate(_SILENT)
    if label:
        text = f"{label} {text}"
    letters = [len(line) for line in text.split("\n") if line]
    return Shape(tuple(letters), extra, pictures)


def _beyond(mark: Mark) -> float:
    """Lines that a mark takes beyond those of its letters: nothing, if it is no formula."""
    if mark.kind not in ("math", "display-math"):
        return 0.0
    tall = TALL if _TALL.search(mark.value) else 0.0
    if mark.kind == "math":
        return tall
    return DISPLAYED + tall + (ROW + tall) * mark.value.count(r"\\")


def largest(
    text: Shape,
    width: float,
    height: float,
    sizes: Sequence[float],
) -> int | None:
    """The index of the first of `sizes` (points, falling) at which a text fits into a box (mm).

    None if it fits at none.
    """
    free = height
    if text.pictures:
        if height * PICTURE < LOWEST:
            return None
        free *= 1 - min(1.0, PICTURE * text.pictures)
    for index, points in enumerate(sizes):
        if text.height(width, points) <= free:
            return index
    return None


def together(shapes: Iterable[Shape]) -> Shape:
    """The shape of several texts, one below the other."""
    letters: tuple[int, ...] = ()
    extra, pictures = 0.0, 0
    for text in shapes:
        letters += text.letters
        extra += text.extra
        pictures += text.pictures
    return Shape(letters, extra, pictures)
