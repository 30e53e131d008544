"""Tokens -> what a reader sees, and everything in it that has a place of its own."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from deckpress.markup.highlight import highlight
from deckpress.markup.neutral import alt_text, is_safe_tag
from deckpress.model import Mark, Span, row_and_column, stored_column


@dataclass(frozen=True, slots=True)
class Places:
    """Turns a line and a column of the parsed text into a place of the file."""

    path: str
    lines: Sequence[str]
    """The file's lines as parsed (NFC)."""
    stored: Sequence[str]
    """The same lines as stored: NFD files have more code points."""

    def at(self, line: int, column: int = 0) -> Span:
        """The span of a 0-based line and column."""
        if line < len(self.lines) and self.lines[line] != self.stored[line]:
            column = stored_column(self.stored[line], column)
        return Span(self.path, line + 1, column + 1)


def text_and_marks(tokens: Sequence[Token], places: Places) -> tuple[str, tuple[Mark, ...]]:
    """What a reader sees of some block tokens, and everything in them that has a place of its own."""
    reader = _BlockReader(places)
    for token in tokens:
        if token.map:
            reader.line = token.map[0]
        handler = _BLOCK_HANDLERS.get(token.type)
        if handler:
            handler(reader, token)
    return "\n".join(reader.blocks), tuple(reader.marks)


