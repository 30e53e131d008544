"""HTML -> Markdown, for fields of notes and for the HTML that pages mix into their Markdown. The only markdownify."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from markdownify import MarkdownConverter

DEEPEST = 60
"""Nested elements beyond this are an attack on the converter's stack: the text alone is kept."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_MATHJAX = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_LATEX = re.compile(r"\[(\$\$?|latex)\](.+?)\[/\1\]", re.DOTALL | re.IGNORECASE)
_SOUND = re.compile(r"\[sound:([^\]]+)\]")
_VOID = frozenset(("br", "img", "hr", "input", "meta", "link", "col", "wbr", "source"))


class _Converter(MarkdownConverter):
    """Markdown as our own parser reads it back: `<br>` stays a line break, sub- and superscripts stay tags."""

    def convert_span(self, el: object, text: str, parent_tags: object) -> str:
        style = str(el.get("style") or "").replace(" ", "") if hasattr(el, "get") else ""
        if "font-weight:bold" in style or "font-weight:700" in style or "font-weight:600" in style:
            return f"**{text.strip()}**" if text.strip() else text
        return text

    def convert_img(self, el: object, text: str, parent_tags: object) -> str:
        source = str(el.get("src") or "") if hasattr(el, "get") else ""
        alt = " ".join(str(el.get("alt") or "").split()) if hasattr(el, "get") else ""
        return (
            f"![{alt or source.rpartition('/')[2].rpartition('.')[0]}]({source.replace(' ', '%20')})" if source else ""
        )

    def convert_li(self, el: object, text: str, parent_tags: object) -> str:
        classes = (el.get("class") or []) if hasattr(el, "get") else []
        box = f"[{'x' if 'right' in classes else ' '}] " if "choice" in classes else ""
        return str(super().convert_li(el, box + text.lstrip() if box else text, parent_tags))  # type: ignore[misc]

    def convert_u(self, el: object, text: str, parent_tags: object) -> str:
        return f"<u>{text}</u>" if text.strip() else text


def to_markdown(html: str) -> str:
    """The Markdown of a piece of HTML; formulas become `$…$`, sounds links. Never raises for what HTML can be."""
    if "<" not in html and "&" not in html:
        return _formulas(html).strip()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        if _depth(html) > DEEPEST:
            return BeautifulSoup(_TAG.sub(" ", html), "html.parser").get_text().strip()
        soup = BeautifulSoup(html, "html.parser")
    for gone in soup(["script", "style", "head", "title", "template"]):
        gone.decompose()
    text = _CONVERTER.convert_soup(soup)
    soup.decompose()  # its nodes refer to each other, and the collector may be off
    text = re.sub(r"[ \t]+\n", lambda m: "  \n" if m[0].startswith("  \n") else "\n", text.replace("\xa0", " "))
    return _formulas(re.sub(r"\n{3,}", "\n\n", text)).strip()


def plain(html: str) -> str:
    """The text of a piece of HTML."""
    return " ".join(re.sub(r"<[^<>]*>", " ", html).split())


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() in _VOID:
            continue
        depth = max(0, depth + (-1 if closing else 1))
        deepest = max(deepest, depth)
    return deepest


def _formulas(text: str) -> str:
    text = _LATEX.sub(lambda m: f"$${m[2].strip()}$$" if m[1] == "$$" else f"${m[2].strip().strip('$')}$", text)
    text = _MATHJAX.sub(lambda m: f"${m[1].strip()}$" if m[1] else f"$${m[2].strip()}$$", text)
    return _SOUND.sub(lambda m: f"[{m[1]}](media/{m[1]})", text)


def _language(el: object) -> str:
    """The language of a `<pre>`, from the class that highlighters give it or the code inside."""
    inside = el.find("code") if hasattr(el, "find") else None
    classes = [
        str(name)
        for part in (el, inside)
        if part is not None and hasattr(part, "get")
        for name in part.get("class") or ()
    ]
    found = (re.match(r"(?:language-|lang-|highlight-source-|brush:)([\w+#-]+)$", name) for name in classes)
    return next((match[1] for match in found if match), "")


_CONVERTER = _Converter(
    heading_style="ATX",
    bullets="-",
    strong_em_symbol="*",
    sub_symbol="<sub>",
    sup_symbol="<sup>",
    escape_asterisks=False,
    escape_underscores=False,
    newline_style="backslash",
    autolinks=False,
    code_language_callback=_language,
)
