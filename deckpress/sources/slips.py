"""What Markdown reads in another way than its author meant.

Text would silently change its place or be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from deckpress.markup import Places
from deckpress.model import CARD_KEYS, CONTROL, Fault
from deckpress.sources.blocks import (
    comment_body,
    first_row,
    is_closed,
    is_comment,
)
from deckpress.sources.page_text import PageText

_GLUED = re.compile(r" {0,3}(#{2,3})(?=[^\s#])")
"""`##What is dropout?`"""
_HEADING = re.compile(r"^ {0,3}#{1,3} ", re.MULTILINE)
_SETTING = re.compile(rf"\s*(?:{'|'.join(CARD_KEYS)})\s*:")


def controls(places: Places) -> Iterator[Fault]:
    """The control characters of a page as it was written."""
    for row, line in enumerate(places.lines):
        for found in CONTROL.finditer(line):
            place = places.at(row, found.start())
            message = f"control character U+{ord(found[0]):04X}"
            yield Fault(place, message, code="control-character")


def faults(
    tokens: Sequence[Token],
    text: PageText,
) -> Iterator[Fault]:
    """Everything else of this kind on a page, in no particular order."""
    for token in tokens:
        if token.type == "fence":
            yield from _open_fence(token, text)
        elif is_comment(token):
            yield from _comment(token, text.places)
        elif token.type == "paragraph_open" and not token.level:
            yield from _glued_headings(token, text)
    yield from _late_front_matter(text)


def _open_fence(fence: Token, text: PageText) -> Iterator[Fault]:
    if is_closed(fence, text.lines):
        return
    row = first_row([fence])
    # Fences stand in lists and quotes: `> ```py`.
    line = text.lines[row]
    indent = len(line) - len(line.lstrip("> \t"))
    yield Fault(
        text.places.at(row, indent),
        "this code block is never closed: all that follows is code",
        f"write {fence.markup} on a line of its own below the code",
        code="never-closed",
    )


def _comment(comment: Token, places: Places) -> Iterator[Fault]:
    # `<!-- todo`, and a card or a comment later the `-->` of another one
    row = first_row([comment])
    start = comment.content.lstrip().removeprefix("<!--")
    body, end, behind = start.partition("-->")
    if not end or "<!--" in body or _HEADING.search(body):
        yield Fault(
            places.at(row),
            "this comment is not closed: all that follows, up to the next -->, is lost",
            "write --> at its end",
            code="never-closed",
        )
    elif behind.strip():
        below = body.count("\n")
        last_line = comment.content.split("\n")[below]
        column = last_line.find("-->") + len("-->")
        yield Fault(
            places.at(row + below, column),
            "text behind a comment, on its line, is lost",
            "put it on a line of its own",
            code="content-outside-card",
        )


def _glued_headings(paragraph: Token, text: PageText) -> Iterator[Fault]:
    first, after = paragraph.map or (0, 0)
    for row in range(first, after):
        found = _GLUED.match(text.lines[row])
        if found:
            yield Fault(
                text.places.at(row, found.start(1)),
                "no heading: a blank is missing",
                f"write a blank behind the {found[1]}",
                code="glued-heading",
            )


def _late_front_matter(text: PageText) -> Iterator[Fault]:
    # A blank line, then `---`: to Markdown a rule, and the keys below it a paragraph.
    written = (row for row, line in enumerate(text.lines) if line.strip())
    first = next(written, 0)
    if first and text.lines[first].rstrip() == "---":
        yield Fault(
            text.places.at(first),
            "front matter begins on the first line of a file or not at all",
            "delete the empty lines above it",
            code="bad-front-matter",
        )


def second_settings(
    comments: Sequence[Token],
    places: Places,
) -> Iterator[Fault]:
    """Settings in a comment below the first one: they would count as the reason of a waiver."""
    for comment in comments:
        if _SETTING.match(comment_body(comment)):
            yield Fault(
                places.at(first_row([comment])),
                "settings in a second comment do not count",
                "put them into the first comment, separated by `;`",
                code="bad-setting",
            )