class _BlockReader:
    """Reads block tokens one after the other."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.blocks: list[str] = []
        self.marks: list[Mark] = []
        self.line = 0
        self.choice: str | None = None
        """Whether the list item that has just opened is a choice: `right`, nothing, or None if it is none."""

    def inline(self, token: Token) -> None:
        reader = _InlineReader(self.places, self.line, token.content)
        text = reader.read(token.children or ())
        self.blocks.append(text)
        self.marks += reader.marks
        if self.choice is not None:
            self.marks.append(Mark("choice", self.choice, reader.span(0), text))
            self.choice = None

    def list_item(self, token: Token) -> None:
        css_class = token.attrs.get("class")
        if css_class:
            self.choice = "right" if css_class == "choice right" else ""

    def code(self, token: Token) -> None:
        self.blocks.append(token.content.rstrip("\n"))
        why_plain = highlight(token.content, token.info, self.line).why_plain
        self.marks.append(Mark("code", token.info.strip(), self.places.at(self.line), why_plain))

    def math(self, token: Token) -> None:
        self.blocks.append(f"${token.content.strip()}$")
        self.marks.append(Mark("display-math", token.content, self.places.at(self.line)))

    def html(self, token: Token) -> None:
        lines = token.content.split("\n")
        # `</details>` says nothing that the line with its `<details>` has not said.
        openings = (row for row, line in enumerate(lines) if not _only_closes(line))
        first = next(openings, 0)
        mark = _raw_html("\n".join(lines[first:]), self.places.at(self.line + first))
        if mark:
            self.marks.append(mark)
            self.blocks.append(mark.value)  # shown as text


_BLOCK_HANDLERS: dict[str, Callable[[_BlockReader, Token], None]] = {
    "inline": _BlockReader.inline,
    "list_item_open": _BlockReader.list_item,
    "fence": _BlockReader.code,
    "code_block": _BlockReader.code,
    "math_block": _BlockReader.math,
    "amsmath": _BlockReader.math,
    "html_block": _BlockReader.html,
}


def _only_closes(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("</")


def _raw_html(content: str, span: Span) -> Mark | None:
    """The mark of HTML that may not stand in a card: neither a comment nor a safe tag, nor an end."""
    stripped = content.strip()
    if stripped.startswith(("<!--", "</")) or is_safe_tag(stripped):
        return None
    return Mark("raw-html", stripped.split("\n")[0], span)


@dataclass(slots=True)
class _OpenCloze:
    """A cloze that has begun."""

    token: Token
    start: int
    """The pieces of text before it."""
    hint: int | None = None
    """The pieces of text before its hint, if it has one."""


class _InlineReader:
    """Reads one paragraph's (heading's, cell's) inline tokens."""

    def __init__(self, places: Places, line: int, content: str) -> None:
        self.places, self.line, self.content = places, line, content
        self.pieces: list[str] = []
        """The text so far."""
        self.marks: list[Mark] = []
        self.clozes: list[_OpenCloze] = []

    def read(self, tokens: Sequence[Token]) -> str:
        """The text; `marks` is complete afterwards."""
        for token in tokens:
            handler = _INLINE_HANDLERS.get(token.type)
            if handler:
                handler(self, token)
        for cloze in self.clozes:
            self._mark("unclosed-cloze", cloze.token.content, cloze.token)
        return "".join(self.pieces)

    def span(self, offset: int) -> Span:
        """The place of an offset in the paragraph."""
        row, column = row_and_column(self.content, offset)
        line, start = self._rows[row]
        return self.places.at(line, start + column)

    @functools.cached_property
    def _rows(self) -> list[tuple[int, int]]:
        """For each line of the paragraph, its line in the file and the column at which it begins there.

        Looked up once, not for each mark: a paragraph can have a hundred thousand of them.
        """
        lines = self.places.lines
        rows = []
        for row, text in enumerate(self.content.split("\n"), self.line):
            row = min(row, len(lines) - 1)
            rows.append((row, max(lines[row].find(text.rstrip()), 0)))
        return rows

    def _mark(self, kind: str, value: str, token: Token, note: str = "") -> None:
        self.marks.append(Mark(kind, value, self.span(token.meta.get("pos", 0)), note))

    def text(self, token: Token) -> None:
        self.pieces.append(token.content)

    def line_break(self, token: Token) -> None:
        self.pieces.append("\n")

    def math(self, token: Token) -> None:
        self.pieces.append(f"${token.content.strip()}$")
        kind = "math" if token.type == "math_inline" else "display-math"
        self._mark(kind, token.content, token)

    def image(self, token: Token) -> None:
        alt = alt_text(token)
        self.pieces.append(alt)
        self._mark("image", str(token.attrs["src"]), token, alt.strip())

    def link(self, token: Token) -> None:
        self._mark("link", str(token.attrs.get("href", "")), token)

    def html(self, token: Token) -> None:
        mark = _raw_html(token.content, self.span(token.meta.get("pos", 0)))
        if mark:
            self.marks.append(mark)
            self.pieces.append(mark.value)  # shown as text

    def stray_math(self, token: Token) -> None:
        self._mark("stray-math", "", token)

    def stray_braces(self, token: Token) -> None:
        self.text(token)
        self._mark("stray-braces", "", token)

    def double_hint(self, token: Token) -> None:
        self.text(token)
        self._mark("double-hint", self.clozes[-1].token.content, token)

    def deep_cloze(self, token: Token) -> None:
        self._mark("deep-cloze", token.content, token)

    def cloze_open(self, token: Token) -> None:
        self.clozes.append(_OpenCloze(token, len(self.pieces)))

    def cloze_hint(self, token: Token) -> None:
        self.clozes[-1].hint = len(self.pieces)

    def cloze_close(self, token: Token) -> None:
        cloze = self.clozes.pop()
        number = cloze.token.content
        shown = "".join(self.pieces[cloze.start : cloze.hint])
        self._mark("cloze", number, cloze.token, shown)
        if cloze.token.level != token.level:  # {{c1::*a}} b*
            self._mark("crossing-cloze", number, cloze.token)
        if cloze.hint is not None:  # which is not part of what the card says
            del self.pieces[cloze.hint :]


_INLINE_HANDLERS: dict[str, Callable[[_InlineReader, Token], None]] = {
    "text": _InlineReader.text,
    "code_inline": _InlineReader.text,
    "softbreak": _InlineReader.line_break,
    "hardbreak": _InlineReader.line_break,
    "math_inline": _InlineReader.math,
    "math_inline_double": _InlineReader.math,
    "image": _InlineReader.image,
    "link_open": _InlineReader.link,
    "html_inline": _InlineReader.html,
    "stray_math": _InlineReader.stray_math,
    "stray_braces": _InlineReader.stray_braces,
    "double_hint": _InlineReader.double_hint,
    "deep_cloze": _InlineReader.deep_cloze,
    "cloze_open": _InlineReader.cloze_open,
    "cloze_hint": _InlineReader.cloze_hint,
    "cloze_close": _InlineReader.cloze_close,
}
