"""HTML as a reader sees it: two fields of one normal form say the same, whatever wrote their HTML.

Anki's editor, its importer and our renderer write one text in several ways (`<div>` for `<p>`,
`&#125;` for `}`, `<b>` for `<strong>`); colours of code and all other styles come from us or cannot
be said in Markdown.

It is read by another parser than the Markdown is made with (`html_tree`), and event by event: what
one of the two loses or a wrong end tag hides shows as a difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

from deckpress.anki.converter import styled
from deckpress.anki.field_syntax import FORMULA
from deckpress.anki.html_tree import acceptable
from deckpress.anki.rewriting import rewritten, rules
from deckpress.markup import UNTYPESET

LARGEST = 50_000
"""Characters; a longer field is none that an author wrote, and is compared to the letter."""

_SAME = {"b": "strong", "i": "em", "strike": "s", "del": "s", "h1": "h4", "h2": "h4", "h3": "h4"}
"""What means the same; a card's own headings begin at level 4."""

_INLINE = frozenset("strong em s u sub sup code kbd mark small".split())
_STYLED = ("span", "font")
_BLOCKS = frozenset("ul ol li blockquote table tr td th hr h4 h5 h6 pre".split())
_PARAGRAPHS = ("p", "div", "thead", "tbody", "section", "article")
"""Elements that only part what stands in them from the rest."""

_UNTYPESET = "\ue004"
r"""Parts, in text, a `\` from the bracket behind it: else it would have the form of a formula."""

_EMPHASIS = "strong|em|s|u|sub|sup|mark|small"
_EMPTY = re.compile(rf"<({_EMPHASIS})> *</\1>|</({_EMPHASIS})><\2>")
"""`<em></em>`, and `</em><em>`, as if it had never ended."""

_TEX = re.compile(rf"{FORMULA}|\\(?=[(\[])")
r"""A formula, or a `\(` that opens none."""

_BRACES = re.compile(r"([{}])\s+(?=[{}])")

_BEFORE_FORMULAS = rules(
    # line feeds at the beginning of code, and blanks at its end, show nowhere
    (r"(\n<pre>\n)(?:&#10;)+|(?:&#10;|&#32;)+(?=\n</pre>)", r"\1"),
    # a displayed formula is a block: `a\[x\]b` -> `a`, `\[x\]`, `b`
    (r"(\\\[(?:(?!\\[\[\]]).)*\\\])", r"\n\1\n"),
    (rf"{_UNTYPESET}(?![(\[])", ""),
)
_AFTER_FORMULAS = rules(
    # a blank moves out of emphasis: `<em> a </em>` -> ` <em>a</em> `
    (rf"(<(?:{_EMPHASIS}|a [^<>]*)>) +", r" \1"),
    (rf" +(</(?:{_EMPHASIS}|a)>)", r"\1 "),
    # `<em>a</em> <em>b</em>` -> `<em>a b</em>`
    (r"</(strong|em|s|u|mark|small|code)>( *)<\1>", r"\2"),
    (r" {2,}", " "),
    (r" *<br> *", "<br>"),
    # two line breaks end a paragraph, and nobody sees those at its edges
    (r"(?:<br>){2,}", "\n"),
    (r"(?: |<br>)*\n(?: |<br>|\n)*", "\n"),
    # the same inside of the emphasis at an edge: `a<em><br></em>` and `<em><br>a</em>`
    (rf"(?:<br>| )+(?=(?:</(?:{_EMPHASIS}|a)>)+\n)|(\n(?:<[a-z][^<>/]*>)+)(?:<br>| )+", r"\1"),
    # the empty head that Markdown demands of every table
    (r"\n<tr>(?:\n<th>\n</th>)+\n</tr>", ""),
)


def normal_form(html: str) -> str:
    """The normal form of a field's HTML. Never raises for what HTML can be."""
    if len(html) > LARGEST:
        return html
    writer = _Writer()
    html = html.replace(UNTYPESET, _UNTYPESET)
    writer.feed(acceptable(unicodedata.normalize("NFC", html)))
    writer.close()
    text = rewritten("".join(writer.out), _BEFORE_FORMULAS)
    text = _TEX.sub(_formula, text)
    count = 1
    while count:
        text, count = _EMPTY.subn("", text)
    return rewritten(f"\n{text}\n", _AFTER_FORMULAS).strip("\n")


