"""What Markdown reads in another way than its author meant, so that text would silently change its place or be lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from deckpress.markup import Places
from deckpress.model import CARD_KEYS, CONTROL, Fault
from deckpress.sources.blocks import comment_body, is_closed, is_comment
from deckpress.sources.page_text import PageText

_GLUED = re.compile(r" {0,3}(#{2,3})(?=[^\s#])")
"""`##What is dropout?`"""
_HEADING = re.compile(r"^ {0,3}#{1,3} ", re.MULTILINE)
_SETTING = re.compile(rf"\s*(?:{'|'.join(CARD_KEYS)})\s*:")


def controls(places: Places) -> Iterator[Fault]:
    """The control characters of a page as it was written."""
    for row, text in enumerate(places.lines):
        for found in CONTROL.finditer(text):
            message = f"control character U+{ord(found[0]):04X}"
            yield Fault(places.at(row, found.start()), message, code="control-character")


def faults(tokens: Sequence[Token], text: PageText) -> Iterator[Fault]:
    """Everything else of this kind on a page, in no particular order."""
    for token in tokens:
        if token.type == "fence":
            yield from _open_fence(token, text)
        elif is_comment(token):
            yield from _comment(token, text.places)
        elif token.type == "paragraph_open" and not token.level:
            yield from _glued(token, text)
    yield from _late_front_matter(text)


def _late_front_matter(text: PageText) -> Iterator[Fault]:
    first = next((row for row, line in enumerate(text.lines) if line.strip()), 0)
    if first and text.lines[first].rstrip() == "---":
        message = "front matter begins on the first line of a file or not at all"
        fix = "delete the empty lines above it"
        yield Fault(text.places.at(first), message, fix, code="bad-front-matter")


def _open_fence(token: Token, text: PageText) -> Iterator[Fault]:
    if not is_closed(token, text.lines):
        row = _row(token)
        line = text.lines[row]
        indent = len(line) - len(line.lstrip("> \t"))
        message = "this code block is never closed: all that follows is code"
        fix = f"write {token.markup} on a line of its own below the code"
        yield Fault(text.places.at(row, indent), message, fix, code="never-closed")


def _comment(token: Token, places: Places) -> Iterator[Fault]:
    row = _row(token)
    body, end, behind = token.content.lstrip().removeprefix("<!--").partition("-->")
    if not end or "<!--" in body or _HEADING.search(body):
        message = "this comment is not closed: all that follows, up to the next -->, is lost"
        yield Fault(places.at(row), message, "write --> at its end", code="never-closed")
    elif behind.strip():
        last = body.count("\n")
        column = token.content.split("\n")[last].find("-->") + len("-->")
        message, fix = "text behind a comment, on its line, is lost", "put it on a line of its own"
        yield Fault(places.at(row + last, column), message, fix, code="content-outside-card")


def _glued(token: Token, text: PageText) -> Iterator[Fault]:
    for row in range(*(token.map or (0, 0))):
        found = _GLUED.match(text.lines[row])
        if found:
            place = text.places.at(row, found.start(1))
            fix = f"write a blank behind the {found[1]}"
            yield Fault(place, "no heading: a blank is missing", fix, code="glued-heading")


def second_settings(comments: Sequence[Token], places: Places) -> Iterator[Fault]:
    """Settings in a comment below the first one: they would count as the reason of a waiver."""
    for comment in comments:
        if _SETTING.match(comment_body(comment)):
            message = "settings in a second comment do not count"
            fix = "put them into the first comment, separated by `;`"
            yield Fault(places.at(_row(comment)), message, fix, code="bad-setting")


def _row(token: Token) -> int:
    return token.map[0] if token.map else 0
