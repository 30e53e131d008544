"""Tokens -> what a reader sees, and everything in it that has a place of its own."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
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
        reader.read(token)
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

    def read(self, token: Token) -> None:
        """Take one block token."""
        if token.map:
            self.line = token.map[0]
        if token.type == "inline":
            self._inline(token)
        elif token.type == "list_item_open" and "class" in token.attrs:
            self.choice = "right" if token.attrs["class"] == "choice right" else ""
        elif token.type in ("fence", "code_block"):
            self.blocks.append(token.content.rstrip("\n"))
            fault = highlight(token.content, token.info, self.line).fault
            self.marks.append(Mark("code", token.info.strip(), self.places.at(self.line), fault))
        elif token.type in ("math_block", "amsmath"):
            self.blocks.append(f"${token.content.strip()}$")
            self.marks.append(Mark("display-math", token.content, self.places.at(self.line)))
        elif token.type == "html_block":
            rows = token.content.split("\n")
            opens = next(
                (
                    i
                    for i, row in enumerate(rows)
                    if row.strip() and not row.lstrip().startswith("</")
                ),
                0,
            )
            unsafe = tuple(_raw_html("\n".join(rows[opens:]), self.places.at(self.line + opens)))
            self.marks += unsafe
            self.blocks += (mark.value for mark in unsafe)  # shown as text

    def _inline(self, token: Token) -> None:
        reader = _InlineReader(self.places, self.line, token.content)
        self.blocks.append(reader.read(token.children or ()))
        self.marks += reader.marks
        if self.choice is not None:
            self.marks.append(Mark("choice", self.choice, reader.span(0), self.blocks[-1]))
            self.choice = None


def _raw_html(content: str, span: Span) -> Iterator[Mark]:
    stripped = content.strip()
    if not stripped.startswith(("<!--", "</")) and not is_safe_tag(stripped):
        yield Mark("raw-html", stripped.split("\n")[0], span)


class _InlineReader:
    """Reads one paragraph's (heading's, cell's) inline tokens."""

    def __init__(self, places: Places, line: int, content: str) -> None:
        self.places, self.line, self.content = places, line, content
        self.out: list[str] = []
        self.marks: list[Mark] = []
        self.clozes: list[tuple[Token, int]] = []
        """The open clozes, each with the number of pieces of text before it."""
        self.hints: list[int] = []
        """For the open clozes that have a hint: the number of pieces before the hint."""

    def read(self, tokens: Sequence[Token]) -> str:
        """The text; `marks` is complete afterwards."""
        for token in tokens:
            handler = _HANDLERS.get(token.type)
            if handler:
                handler(self, token)
        for token, _ in self.clozes:
            self._mark("unclosed-cloze", token.content, token)
        return "".join(self.out)

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
        numbered = (
            (min(row, len(lines) - 1), text)
            for row, text in enumerate(self.content.split("\n"), self.line)
        )
        return [(row, max(lines[row].find(text.rstrip()), 0)) for row, text in numbered]

    def _mark(self, kind: str, value: str, token: Token, note: str = "") -> None:
        self.marks.append(Mark(kind, value, self.span(token.meta.get("pos", 0)), note))

    def text(self, token: Token) -> None:
        self.out.append(token.content)

    def line_break(self, token: Token) -> None:
        self.out.append("\n")

    def math(self, token: Token) -> None:
        self.out.append(f"${token.content.strip()}$")
        self._mark("math" if token.type == "math_inline" else "display-math", token.content, token)

    def image(self, token: Token) -> None:
        alt = alt_text(token)
        self.out.append(alt)
        self._mark("image", str(token.attrs["src"]), token, alt.strip())

    def link(self, token: Token) -> None:
        self._mark("link", str(token.attrs.get("href", "")), token)

    def html(self, token: Token) -> None:
        unsafe = tuple(_raw_html(token.content, self.span(token.meta.get("pos", 0))))
        self.marks += unsafe
        self.out += (mark.value for mark in unsafe)  # shown as text

    def stray_math(self, token: Token) -> None:
        self._mark("stray-math", "", token)

    def stray_braces(self, token: Token) -> None:
        self.out.append("}}")
        self._mark("stray-braces", "", token)

    def double_hint(self, token: Token) -> None:
        self.out.append("::")
        self._mark("double-hint", self.clozes[-1][0].content, token)

    def deep_cloze(self, token: Token) -> None:
        self._mark("deep-cloze", token.content, token)

    def cloze_open(self, token: Token) -> None:
        self.clozes.append((token, len(self.out)))

    def cloze_hint(self, token: Token) -> None:
        self.hints.append(len(self.out))

    def cloze_close(self, token: Token) -> None:
        opened, start = self.clozes.pop()
        has_hint = self.hints and self.hints[-1] >= start
        end = self.hints.pop() if has_hint else len(self.out)
        self._mark("cloze", opened.content, opened, "".join(self.out[start:end]))
        if opened.level != token.level:
            self._mark("crossing-cloze", opened.content, opened)
        del self.out[end:]  # a hint is not part of what the card says


_HANDLERS: dict[str, Callable[[_InlineReader, Token], None]] = {
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
