"""Markdown lines -> the blocks of a page in reading order, off markdown-it tokens, each with its
rows.

A page is read flat: a heading inside a list item (a common accident of numbering questions) is a
heading all the same. What a block is inside of is kept in its `depth`, `scope` and `width`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from deckpress.importer.reading.page_text import CLOSE, OPEN, SUMMARY

# "- ", "12) ", and of nested items both: "- 1. "
_MARKER = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)])(?:\s+|$))+")
_PLAIN = re.compile(r"[^\W\d_][^|\t]*$")
"""Lines that are a paragraph whatever stands next to them: the parser need not be asked."""
_MARKS = {OPEN: "open", SUMMARY: "summary", CLOSE: "close"}
# "[x] "
_TASK = re.compile(r"\[([ xX✓✔])\]\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page."""

    kind: str
    """`heading`, `paragraph`, `code`, `table`, `rule`, `quote`, `html`, and `open`, `summary`,
    `close` of details."""
    start: int
    end: int
    """Rows; `end` is the row behind the last."""
    text: str = ""
    """The Markdown of its content, without heading signs and list markers."""
    level: int = 0
    """Of a heading."""
    depth: int = 0
    """In how many list items it is."""
    first: bool = False
    """Whether it opens its list item."""
    ordered: bool = False
    scope: int = 0
    """The row behind its innermost list item; behind the page for blocks outside lists."""
    width: int = 0
    """Columns before the content of its innermost list item."""
    siblings: int = 0
    """Which list it is in: the row where that list begins, plus one; 0 outside lists."""
    cells: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Of a table: for each row of it, header first, its row in the page and its cells."""


@functools.cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": 30}).enable("table").disable("inline")


def blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """All blocks of some lines."""
    filled = [row for row, line in enumerate(lines) if line.strip()]
    if (
        filled
        and len(filled) == filled[-1] - filled[0] + 1
        and all(_PLAIN.match(lines[row]) for row in filled)
    ):
        start, end = filled[0], filled[-1] + 1
        return (
            Block("paragraph", start, end, "\n".join(lines[start:end]).strip(), scope=len(lines)),
        )
    walker = _Walker(lines)
    walker.walk(_parser().parse("\n".join(lines)))
    return tuple(walker.blocks)


@dataclass(slots=True)
class _Item:
    end: int
    ordered: bool
    width: int
    siblings: int
    fresh: bool = True


class _Walker:
    """Collects blocks while it keeps track of the list items around."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self.items: list[_Item] = []
        self.lists: list[tuple[bool, int]] = []

    def walk(self, tokens: Sequence[Token]) -> None:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            handler = _HANDLERS.get(token.type)
            at = handler(self, tokens, at) if handler else at + 1

    def put(
        self,
        kind: str,
        token: Token,
        text: str = "",
        level: int = 0,
        cells: tuple[tuple[int, tuple[str, ...]], ...] = (),
    ) -> None:
        start, end = token.map or (0, 1)
        item = self.items[-1] if self.items else _Item(len(self.lines), False, 0, 0, False)
        while end > start + 1 and not self.lines[end - 1].strip():
            end -= 1
        around = (len(self.items), item.fresh, item.ordered, item.end, item.width, item.siblings)
        self.blocks.append(Block(kind, start, end, text, level, *around, cells))
        item.fresh = False

    def list_open(self, tokens: Sequence[Token], at: int) -> int:
        self.lists.append((tokens[at].type.startswith("ordered"), (tokens[at].map or (0,))[0] + 1))
        return at + 1

    def list_close(self, tokens: Sequence[Token], at: int) -> int:
        self.lists.pop()
        return at + 1

    def item_open(self, tokens: Sequence[Token], at: int) -> int:
        start, end = tokens[at].map or (0, 1)
        ordered, siblings = self.lists[-1]
        found = _MARKER.match(self.lines[start].expandtabs(4))
        width = found.end() if found else 0
        self.items.append(_Item(end, ordered, width, siblings))
        return at + 1

    def item_close(self, tokens: Sequence[Token], at: int) -> int:
        self.items.pop()
        return at + 1

    def heading(self, tokens: Sequence[Token], at: int) -> int:
        level = (
            0
            if tokens[at].markup == "-" and self._rule_like(tokens[at + 1].content)
            else int(tokens[at].tag[1])
        )
        self.put(
            "heading" if level else "paragraph", tokens[at], tokens[at + 1].content.strip(), level
        )
        return at + 3

    @staticmethod
    def _rule_like(text: str) -> bool:
        """`text` over `---` without a blank line: authors mean a separator when the text is long or
        has lines."""
        return (
            "\n" in text
            or len(text) > 120
            or text[:1] in (OPEN, SUMMARY, CLOSE)
            or text.startswith("**")
        )

    def paragraph(self, tokens: Sequence[Token], at: int) -> int:
        text = tokens[at + 1].content.strip()
        self.put(
            _MARKS.get(text[:1], "paragraph"),
            tokens[at],
            text.lstrip(OPEN + SUMMARY + CLOSE) if text[:1] in _MARKS else text,
        )
        return at + 3

    def simple(self, tokens: Sequence[Token], at: int) -> int:
        kinds = {"fence": "code", "code_block": "code", "hr": "rule", "html_block": "html"}
        self.put(kinds[tokens[at].type], tokens[at], tokens[at].content)
        return at + 1

    def quote(self, tokens: Sequence[Token], at: int) -> int:
        end = _closing(tokens, at)
        inside = [t.content for t in tokens[at:end] if t.type in ("inline", "fence")]
        self.put("quote", tokens[at], "\n".join(inside))
        return end + 1

    def table(self, tokens: Sequence[Token], at: int) -> int:
        end, rows, cells = _closing(tokens, at), [], []
        for token in tokens[at:end]:
            if token.type == "inline":
                cells.append(token.content)
            elif token.type == "tr_open":
                row, cells = (token.map or (0,))[0], []
            elif token.type == "tr_close":
                rows.append((row, tuple(cells)))
        self.put("table", tokens[at], "", 0, tuple(rows))
        return end + 1


def _closing(tokens: Sequence[Token], at: int) -> int:
    kind = tokens[at].type.replace("_open", "_close")
    return next(
        i
        for i in range(at, len(tokens))
        if tokens[i].type == kind and tokens[i].level == tokens[at].level
    )


_HANDLERS = {
    "bullet_list_open": _Walker.list_open,
    "ordered_list_open": _Walker.list_open,
    "bullet_list_close": _Walker.list_close,
    "ordered_list_close": _Walker.list_close,
    "list_item_open": _Walker.item_open,
    "list_item_close": _Walker.item_close,
    "heading_open": _Walker.heading,
    "paragraph_open": _Walker.paragraph,
    "fence": _Walker.simple,
    "code_block": _Walker.simple,
    "hr": _Walker.simple,
    "html_block": _Walker.simple,
    "blockquote_open": _Walker.quote,
    "table_open": _Walker.table,
}
