"""HTML -> Markdown, for fields of notes and for the HTML that pages mix into their Markdown."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag

from deckpress.anki.converter import BREAK, CONVERTERS, MODES

DEEPEST = 60
"""Nested elements beyond this are an attack on the converter's stack: the text alone is kept."""

LONGEST = 400
"""Lines that an HTML table or list in a page may have; beyond, its start tag is text."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_MATHJAX = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_LATEX = re.compile(r"\[(\$\$?|latex)\](.+?)\[/\1\]", re.DOTALL | re.IGNORECASE)
_SOUND = re.compile(r"\[sound:([^\]]+)\]")
_VOID = frozenset(("br", "img", "hr", "input", "meta", "link", "col", "wbr", "source"))
_EMPHASES = "b strong i em s del strike u mark small span font".split()
_JOINED = ("code", "b", "strong", "i", "em", "s", "del", "u", "mark", "small")
_BLOCK = "address article blockquote center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table td th tr ul".split()
_BREAKS = re.compile(rf" *{BREAK}\n([ >]*)(?:{BREAK}\n\1)+")


def end_of(tag: str, lines: Sequence[str], row: int) -> int:
    """The row behind the end tag of the element that opens in a row of a page; 0 if there is none near."""
    opened = re.compile(rf"<(/?){tag}\b", re.IGNORECASE)
    depth = 0
    for end in range(row, min(len(lines), row + LONGEST)):
        depth += sum(-1 if slash else 1 for slash in opened.findall(lines[end]))
        if depth <= 0:
            return end + 1
    return 0


def to_markdown(html: str) -> str:
    """The Markdown of HTML in a page; formulas become `$…$`, sounds links. Never raises for what HTML can be."""
    if "<" in html or "&" in html:
        html = converted(html)
    return _formulas(html).strip()


def converted(html: str, mode: str = MODES[0]) -> str:
    """The Markdown of a piece of HTML, formulas as they are. Never raises for what HTML can be."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        if _depth(html) > DEEPEST:
            return BeautifulSoup(_TAG.sub(" ", html), "html.parser").get_text().strip()
        soup = BeautifulSoup(html, "html.parser")
    _prepared(soup)
    text = CONVERTERS[mode].convert_soup(soup)
    soup.decompose()  # its nodes refer to each other, and the collector may be off
    text = re.sub(
        r"[ \t]+\n",
        lambda m: "  \n" if m[0].startswith("  \n") else "\n",
        text.replace("\xa0", " "),
    )
    text = _BREAKS.sub(lambda m: f"\n{m[1].rstrip()}\n{m[1]}", text)
    text = re.sub(f" *{BREAK}", r"\\", re.sub(rf"(?:\s*{BREAK})+\s*\Z", "", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _prepared(soup: BeautifulSoup) -> None:
    """Say in another way what Markdown cannot: emphasis of blocks, line breaks that nobody sees."""
    for gone in soup(["script", "style", "head", "title", "template"]):
        gone.decompose()
    found: dict[str, list[Tag]] = {}
    for tag in soup(True):
        found.setdefault(tag.name, []).append(tag)
    for tag in (tag for name in _JOINED for tag in found.get(name, ())):
        _join(tag)
    for emphasis in (tag for name in _EMPHASES for tag in found.get(name, ())):
        _shared(emphasis, soup)
    for line_break in filter(_at_an_edge, found.get("br", ())):
        blank = line_break.next_sibling
        line_break.extract()
        if blank is not None and not isinstance(blank, Tag) and not str(blank).strip():
            blank.extract()  # else the next one would look past all of them


def _join(tag: Tag) -> None:
    """Two of a kind side by side are one: `**a****b**` would be neither."""
    while isinstance(near := tag.next_sibling, Tag) and near.name == tag.name:
        tag.extend(list(near.contents))
        near.extract()


def _shared(emphasis: Tag, soup: BeautifulSoup) -> None:
    """Emphasis of blocks becomes that of the text in each; emphasis in itself is no more than once."""
    if emphasis.name not in ("span", "font") and emphasis.find_parent(emphasis.name):
        emphasis.unwrap()
    elif emphasis.find(_BLOCK):
        for text in [text for text in emphasis.find_all(string=True) if text.strip()]:
            text.wrap(
                soup.new_tag(emphasis.name, attrs={"style": str(emphasis.get("style") or "")})
            )
        emphasis.unwrap()


def _at_an_edge(line_break: Tag) -> bool:
    """Whether a `<br>` is the first or last of a block, where nobody sees it and Markdown would show a backslash."""
    return any(_border(line_break, way) for way in ("next_siblings", "previous_siblings"))


def _border(node: Tag, way: str) -> bool:
    """Whether a block begins or ends right beside a node."""
    while True:
        near = next(
            (other for other in getattr(node, way) if isinstance(other, Tag) or str(other).strip()),
            None,
        )
        if near is not None or node.parent is None:
            return isinstance(near, Tag) and near.name in _BLOCK
        node = node.parent
        if node.name in _BLOCK or node.name == "[document]":
            return True


def plain(html: str) -> str:
    """The text of a piece of HTML, its entities as they are."""
    inline = rf"</?(?:{'|'.join([*_EMPHASES, 'sub', 'sup', 'a', 'code', 'kbd'])})\b[^<>]*>"
    return " ".join(re.sub(r"<[^<>]*>", " ", re.sub(inline, "", html, flags=re.IGNORECASE)).split())


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() in _VOID:
            continue
        depth = max(0, depth + (-1 if closing else 1))
        deepest = max(deepest, depth)
    return deepest


def _formulas(text: str) -> str:
    text = _LATEX.sub(
        lambda m: f"$${m[2].strip()}$$" if m[1] == "$$" else f"${m[2].strip().strip('$')}$", text
    )
    text = _MATHJAX.sub(lambda m: f"${m[1].strip()}$" if m[1] else f"$${m[2].strip()}$$", text)
    return _SOUND.sub(lambda m: f"[{m[1]}](media/{m[1]})", text)
