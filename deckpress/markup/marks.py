"""Tokens -> what a reader sees, and everything in it that has a place of its own."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from deckpress.markup.highlight import highlight
from deckpress.markup.neutral import alt_text, is_safe_tag
from deckpress.model import Mark, Span, row_and_column, stored_column

_OPENING = re.compile(r"^[^\S\n]*(?!</)\S", re.MULTILINE)
"""The first line of HTML that does more than close: `</details>` says nothing that the line with
its `<details>` has not said."""


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
        if line < len(self.lines):
            stored = self.stored[line]
            if stored != self.lines[line]:
                column = stored_column(stored, column)
        return Span(self.path, line + 1, column + 1)


def text_and_marks(
    tokens: Sequence[Token],
    places: Places,
) -> tuple[str, tuple[Mark, ...]]:
    """What a reader sees of some block tokens, and everything in them that has a place of its
    own."""
    reader = _BlockReader(places)
    for token in tokens:
        if token.map:
            reader.row = token.map[0]
        reader.read(token)
    return "\n".join(reader.texts), tuple(reader.marks)


class _Reader:
    """Reads tokens, each by the method that is named like its type, as markdown-it's renderer does.

    Tokens of other types say nothing.
    """

    def __init__(self, places: Places, row: int = 0) -> None:
        self.places = places
        self.row = row
        """The line of the file that is read, from 0."""
        self.texts: list[str] = []
        """What a reader sees, in pieces."""
        self.marks: list[Mark] = []

    def read(self, token: Token) -> None:
        """Take one token."""
        method = getattr(self, token.type, None)
        if method:
            method(token)

    def mark(self, kind: str, value: str, token: Token, note: str = "") -> None:
        span = self.span(token.meta.get("pos", 0))
        self.marks.append(Mark(kind, value, span, note))

    def span(self, offset: int) -> Span:
        """The place of an offset in what is read."""
        return self.places.at(self.row)

    def raw_html(self, content: str, span: Span) -> None:
        """HTML that may not stand in a card is shown as text; comments, safe tags and ends are
        not."""
        html = content.strip()
        if not html.startswith(("<!--", "</")) and not is_safe_tag(html):
            first_line = html.partition("\n")[0]
            self.marks.append(Mark("raw-html", first_line, span))
            self.texts.append(first_line)


class _BlockReader(_Reader):
    """Reads block tokens one after the other."""

    choice: str | None = None
    """Whether the list item that has just opened is a choice: `right`, nothing, or None if it is
    none."""

    def inline(self, token: Token) -> None:
        paragraph = _InlineReader(self.places, self._first_row(), token.content)
        for child in token.children or ():
            paragraph.read(child)
        for cloze in paragraph.clozes:  # which the paragraph's end leaves open
            paragraph.mark("unclosed-cloze", cloze.token.content, cloze.token)
        text = "".join(paragraph.texts)
        self.texts.append(text)
        self.marks += paragraph.marks
        if self.choice is not None:
            choice = Mark("choice", self.choice, paragraph.span(0), text)
            self.marks.append(choice)
            self.choice = None

    def _first_row(self) -> int:
        """The row of a paragraph's first words.

        A line of no-break spaces is a line of it for CommonMark; markdown-it-py strips it off.
        """
        row = self.row
        lines = self.places.lines
        while row + 1 < len(lines) and not lines[row].strip():
            row += 1
        return row

    def list_item_open(self, token: Token) -> None:
        css_class = token.attrs.get("class")  # `- [x] …`, see parser._CHOICES
        if css_class:
            self.choice = "right" if css_class == "choice right" else ""

    def fence(self, token: Token) -> None:
        self.texts.append(token.content.rstrip("\n"))
        code = highlight(token.content, token.info, self.row)
        language = token.info.strip()
        self.mark("code", language, token, code.why_plain)

    code_block = fence

    def math_block(self, token: Token) -> None:
        self.texts.append(f"${token.content.strip()}$")
        self.mark("display-math", token.content, token)

    amsmath = math_block

    def html_block(self, token: Token) -> None:
        opening = _OPENING.search(token.content)
        start = opening.start() if opening else 0
        row = self.row + token.content.count("\n", 0, start)
        self.raw_html(token.content[start:], self.places.at(row))


@dataclass(slots=True)
class _OpenCloze:
    """A cloze that has begun."""

    token: Token
    start: int
    """The pieces of text before it."""
    hint: int | None = None
    """The pieces of text before its hint, if it has one."""


class _InlineReader(_Reader):
    """Reads one paragraph's (heading's, cell's) inline tokens."""

    def __init__(self, places: Places, row: int, content: str) -> None:
        super().__init__(places, row)
        self.content = content
        self.clozes: list[_OpenCloze] = []

    def span(self, offset: int) -> Span:
        row, column = row_and_column(self.content, offset)
        line, start = self._rows[row]
        return self.places.at(line, start + column)

    @functools.cached_property
    def _rows(self) -> list[tuple[int, int]]:
        """For each line of the paragraph, its line in the file and the column at which it begins
        there.

        Looked up once, not for each mark: a paragraph can have a hundred thousand of them.
        """
        lines = self.places.lines
        rows = []
        texts = self.content.split("\n")
        for row, text in enumerate(texts, self.row):
            row = min(row, len(lines) - 1)
            # Past `> ` of a quote, the cells before it in a table, …
            column = lines[row].find(text.rstrip())
            rows.append((row, max(column, 0)))
        return rows

    def text(self, token: Token) -> None:
        self.texts.append(token.content)

    code_inline = text

    def softbreak(self, token: Token) -> None:
        self.texts.append("\n")

    hardbreak = softbreak

    def math_inline(self, token: Token) -> None:
        self.texts.append(f"${token.content.strip()}$")
        kind = "math" if token.type == "math_inline" else "display-math"
        self.mark(kind, token.content, token)

    math_inline_double = math_inline

    def image(self, token: Token) -> None:
        target = str(token.attrs["src"])
        alt = alt_text(token)
        self.texts.append(alt)
        self.mark("image", target, token, alt.strip())

    def link_open(self, token: Token) -> None:
        target = token.attrs.get("href", "")
        self.mark("link", str(target), token)

    def html_inline(self, token: Token) -> None:
        offset = token.meta.get("pos", 0)
        self.raw_html(token.content, self.span(offset))

    # What is broken; the marks' names say how.

    def stray_math(self, token: Token) -> None:
        self.mark("stray-math", "", token)

    def stray_braces(self, token: Token) -> None:
        self.text(token)  # a }} b
        self.mark("stray-braces", "", token)

    def double_hint(self, token: Token) -> None:
        self.text(token)
        cloze = self.clozes[-1].token  # {{c1::a::b::c}}
        self.mark("double-hint", cloze.content, token)

    def deep_cloze(self, token: Token) -> None:
        self.mark("deep-cloze", token.content, token)

    def cloze_open(self, token: Token) -> None:
        self.clozes.append(_OpenCloze(token, len(self.texts)))

    def cloze_hint(self, token: Token) -> None:
        self.clozes[-1].hint = len(self.texts)

    def cloze_close(self, token: Token) -> None:
        cloze = self.clozes.pop()
        number = cloze.token.content
        shown = self.texts[cloze.start : cloze.hint]  # of `{{c1::a::b}}` the a
        # A mark stands where its cloze begins.
        self.mark("cloze", number, cloze.token, "".join(shown))
        if cloze.token.level != token.level:  # {{c1::*a}} b*
            self.mark("crossing-cloze", number, cloze.token)
        if cloze.hint is not None:  # which is not part of what the card says
            del self.texts[cloze.hint :]
