"""The only Markdown parser: text -> tokens -> neutral HTML, plain text and marks.

Neutral HTML is what a section looks like before an output makes it its own (`fields`): maths, media and clozes stand
between control characters (`brackets`).
"""

from deckpress.markup.brackets import CLOSE, CLOZE, DISPLAY, END, HINT, MATH, MEDIA
from deckpress.markup.highlight import highlight, known_language
from deckpress.markup.html import html, safe_link
from deckpress.markup.marks import Places, text_and_marks
from deckpress.markup.parser import MAX_NESTING, parse

__all__ = [
    "CLOSE",
    "CLOZE",
    "DISPLAY",
    "END",
    "HINT",
    "MATH",
    "MAX_NESTING",
    "MEDIA",
    "Places",
    "highlight",
    "html",
    "known_language",
    "parse",
    "safe_link",
    "text_and_marks",
]
