r"""Text that Anki would take for more than text, written so that it stays text.

Anki reads a finished card several times over: MathJax typesets what stands between `\(` and `\)`
wherever the page shows them, and the program itself, in the raw HTML, looks for LaTeX, sounds,
boxes to type into, and clozes. An author who writes about such things means the letters.
"""

from __future__ import annotations

import re
from html import unescape

from deckpress.markup.brackets import DISPLAY, END, HINT, MATH

UNTYPESET = "<span></span>"
r"""Parts `\` from `(`. MathJax finds a formula in adjoining texts only; it reads on past `<wbr>`
and comments (`includeHtmlTags` in its FindDOM options), but never past another element."""

_WORDS = r"latex\]|\$\$?\]|sound:|anki:|\[type:"
"""What follows a `[` that Anki acts on (rslib: latex.rs, card_rendering; aqt: reviewer.py)."""

_HINTED = r"latex|\$|sound:|anki:|\[type:"
"""The same at the beginning of a hint, which the front of a cloze shows as `[hint]`."""

_BRACKET = rf"\[(?={_WORDS})"
_CLOZE = r"\{\{(?=c[\d,]*::)"
_HINT_IN_TEX = rf"(?<=::)(?={_HINTED})"

_SIGN = rf"""
    \\(?=(?:<[^<>]*>)*[(\[]|\Z)   # `\(`, with stray tags in between: `\</b>(`
    | {_BRACKET}                  # [sound:a.mp3]
    | {_CLOZE}                    # {{{{c1::x}}}} in code
    | {HINT}(?={_HINTED})          # {{{{c1::x::latex}}}}
"""
_FLAGS = re.VERBOSE | re.IGNORECASE
_ANY = re.compile(f"{_SIGN}|{_HINT_IN_TEX}", _FLAGS)
_PIECE = re.compile(
    rf"""
      (?P<formula>[{MATH}{DISPLAY}][^{END}]*{END})
    | (?P<tag><[^<>]*>)
    | {_SIGN}
    """,
    _FLAGS,
)
_IN_FORMULA = re.compile(f"{_BRACKET}|{_HINT_IN_TEX}", re.IGNORECASE)
_IN_TAG = re.compile(rf"\\(?=[(\[])|{_BRACKET}|{_CLOZE}", re.IGNORECASE)
_IN_NAME = re.compile(
    rf"""
      [\x00-\x1f\x7f-\x9f]
    | \\[(\[]               # \(x\)
    | <[a-z/!?]             # <b>
    | \{{\{{                 # {{{{field}}}}
    | {_BRACKET}
    """,
    _FLAGS,
)

_BEGINNINGS = ("\\", "[", "::", HINT)
"""One of these stands in all that Anki could take for more than text."""


def literal(neutral: str) -> str:
    """Neutral HTML in which Anki finds no other formulas, clozes and sounds than are marked."""
    # Most text holds no sign at all: four searches tell, and none starts an engine.
    may_hold = [sign in neutral for sign in _BEGINNINGS]
    if any(may_hold) and _ANY.search(neutral):
        return _PIECE.sub(_harmless, neutral)
    return neutral


def _harmless(piece: re.Match[str]) -> str:
    if piece["formula"]:
        return _IN_FORMULA.sub(_as_reference, piece[0])
    if piece["tag"]:
        return _IN_TAG.sub(_as_reference, piece[0])
    if piece[0] in ("\\", HINT):
        return piece[0] + UNTYPESET
    return _as_reference(piece)


def _as_reference(sign: re.Match[str]) -> str:
    """A sign, its last character as a reference: Anki looks before the browser resolves these.

    Before a hint in TeX stands nothing yet: a blank, which TeX skips.
    """
    if not sign[0]:
        return " "
    return f"{sign[0][:-1]}&#{ord(sign[0][-1])};"


def markup_in_name(name: str) -> str:
    """What Anki would not show as typed in a name (of a deck, a tag, a note type); else nothing.

    Anki writes such names into cards as they are: no character of them is escaped.
    """
    sign = _IN_NAME.search(name)
    if sign:
        return name[sign.start() : sign.start() + 12]
    return name if unescape(name) != name else ""
