"""The only Markdown parser: text -> tokens -> neutral HTML, plain text and marks.

Neutral HTML is what a section looks like before an output makes it its own (`fields`): maths, media
and clozes stand between control characters (`brackets`).
"""

from deckpress.markup.brackets import CLOSE, CLOZE, DISPLAY, END, HINT, MATH, MEDIA
from deckpress.markup.highlight import LONGEST_CODE, known_language
from deckpress.markup.links import safe_link, web_address, web_link
from deckpress.markup.literal import UNTYPESET, literal, markup_in_name
from deckpress.markup.marks import Places, text_and_marks
from deckpress.markup.neutral import html
from deckpress.markup.parser import MAX_NESTING, parse
from deckpress.markup.syntax import MAX_CLOZES
from deckpress.markup.tex import around_clozes, lone_brace

__all__ = [
    "CLOSE",
    "CLOZE",
    "DISPLAY",
    "END",
    "HINT",
    "LONGEST_CODE",
    "MATH",
    "MAX_CLOZES",
    "MAX_NESTING",
    "MEDIA",
    "UNTYPESET",
    "Places",
    "around_clozes",
    "html",
    "known_language",
    "literal",
    "lone_brace",
    "markup_in_name",
    "parse",
    "safe_link",
    "text_and_marks",
    "web_address",
    "web_link",
]
