"""The top-level blocks of a page, as runs of markdown-it tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from deckpress.model import SECTIONS

Block = Sequence[Token]
"""A top-level block: its opening token, what it holds, and its closing token."""


def blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    start = 0
    for i, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : i + 1]
            start = i + 1


def line(block: Block) -> int:
    """The 0-based line on which a block begins."""
    first = block[0].map
    return first[0] if first else next((token.map[0] for token in block if token.map), 0)


def section_name(heading: Block) -> str:
    """The section's name, in its canonical case if it is known; text right under the question is the answer."""
    if not heading:
        return "Answer"
    written = str(heading[1].content).strip()
    return next((name for name in SECTIONS if name.lower() == written.lower()), written)


def is_comment(token: Token) -> bool:
    return token.type == "html_block" and token.content.lstrip().startswith("<!--")


def comment_body(content: str) -> str:
    return content.strip().removeprefix("<!--").rstrip().removesuffix("-->")


def is_closed(fence: Token, lines: Sequence[str]) -> bool:
    """Whether a fenced block of code ends with its fence, and not just where its list, quote or file ends."""
    first, after = fence.map or (0, 1)
    last = lines[after - 1].strip().lstrip("> \t") if after - first > 1 else ""
    return len(last) >= len(fence.markup) and {*last} == {fence.markup[0]}
