r"""A TeX command that does more than write a formula.

The MathJax in Anki knows commands that make links, run scripts, load pictures, name elements of the
page or stay in force for all later cards. A formula only shows something: a stranger's pull request
cannot act through it. The same holds for what Anki makes of a cloze: it must not cut a command in
two, so that another one comes out of the pieces.

Bad:
    $\href{javascript:alert(1)}{x}$
    $\bbox[background:url(//example.org/a.png)]{x}$

Good:
    [x](https://example.org)
    $\bbox[yellow,5px]{x}$
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.kinds import fields
from deckpress.model import Card, Fault

FIX = "write the formula without this command"
WAIVABLE = False

_LASTING = "would stay in force for the cards after this one", "write the formula out"
_NAMING = (
    "names an element of the page",
    "leave it out: a card has nothing else to name or refer to",
)
_REFERRING = "links to another formula", "leave it out: a card has no other formulas"
_MOVING = "acts when it is touched", r"write both parts, or put one into `### Hint`"

_DEFINITIONS = """
    newcommand renewcommand providecommand newenvironment renewenvironment def gdef edef xdef let
    futurelet csname DeclareMathOperator DeclarePairedDelimiter DeclarePairedDelimiters
    DeclarePairedDelimiterX DeclarePairedDelimitersX DeclarePairedDelimiterXPP
    DeclarePairedDelimitersXPP Newextarrow newtagform renewtagform usetagform mathtoolsset definecolor
    require
"""
REFUSED: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(_DEFINITIONS.split(), _LASTING),
    **dict.fromkeys(
        ("class", "cssId", "label", "data", "htmlClass", "htmlId", "htmlData"), _NAMING
    ),
    **dict.fromkeys(("ref", "eqref", "refeq"), _REFERRING),
    **dict.fromkeys(("texttip", "mathtip", "toggle"), _MOVING),
    **dict.fromkeys(
        ("href", "url"), ("makes a link", "link words of the text: [words](https://…)")
    ),
    **dict.fromkeys(
        ("style", "htmlStyle"), ("writes CSS", r"use \color, \boxed or \bbox[yellow,5px]")
    ),
    "mmlToken": ("writes HTML attributes", r"use \mathrm, \text or \operatorname"),
    "includegraphics": ("loads a picture", "show it beside the formula: ![alt](media/…)"),
    "verb": ("takes what follows for text", r"use \text or \texttt"),
}
"""Commands to what is wrong with them, and the fix.

Some are KaTeX's or a newer MathJax's: Anki may learn them.
"""

_NAME = r"[A-Za-z][A-Za-z0-9!-]*+|\#[0-9A-Fa-f]{3,8}|(?:rgb|hsl)a?\([\d\s.,%/]*+\)"
_BRACED = rf"\s*\{{\s*(?:{_NAME}|[0-9A-Fa-f]{{6}}|[\d\s.,]++)\s*\}}"
"""A color in braces: {red}, {#0a5596}; with a model before it {0A5596} or {0.1, 0.3, 0.6}."""
# what it looks like: \color[RGB]
_MODEL = r"(?:\s*\[\s*(?:rgb|RGB|HTML|gray|named|cmyk)\s*\])?"
_SIZE = r"(?:\d++(?:\.\d++)?|\.\d++)\s*(?:px|pt|em|ex|mu|pc|in|mm|cm)"
# what it looks like: \bbox[yellow, 5px]
_BOX = rf"\s*\[(?:\s*(?:{_NAME}|{_SIZE})\s*(?:,|(?=\])))*\]"
# what it looks like: \bbox{x}
_PLAIN = r"(?!\s*\[)(?!\s*\{\{c\d)"
"""No option in brackets, and no cloze, whose hint Anki would put into brackets."""
_COLORING = "color", "textcolor", "colorbox", "cellcolor", "columncolor", "rowcolor"
_COLOR = rf"{_MODEL}{_BRACED}", "takes a color only", r"name one, {red}, or give it as {#0a5596}"
_COLORS = (
    rf"{_MODEL}{_BRACED}{_BRACED}",
    "takes two colors only",
    r"write \fcolorbox{red}{yellow}{…}",
)
_BOXED = "takes colors and sizes only", r"write \bbox[yellow,5px]{…}, or \boxed{…}"
_CODED = "cannot choose a font", r"write \unicode{x41}, or the character itself"
ARGUMENTS: Mapping[str, tuple[str, str, str]] = {
    **dict.fromkeys(_COLORING, _COLOR),
    "fcolorbox": _COLORS,
    "bbox": (rf"(?:{_BOX}|{_PLAIN})", *_BOXED),
    "unicode": (_PLAIN, *_CODED),
}
"""Commands to the pattern of what may follow them, what is wrong else, and the fix.

MathJax writes their arguments into `style` attributes, some unread.
"""

_NAMES = "|".join(sorted(REFUSED, key=len, reverse=True))
_REFUSED = re.compile(rf"\\({_NAMES})(?![A-Za-z])")
_CHECKED = re.compile(rf"\\({'|'.join(ARGUMENTS)})(?![A-Za-z])")
_FOLLOWING = {name: re.compile(pattern) for name, (pattern, *_) in ARGUMENTS.items()}

_CLOZE_MARK = re.compile(r"\{\{c[\d,]+::|::|\}\}")
_CUT = re.compile(r"(?<!\\)(?:\\\\)*\\(?:([A-Za-z]+)\0+[A-Za-z]|\0)")
r"""A command that goes on behind the edge of a cloze, or a lone `\` right before it."""


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each formula and command."""
    for section in card.parts:
        for mark in section.marks:
            if mark.kind.endswith("math") and "\\" in mark.value:
                yield from (Fault(mark.span, *wrong) for wrong in _wrong(mark.value))


def _wrong(tex: str) -> Iterator[tuple[str, str]]:
    """What is wrong, and the fix; a name counts behind any backslash, whatever stands before that."""
    # as it is written, for hints; and filled, for names that clozes put together
    revealed = fields.plain_tex(tex)
    for name in sorted({*_REFUSED.findall(tex), *_REFUSED.findall(revealed)}):
        message, fix = REFUSED[name]
        yield rf"\{name} {message}", fix
    for name in sorted({name for text in (tex, revealed) for name in _badly_followed(text)}):
        _, message, fix = ARGUMENTS[name]
        yield rf"\{name} {message}", fix
    if "{{c" in tex and (cut := _CUT.search(_CLOZE_MARK.sub("\0", tex))):
        yield rf"the edge of a cloze cuts the command \{cut[1] or ''}", "write a blank between them"


def _badly_followed(tex: str) -> Iterator[str]:
    """The commands that are followed by something else than a color or a size."""
    for found in _CHECKED.finditer(tex):
        if not _FOLLOWING[found[1]].match(tex, found.end()):
            yield found[1]
