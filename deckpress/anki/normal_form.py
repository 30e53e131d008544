"""HTML as a reader sees it: two fields of the same form say the same, whatever wrote their HTML.

Anki's editor, its importer and our renderer write one text in several ways (`<div>` for `<p>`, `&#125;` for `}`,
`<b>` for `<strong>`); colours of code and all other styles come from us or cannot be said in Markdown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

from deckpress.anki.converter import styled
from deckpress.markup import UNTYPESET

LARGEST = 50_000
"""Characters; a longer field is none that an author wrote, and is compared to the letter."""

_SAME = {"b": "strong", "i": "em", "strike": "s", "del": "s", "h1": "h4", "h2": "h4", "h3": "h4"}
"""What means the same; a card's own headings begin at level 4."""

_INLINE = ("strong", "em", "s", "u", "sub", "sup", "code", "kbd", "mark", "small", "a")
_BLOCK = (
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "tr",
    "td",
    "th",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
)
_BREAK = ("p", "div", "thead", "tbody", "section", "article")

_EMPTY = re.compile(
    r"<(strong|em|s|u|sub|sup|mark|small)> *</\1>|</(strong|em|s|u|sub|sup|mark|small)><\2>"
)
_STYLED = ("span", "font")
_PRE = re.compile(r"(\n<pre>\n)(?:&#10;)+|(?:&#10;|&#32;)+(?=\n</pre>)")
_OPEN = re.compile(r"(<(?:strong|em|s|u|sub|sup|mark|small|a [^<>]*)>) +")
_CLOSE = re.compile(r" +(</(?:strong|em|s|u|sub|sup|mark|small|a)>)")
_TWO = re.compile(r"</(strong|em|s|u|mark|small|code)>( *)<\1>")
_EDGE = re.compile(
    r"(?:<br>| )+(?=(?:</(?:strong|em|s|u|sub|sup|mark|small|a)>)+\n)|(\n(?:<[a-z][^<>/]*>)+)(?:<br>| )+"
)
_NO_HEAD = re.compile(r"\n<tr>(?:\n<th>\n</th>)+\n</tr>")
_DISPLAY = re.compile(r"(\\\[(?:(?!\\[\[\]]).)*\\\])")
_BRACES = re.compile(r"([{}])\s+(?=[{}])")
_TEX = re.compile(r"\\\((?:(?!\\[()]).)*\\\)|\\\[(?:(?!\\[\[\]]).)*\\\]|\\(?=[(\[])")
r"""A formula, or a `\(` that opens none."""

_UNTYPESET = "\ue004"
r"""Parts, in text, a `\` from the bracket behind it: else it would have the form of a formula."""


def form(html: str) -> str:
    """The normal form of a field's HTML. Never raises for what HTML can be."""
    if len(html) > LARGEST:
        return html
    reader = _Reader()
    html = html.replace(UNTYPESET, _UNTYPESET)
    reader.feed(unicodedata.normalize("NFC", html))
    reader.close()
    text = _PRE.sub(r"\1", "".join(reader.out))
    text = _DISPLAY.sub(r"\n\1\n", text)
    text = _TEX.sub(_tex, re.sub(rf"{_UNTYPESET}(?![(\[])", "", text))
    count = 1
    while count:
        text, count = _EMPTY.subn("", text)
    text = _CLOSE.sub(r"\1 ", _OPEN.sub(r" \1", text))
    text = _TWO.sub(r"\2", text)
    text = re.sub(r" *<br> *", "<br>", re.sub(" {2,}", " ", text))
    text = re.sub(r"(?:<br>){2,}", "\n", text)
    text = re.sub(r"(?: |<br>)*\n(?: |<br>|\n)*", "\n", f"\n{text}\n")
    text = _EDGE.sub(r"\1", text)
    return _NO_HEAD.sub("", text).strip("\n")


def _tex(found: re.Match[str]) -> str:
    if found[0] == "\\":
        return found[0] + _UNTYPESET
    inner = " ".join(found[0].replace("<br>", " ")[2:-2].split())
    return found[0][:2] + _BRACES.sub(r"\1", inner) + found[0][-2:]


class _Reader(HTMLParser):
    """Writes text and the tags that mean something; a line feed is the border of a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.verbatim = 0
        self.open: list[str] = []
        """Inline tags that are open: a block's border closes and opens them again, as Markdown must."""
        self.links: list[bool] = []
        self.spans: list[list[str]] = []
        """Of each open `<span>` and `<font>`, what its style says."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, found = _SAME.get(tag, tag), {key: value or "" for key, value in attrs}
        if name == "br":
            self._line_break()
        elif name == "img":
            self.out.append(
                f"<img {escape(found.get('src', '').replace(' ', '%20'))} {escape(_plain(found.get('alt', '')))}>"
            )
        elif name in _BREAK:
            self._border("\n")
        elif name in _BLOCK:
            choice = found.get("class", "") if name == "li" else ""
            self._border(f"\n<{name}{f' {choice}' if choice.startswith('choice') else ''}>\n")
            self.verbatim += name == "pre"
        else:
            self._inline(name, found)

    def _inline(self, name: str, found: Mapping[str, str]) -> None:
        said = [name] if name in _INLINE else []
        if name in _STYLED:
            said = styled(found.get("style", ""))
            self.spans.append(said)
        elif name == "a":
            self.links.append(bool(found.get("href")))
            said = [f"a {escape(found['href'].replace(' ', '%20'))}"] if found.get("href") else []
        for tag in () if self.verbatim else said:
            self.out += [] if tag in self.open else [f"<{tag}>"]
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        name = _SAME.get(tag, tag)
        said = [name] if name in _INLINE else []
        if name in _BREAK:
            self._border("\n")
        elif name in _BLOCK and name != "hr":
            self.verbatim -= name == "pre" and self.verbatim > 0
            self._border(f"\n</{name}>\n")
        elif name in _STYLED:
            said = self.spans.pop()[::-1] if self.spans else []
        elif name == "a":
            said = ["a"] if self.links and self.links.pop() else []
        for tag in () if self.verbatim else said:
            place = next(
                (i for i in range(len(self.open) - 1, -1, -1) if self.open[i].split()[0] == tag),
                None,
            )
            if place is not None:
                gone = self.open.pop(place)
                self.out += [] if gone in self.open else [f"</{tag}>"]

    def _line_break(self) -> None:
        """Two in a row end a paragraph."""
        before = next((piece for piece in reversed(self.out) if piece.strip(" ")), "")
        if self.verbatim:
            self.out.append("&#10;")
        elif before == "<br>":
            self._border("\n")
        else:
            self.out.append("<br>")

    def _border(self, text: str) -> None:
        tags = list(dict.fromkeys(self.open))
        closing = "".join(f"</{tag.split()[0]}>" for tag in reversed(tags))
        self.out += (closing, text, "".join(f"<{tag}>" for tag in tags))

    def handle_data(self, data: str) -> None:
        text = escape(data.replace("\xa0", " "), quote=False)
        if self.verbatim or "code" in self.open:
            text = text.replace(_UNTYPESET, "")  # no formula begins in code
        if self.verbatim:
            self.out.append(text.replace("\n", "&#10;").replace(" ", "&#32;"))
        else:
            self.out.append(re.sub(r"\s+", " ", text))


def _plain(text: str) -> str:
    return " ".join(text.split())