def _formula(found: re.Match[str]) -> str:
    r"""`\( a_{ 1} } \)` -> `\(a_{1}}\)`, as TeX skips blanks."""
    if found[0] == "\\":
        return found[0] + _UNTYPESET
    inner = " ".join(found[0].replace("<br>", " ")[2:-2].split())
    return found[0][:2] + _BRACES.sub(r"\1", inner) + found[0][-2:]


class _Writer(HTMLParser):
    """Writes text and the tags that mean something; a line feed is the border of a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.verbatim = 0
        """How many `<pre>` are open."""
        self.elements: dict[str, list[list[str]]] = defaultdict(list)
        """By name the open inline elements; of each, what it means: `em`, or `a https://x.org`."""
        self.open: dict[str, int] = {}
        """How often each meaning is open; it is written once."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = _SAME.get(tag, tag)
        attributes = {key: value or "" for key, value in attrs}
        if name == "br":
            self._line_break()
        elif name == "img":
            source = attributes.get("src", "").replace(" ", "%20")
            alternative = " ".join(attributes.get("alt", "").split())
            self.out.append(f"<img {escape(source)} {escape(alternative)}>")
        elif name in _PARAGRAPHS:
            self._border("\n")
        elif name in _BLOCKS:
            choice = attributes.get("class", "") if name == "li" else ""
            shown = f"{name} {choice}" if choice.startswith("choice") else name
            self._border(f"\n<{shown}>\n")
            self.verbatim += name == "pre"
        elif not self.verbatim:
            self._open_inline(name, attributes)

    def handle_endtag(self, tag: str) -> None:
        name = _SAME.get(tag, tag)
        if name in _PARAGRAPHS:
            self._border("\n")
        elif name == "pre":
            self.verbatim = max(0, self.verbatim - 1)
            self._border("\n</pre>\n")
        elif name in _BLOCKS and name != "hr":
            self._border(f"\n</{name}>\n")
        elif not self.verbatim:
            self._close_inline(name)

    def handle_data(self, data: str) -> None:
        text = escape(data.replace("\xa0", " "), quote=False)
        if self.verbatim or "code" in self.open:
            text = text.replace(_UNTYPESET, "")  # no formula begins in code
        if self.verbatim:
            self.out.append(text.replace("\n", "&#10;").replace(" ", "&#32;"))
        else:
            self.out.append(
                re.sub(
                    r"\s+",
                    " ",
                    text,
                )
            )

    def _open_inline(self, name: str, attributes: Mapping[str, str]) -> None:
        meanings = _meanings(name, attributes)
        self.elements[name].append(meanings)
        for meaning in meanings:
            if meaning not in self.open:
                self.out.append(f"<{meaning}>")
            self.open[meaning] = self.open.get(meaning, 0) + 1

    def _close_inline(self, name: str) -> None:
        """Close the last element of that name; an end tag of none means nothing."""
        elements = self.elements[name]
        for meaning in reversed(elements.pop() if elements else ()):
            self.open[meaning] -= 1
            if not self.open[meaning]:
                del self.open[meaning]
                self.out.append(f"</{meaning.split()[0]}>")

    def _border(self, text: str) -> None:
        """A block begins or ends: it closes what is open and opens it again, as Markdown must."""
        closing = [f"</{meaning.split()[0]}>" for meaning in reversed(self.open)]
        self.out += (*closing, text, *(f"<{meaning}>" for meaning in self.open))

    def _line_break(self) -> None:
        """Two in a row end a paragraph."""
        before = next((piece for piece in reversed(self.out) if piece.strip(" ")), "")
        if self.verbatim:
            self.out.append("&#10;")
        elif before == "<br>":
            self._border("\n")
        else:
            self.out.append("<br>")


def _meanings(name: str, attributes: Mapping[str, str]) -> list[str]:
    """What an inline element means: `<font style="font-weight:bold">` is `strong`."""
    if name in _STYLED:
        return styled(attributes.get("style", ""))
    target = attributes.get("href", "").replace(" ", "%20")
    if name == "a" and target:
        return [f"a {escape(target)}"]
    return [name] if name in _INLINE else []
