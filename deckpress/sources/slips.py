"""What Markdown reads in another way than its author meant, so that text would silently change its place or be lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from deckpress.markup import Places
from deckpress.model import CARD_KEYS, CONTROL, Fault
from deckpress.sources.blocks import comment_body, is_closed, is_comment

_GLUED = re.compile(r" {0,3}(#{2,3})(?=[^\s#])")
_HEADING = re.compile(r"^ {0,3}#{1,3} ", re.MULTILINE)
_SETTING = re.compile(rf"\s*(?:{'|'.join(CARD_KEYS)})\s*:")


def faults(tokens: Sequence[Token], lines: Sequence[str], places: Places) -> Iterator[Fault]:
    """Everything of this kind on a page, in no particular order."""
    for token in tokens:
        if token.type == "fence":
            yield from _fence(token, lines, places)
        elif token.type == "html_block" and is_comment(token):
            yield from _comment(token, places)
        elif token.type == "paragraph_open" and not token.level:
            yield from _glued(token, lines, places)
    first = next((row for row, text in enumerate(lines) if text.strip()), 0)
    if first and lines[first].rstrip() == "---":
        message = "front matter begins on the first line of a file or not at all"
        yield Fault(
            places.at(first), message, "delete the empty lines above it", code="bad-front-matter"
        )


def controls(lines: Sequence[str], places: Places) -> Iterator[Fault]:
    """The control characters of a page as it was written."""
    for row, text in enumerate(lines):
        for found in CONTROL.finditer(text):
            place = places.at(row, found.start())
            yield Fault(place, f"control character U+{ord(found[0]):04X}", code="control-character")


def _fence(token: Token, lines: Sequence[str], places: Places) -> Iterator[Fault]:
    if not is_closed(token, lines):
        first = (token.map or [0])[0]
        message = "this code block is never closed: all that follows is code"
        fix = f"write {token.markup} on a line of its own below the code"
        yield Fault(places.at(first, _indent(lines[first])), message, fix, code="never-closed")


def _comment(token: Token, places: Places) -> Iterator[Fault]:
    row = (token.map or [0])[0]
    body, end, behind = token.content.lstrip().removeprefix("<!--").partition("-->")
    if not end or "<!--" in body or _HEADING.search(body):
        message = "this comment is not closed: all that follows, up to the next -->, is lost"
        yield Fault(places.at(row), message, "write --> at its end", code="never-closed")
    elif behind.strip():
        at = token.content.split("\n")[body.count("\n")].find("-->") + 3
        message = "text behind a comment, on its line, is lost"
        yield Fault(
            places.at(row + body.count("\n"), at),
            message,
            "put it on a line of its own",
            code="content-outside-card",
        )


def _glued(token: Token, lines: Sequence[str], places: Places) -> Iterator[Fault]:
    for row in range(*(token.map or (0, 0))):
        found = _GLUED.match(lines[row])
        if found:
            fix = f"write a blank behind the {found[1]}"
            yield Fault(
                places.at(row, found.start(1)),
                "no heading: a blank is missing",
                fix,
                code="glued-heading",
            )


def second_settings(comments: Sequence[Token], places: Places) -> Iterator[Fault]:
    """Settings in a comment below the first one: they would count as the reason of a waiver."""
    for comment in comments:
        if _SETTING.match(comment_body(comment.content)):
            message = "settings in a second comment do not count"
            fix = "put them into the first comment, separated by `;`"
            yield Fault(places.at((comment.map or [0])[0]), message, fix, code="bad-setting")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip("> \t"))
