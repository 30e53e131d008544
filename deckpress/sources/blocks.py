"""The top-level blocks of a page, as runs of markdown-it tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

Block = Sequence[Token]
"""A top-level block: its opening token, what it holds, and its closing token."""


def blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """The blocks of a page, in order."""
    start = 0
    for i, token in enumerate(tokens):
        # `heading_close` (nesting -1), `fence` (0); at a higher level, it is a part of a block
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : i + 1]
            start = i + 1


def first_row(block: Block) -> int:
    """The line on which a block begins, from 0."""
    for token in block:
        if token.map:
            return token.map[0]
    return 0


def is_comment(token: Token) -> bool:
    """Whether a block of HTML is a comment."""
    if token.type != "html_block":
        return False
    return token.content.lstrip().startswith("<!--")


def comment_body(comment: Token) -> str:
    """`<!-- id: dropout -->` -> ` id: dropout`."""
    body = comment.content.strip().removeprefix("<!--")
    return body.rstrip().removesuffix("-->")


def is_closed(fence: Token, lines: Sequence[str]) -> bool:
    """Whether code ends with its fence, and not just where its list, quote or file ends."""
    first, after = fence.map or (0, 1)
    if after - first < 2:
        return False
    last = lines[after - 1].strip().lstrip("> \t")
    if len(last) < len(fence.markup):
        return False
    return set(last) == {fence.markup[0]}
