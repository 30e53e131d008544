"""How large the type of a cut-out card can be: an estimate, made without a browser, that errs on the small side.

Its constants were set against the heights that Chromium gives to the project's own cards in Noto Sans, a wide typeface
(tests/outputs/test_paper.py measures them again): what fits here fits in Segoe UI, Roboto and Helvetica.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from deckpress.model import Section

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
PICTURE = 0.42
"""The largest share of a card's height that the style sheet leaves to a picture."""
LOWEST = 40.0
"""Millimetres: what a diagram with words in it needs at least to be read; below, the card must be larger."""

_COMMAND = re.compile(r"\\[A-Za-z]+|\\.")
_SILENT = str.maketrans("", "", "{}$^_&")
_TALL = re.compile(
    r"\\(?:[dt]?frac|binom|sum|prod|int|sqrt|overset|underset|(?:under|over)brace)\b"
)
_ROW = re.compile(r"\\\\")


class Shape(NamedTuple):
    """What decides how high a text becomes."""

    letters: tuple[int, ...] = ()
    """Of each paragraph, list item, table row or line of code."""
    extra: float = 0.0
    """Lines that are taken beyond those of the letters, by formulas and by space between sections."""
    pictures: int = 0

    def scaled(self, share: float) -> Shape:
        """The same text in type of a share of the size: lines hold more letters, and are less high."""
        return Shape(
            tuple([int(count * share**2) + 1 for count in self.letters]),
            self.extra * share,
            self.pictures,
        )

    def height(self, width: float, points: float) -> float:
        """The estimated height (mm, pictures not counted) in a column of `width` mm, set in type of so many points."""
        per_line = max(8, int(width / (points * MM_PER_POINT * LETTER)) - RAGGED)
        lines = sum([-(-count // per_line) for count in self.letters])
        return (lines + GAP * len(self.letters) + self.extra) * points * MM_PER_POINT * LEADING


def shape(section: Section, label: str = "") -> Shape:
    """The shape of a section that begins with a label."""
    text, extra, pictures = section.text, BETWEEN, 0
    if section.marks:
        kinds = [mark.kind for mark in section.marks]
        pictures = kinds.count("image")
        if "math" in kinds or "display-math" in kinds:
            extra += sum(
                [
                    _beyond(mark.value, mark.kind)
                    for mark in section.marks
                    if mark.kind.endswith("math")
                ]
            )
            text = _COMMAND.sub("x", text).translate(_SILENT)
    if label:
        text = f"{label} {text}"
    return Shape(tuple([len(line) for line in text.split("\n") if line]), extra, pictures)


def _beyond(tex: str, kind: str) -> float:
    tall = 0.7 if _TALL.search(tex) else 0.0
    if kind == "math":
        return tall
    return 0.9 + tall + (0.6 + tall) * len(_ROW.findall(tex))


def largest(text: Shape, width: float, height: float, sizes: Sequence[float]) -> int | None:
    """The index of the first of `sizes` (points, falling) at which a text fits into a box (mm); None: at none."""
    if text.pictures and height * PICTURE < LOWEST:
        return None
    left = height * (1 - min(1.0, PICTURE * text.pictures)) if text.pictures else height
    for i, points in enumerate(sizes):
        if text.height(width, points) <= left:
            return i
    return None


def together(first: Shape, *others: Shape) -> Shape:
    """The shape of several texts, one below the other."""
    letters, extra, pictures = first
    for other in others:
        letters, extra, pictures = (
            letters + other.letters,
            extra + other.extra,
            pictures + other.pictures,
        )
    return Shape(letters, extra, pictures) if others else first
