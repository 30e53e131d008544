"""HTML as a reader sees it: two fields of the same form say the same, whatever wrote their HTML.

Anki's editor, its importer and our renderer write one text in several ways (`<div>` for `<p>`, `&#125;` for `}`,
`<b>` for `<strong>`); colours of code and all other styles come from us or cannot be said in Markdown.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from html.parser import HTMLParser

LARGEST = 50_000
"""Characters; a longer field is none that an author wrote, and is compared to the letter."""

_SAME = {"b": "strong", "i": "em", "strike": "s", "del": "s"}
_INLINE = ("strong", "em", "s", "u", "sub", "sup", "code", "kbd", "mark", "small", "a")
_BLOCK = ("ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "pre")
_BREAK = ("p", "div", "thead", "tbody", "section", "article")

_EMPTY = re.compile(r"<(strong|em|s|u|sub|sup|mark|small)></\1>|</(strong|em|s|u|sub|sup|mark|small)><\2>")
_DISPLAY = re.compile(r"(\\\[.*?\\\])")
_BRACES = re.compile(r"([{}])\s+(?=[{}])")
_TEX = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]")


def form(html: str) -> str:
    """The normal form of a field's HTML. Never raises for what HTML can be."""
    if len(html) > LARGEST:
        return html
    reader = _Reader()
    reader.feed(unicodedata.normalize("NFC", html))
    reader.close()
    text = _DISPLAY.sub(r"\n\1\n", "".join(reader.out))
    text = _TEX.sub(_tex, text)
    count = 1
    while count:
        text, count = _EMPTY.subn("", text)
    text = re.sub(r" *<br> *", "<br>", text)
    text = re.sub(r"(?:<br>){2,}", "\n", text)
    return re.sub(r"(?: |<br>)*\n(?: |<br>|\n)*", "\n", f"\n{text}\n").strip("\n")


def _tex(found: re.Match[str]) -> str:
    inner = " ".join(found[0].replace("<br>", " ")[2:-2].split())
    return found[0][:2] + _BRACES.sub(r"\1", inner) + found[0][-2:]


class _Reader(HTMLParser):
    """Writes text and the tags that mean something; a line feed is the border of a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.verbatim = 0
        self.links: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, found = _SAME.get(tag, tag), dict(attrs)
        if name == "br":
            self.out.append("&#10;" if self.verbatim else "<br>")
        elif name == "img":
            self.out.append(f"<img {escape(found.get('src') or '')} {escape(_plain(found.get('alt') or ''))}>")
        elif name == "a":
            self.links.append(bool(found.get("href")))
            self.out += [f"<a {escape(found['href'] or '')}>"] if found.get("href") else []
        elif name in _BREAK:
            self.out.append("\n")
        elif name in _BLOCK:
            choice = (found.get("class") or "") if name == "li" else ""
            self.out.append(f"\n<{name}{f' {choice}' if choice.startswith('choice') else ''}>\n")
            self.verbatim += name == "pre"
        elif name in _INLINE and not self.verbatim:
            self.out.append(f"<{name}>")

    def handle_endtag(self, tag: str) -> None:
        name = _SAME.get(tag, tag)
        if name == "a":
            self.out += ["</a>"] if self.links and self.links.pop() else []
        elif name in _BREAK:
            self.out.append("\n")
        elif name in _BLOCK:
            if name == "pre" and self.verbatim:
                self.verbatim -= 1
                self.out[-1] = re.sub(r"(?:&#10;|&#32;)+$", "", self.out[-1])
            self.out.append(f"\n</{name}>\n")
        elif name in _INLINE and not self.verbatim:
            self.out.append(f"</{name}>")

    def handle_data(self, data: str) -> None:
        text = escape(data.replace("\xa0", " "), quote=False)
        if self.verbatim:
            self.out.append(text.replace("\n", "&#10;").replace(" ", "&#32;"))
        else:
            self.out.append(re.sub(r"\s+", " ", text))


def _plain(text: str) -> str:
    return " ".join(text.split())
