"""HTML -> Markdown, for fields of notes and for the HTML that pages mix into their Markdown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from deckpress.anki.converter import BREAK, CONVERTERS, MODES
from deckpress.anki.field_syntax import FORMULA, SOUND, with_mathjax
from deckpress.anki.html_tree import is_too_deep, nearest, parsed
from deckpress.anki.rewriting import rewritten, rules

LONGEST = 400
"""Lines that an HTML table or list in a page may have; beyond, its start tag is text."""

_UNSEEN = ("script", "style", "head", "title", "template")
_JOINED = ("code", "b", "strong", "i", "em", "s", "del", "u", "mark", "small")
_EMPHASES = ("b", "strong", "i", "em", "s", "del", "strike", "u", "mark", "small", "span", "font")
_BLOCKS = (
    "address article blockquote center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table "
    "td th tr ul"
).split()

_INLINE_TAG = re.compile(
    rf"</?(?:{'|'.join(_EMPHASES)}|sub|sup|a|code|kbd)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_FORMULA = re.compile(FORMULA, re.DOTALL)

_TIDY = rules(
    ("\xa0", " "),
    # blanks at the end of a line say nothing, but for the two that break it
    (r"(?<![ \t])(?!  \n)[ \t]+\n", "\n"),
    # two breaks end a paragraph, also that of a quote: `> a`, `>`, `> b`
    (rf" *{BREAK}\n((?:[ >]*>)?)( *)(?:{BREAK}\n\1\2)+", r"\n\1\n\1\2"),
    (rf"(?:\s*{BREAK})+\s*\Z", ""),
    (rf" *{BREAK}", r"\\"),
    (r"\n{3,}", "\n\n"),
)


def end_of(
    tag: str,
    lines: Sequence[str],
    row: int,
) -> int:
    """The row behind the end tag of the element that opens in a row of a page; 0 if none is
    near."""
    tags = re.compile(rf"<(/?){tag}\b", re.IGNORECASE)
    depth = 0
    for end in range(row, min(len(lines), row + LONGEST)):
        for slash in tags.findall(lines[end]):
            depth += -1 if slash else 1
        if depth <= 0:
            return end + 1
    return 0


def to_markdown(html: str) -> str:
    """The Markdown of HTML in a page; formulas become `$…$`, sounds links.

    Never raises for what HTML can be.
    """
    if "<" in html or "&" in html:
        html = converted(html)
    text = _FORMULA.sub(_in_dollars, with_mathjax(html))
    return SOUND.sub(r"[\1](media/\1)", text).strip()


def _in_dollars(found: re.Match[str]) -> str:
    inline, display = found.groups()
    if not (inline or display):
        return found[0]
    return f"${inline.strip()}$" if inline else f"$${display.strip()}$$"


def converted(html: str, mode: str = MODES[0]) -> str:
    """The Markdown of a piece of HTML, formulas as they are. Never raises for what HTML can be."""
    tree = parsed(html)
    if is_too_deep(tree):
        text = tree.get_text(" ")
    else:
        _prepare(tree)
        text = rewritten(CONVERTERS[mode].convert_soup(tree), _TIDY)
    tree.decompose()  # its nodes refer to each other, and the collector may be off
    return text.strip()


def plain(html: str) -> str:
    """The text of a piece of HTML, its entities as they are."""
    return " ".join(_TAG.sub(" ", _INLINE_TAG.sub("", html)).split())


# --- before the conversion ------------------------------------------------------------------------


def _prepare(tree: BeautifulSoup) -> None:
    """Say in another way what Markdown cannot: emphasis of blocks, breaks that nobody sees."""
    for unseen in tree.find_all(_UNSEEN):
        unseen.decompose()
    tags: dict[str, list[Tag]] = defaultdict(list)
    for tag in tree.find_all(True):
        tags[tag.name].append(tag)
    for tag in _named(tags, _JOINED):
        _join(tag)
    for tag in _named(tags, _EMPHASES):
        _share(tag, tree)
    for line_break in tags["br"]:
        if _is_at_edge(line_break):
            _remove_break(line_break)


def _named(tags: dict[str, list[Tag]], names: Sequence[str]) -> Iterator[Tag]:
    for name in names:
        yield from tags[name]


def _join(tag: Tag) -> None:
    """Two of a kind side by side are one: `**a****b**` would be neither."""
    while isinstance(near := tag.next_sibling, Tag) and near.name == tag.name:
        tag.extend(list(near.contents))
        near.extract()


def _share(emphasis: Tag, tree: BeautifulSoup) -> None:
    """Emphasis of blocks becomes that of the text in each; emphasis in itself is one."""
    if emphasis.name not in ("span", "font") and emphasis.find_parent(emphasis.name):
        emphasis.unwrap()
    elif emphasis.find(_BLOCKS):
        style = {"style": str(emphasis.get("style") or "")}
        for text in list(emphasis.find_all(string=True)):
            if text.strip():
                text.wrap(tree.new_tag(emphasis.name, attrs=style))
        emphasis.unwrap()


def _remove_break(line_break: Tag) -> None:
    blank = line_break.next_sibling
    line_break.extract()
    if blank is not None and not isinstance(blank, Tag) and not str(blank).strip():
        blank.extract()  # else the next one would look past all of them


def _is_at_edge(line_break: Tag) -> bool:
    """Whether a `<br>` is the first or last of a block.

    There nobody sees it, and Markdown would show a backslash.
    """
    siblings = (attrgetter("next_siblings"), attrgetter("previous_siblings"))
    return any(_is_beside_border(line_break, beside) for beside in siblings)


def _is_beside_border(
    node: PageElement, siblings: Callable[[PageElement], Iterator[PageElement]]
) -> bool:
    """Whether a block begins or ends right beside a node."""
    near = nearest(siblings(node))
    while near is None and node.parent is not None:
        node = node.parent
        if node.name in _BLOCKS or node.name == "[document]":
            return True
        near = nearest(siblings(node))
    return isinstance(near, Tag) and near.name in _BLOCKS
