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
from typing import TypeVar

from deckpress.checks._contract import Faults, Options
from deckpress.checks._marks import formulas
from deckpress.kinds import fields
from deckpress.model import Card, Fault

FIX = "write the formula without this command"
WAIVABLE = False

_T = TypeVar("_T")


def _by_command(table: Mapping[str, _T]) -> dict[str, _T]:
    """A table of which each row has several commands, as one with a row for each."""
    rows: dict[str, _T] = {}
    for commands, row in table.items():
        rows.update(dict.fromkeys(commands.split(), row))
    return rows


_DEFINITIONS = """
    newcommand renewcommand providecommand newenvironment renewenvironment def gdef edef xdef let
    futurelet csname DeclareMathOperator DeclarePairedDelimiter DeclarePairedDelimiters
    DeclarePairedDelimiterX DeclarePairedDelimitersX DeclarePairedDelimiterXPP
    DeclarePairedDelimitersXPP Newextarrow newtagform renewtagform usetagform mathtoolsset
    definecolor require
"""
REFUSED = _by_command(
    {
        _DEFINITIONS: (
            "would stay in force for the cards after this one",
            "write the formula out",
        ),
        "class cssId label data htmlClass htmlId htmlData": (
            "names an element of the page",
            "leave it out: a card has nothing else to name or refer to",
        ),
        "ref eqref refeq": (
            "links to another formula",
            "leave it out: a card has no other formulas",
        ),
        "texttip mathtip toggle": (
            "acts when it is touched",
            "write both parts, or put one into `### Hint`",
        ),
        "href url": ("makes a link", "link words of the text: [words](https://…)"),
        "style htmlStyle": ("writes CSS", r"use \color, \boxed or \bbox[yellow,5px]"),
        "mmlToken": ("writes HTML attributes", r"use \mathrm, \text or \operatorname"),
        "includegraphics": ("loads a picture", "show it beside the formula: ![alt](media/…)"),
        "verb": ("takes what follows for text", r"use \text or \texttt"),
    }
)
"""Commands to what is wrong with them, and the fix.

Some are KaTeX's or a newer MathJax's: Anki may learn them.
"""

_NAME = r"[A-Za-z][A-Za-z0-9!-]*+|\#[0-9A-Fa-f]{3,8}|(?:rgb|hsl)a?\([\d\s.,%/]*+\)"  # red, #0a5596
_COLOR = (
    rf"\s*\{{\s*(?:{_NAME}|[0-9A-Fa-f]{{6}}|[\d\s.,]++)\s*\}}"  # {red}, {0A5596}, {0.1, 0.3, 0.6}
)
_MODEL = r"(?:\s*\[\s*(?:rgb|RGB|HTML|gray|named|cmyk)\s*\])?"  # [RGB], or nothing
_SIZE = r"(?:\d++(?:\.\d++)?|\.\d++)\s*(?:px|pt|em|ex|mu|pc|in|mm|cm)"  # 5px, .5 em
_BOX = rf"\s*\[(?:\s*(?:{_NAME}|{_SIZE})\s*(?:,|(?=\])))*\]"  # [yellow, 5px]
_PLAIN = (
    r"(?!\s*\[)(?!\s*\{\{c\d)"  # {x}: no option, and no cloze, whose hint Anki puts into brackets
)
ARGUMENTS = _by_command(
    {
        "color textcolor colorbox cellcolor columncolor rowcolor": (
            re.compile(f"{_MODEL}{_COLOR}"),
            "takes a color only",
            "name one, {red}, or give it as {#0a5596}",
        ),
        "fcolorbox": (
            re.compile(f"{_MODEL}{_COLOR}{_COLOR}"),
            "takes two colors only",
            r"write \fcolorbox{red}{yellow}{…}",
        ),
        "bbox": (
            re.compile(f"(?:{_BOX}|{_PLAIN})"),
            "takes colors and sizes only",
            r"write \bbox[yellow,5px]{…}, or \boxed{…}",
        ),
        "unicode": (
            re.compile(_PLAIN),
            "cannot choose a font",
            r"write \unicode{x41}, or the character itself",
        ),
    }
)
"""Commands to the pattern of what may follow them, what is wrong else, and the fix.

MathJax writes their arguments into `style` attributes, some unread.
"""

_LONGEST_FIRST = "|".join(sorted(REFUSED, key=len, reverse=True))
_REFUSED = re.compile(rf"\\({_LONGEST_FIRST})(?![A-Za-z])")
_CHECKED = re.compile(rf"\\({'|'.join(ARGUMENTS)})(?![A-Za-z])")

_CLOZE_MARK = re.compile(r"\{\{c[\d,]+::|::|\}\}")
_CUT = re.compile(r"(?<!\\)(?:\\\\)*\\(?:([A-Za-z]+)\0+[A-Za-z]|\0)")
r"""A command that goes on behind the edge of a cloze (a NUL here), or a lone `\` before it."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each formula and command."""
    for mark in formulas(card):
        if "\\" in mark.value:
            for message, fix in _wrong(mark.value):
                yield Fault(mark.span, message, fix)


def _wrong(tex: str) -> Iterator[tuple[str, str]]:
    """What is wrong, and the fix; a name counts behind any backslash, whatever is before that."""
    # As it is written, for hints; and filled, for names that clozes put together.
    texts = (tex, fields.plain_tex(tex))
    refused: set[str] = set()
    badly_followed: set[str] = set()
    for text in texts:
        refused.update(_REFUSED.findall(text))
        badly_followed.update(_badly_followed(text))
    for name in sorted(refused):
        message, fix = REFUSED[name]
        yield rf"\{name} {message}", fix
    for name in sorted(badly_followed):
        _, message, fix = ARGUMENTS[name]
        yield rf"\{name} {message}", fix
    if "{{c" in tex:
        cut = _CUT.search(_CLOZE_MARK.sub("\0", tex))
        if cut:
            message = rf"the edge of a cloze cuts the command \{cut[1] or ''}"
            yield message, "write a blank between them"


def _badly_followed(tex: str) -> Iterator[str]:
    """The commands that are followed by something else than a color or a size."""
    for found in _CHECKED.finditer(tex):
        following, _, _ = ARGUMENTS[found[1]]
        if not following.match(tex, found.end()):
            yield found[1]
