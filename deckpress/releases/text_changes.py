"""HTML of a field -> the text a learner reads; two texts -> what differs, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html.parser import HTMLParser

Piece = tuple[str, str]
"""`(sign, text)`: the sign is `=` for what stays, `-` for what goes, `+` for what comes."""

MOST_WORDS = 4000
"""Beyond this a text is shown as replaced whole: matching takes quadratic time."""

CONTEXT = 40
"""Characters of unchanged text shown beside a change."""

_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "tr", "td", "th", "pre", "blockquote", "h4", "h5", "h6")
)
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_MATH = re.compile(r"\\[()\[\]]")


def plain(html: str) -> str:
    """The text of a field: pictures as their alt text, formulas as `$…$`, blank space as one blank."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return " ".join(
        _MATH.sub(lambda m: "$" if m[0] in (r"\(", r"\)") else "$$", "".join(parser.parts)).split()
    )


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.parts.append(f" [picture: {dict(attrs).get('alt') or ''}] ")
        elif tag in _BLOCKS:
            self.parts.append(" ")


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts, in order; neighbours differ in sign."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return tuple(piece for piece in (("-", before), ("+", after)) if piece[1])
    pieces: list[Piece] = []
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            pieces.append(("=", "".join(old[i1:i2])))
        else:
            pieces += (p for p in (("-", "".join(old[i1:i2])), ("+", "".join(new[j1:j2]))) if p[1])
    return tuple(_bridged(pieces))


def _bridged(pieces: list[Piece]) -> Iterator[Piece]:
    """A blank between two changed words belongs to the change: one reads phrases, not confetti."""
    old, new = "", ""
    for sign, text in [*pieces, ("=", "")]:
        if sign == "-":
            old += text
        elif sign == "+":
            new += text
        elif text.isspace() and (old or new):
            old, new = old + text, new + text
        else:
            yield from (p for p in (("-", old), ("+", new)) if p[1])
            old, new = "", ""
            if text:
                yield "=", text


def excerpt(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The changes with a little of what stands around them; `…` for what is left out."""
    last = len(pieces) - 1
    return tuple(
        (s, _short(t, i == 0, i == last) if s == "=" else t) for i, (s, t) in enumerate(pieces)
    )


def _short(text: str, first: bool, last: bool) -> str:
    """The words next to the changes before and after."""
    if len(text) <= CONTEXT * (2 - first - last) + 3:
        return text
    head = "" if first else f"{text[:CONTEXT].rpartition(' ')[0]} "
    tail = "" if last else f" {text[-CONTEXT:].partition(' ')[2]}"
    return f"{head}…{tail}"
