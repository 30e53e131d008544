"""The canonical card syntax: `##` = one card, `###` = a section, a comment under the heading = its settings.

    parse(text, path, deck) -> Page

Everything is read off markdown-it tokens, so a heading inside a code fence is code, and lines are true below front
matter too. The parser judges nothing that a check can judge: unknown keys, sections and types stay in the cards.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from deckpress import markup
from deckpress.model import CONTROL, Card, Fault, Page, Section, Setting, Span, row_and_column
from deckpress.sources import front_matter, slips
from deckpress.sources.blocks import Block, blocks, comment_body, is_comment, line, section_name
from deckpress.sources.front_matter import FrontMatter, words
from deckpress.system.timeouts import TooLong, at_most

_SETTING = re.compile(r"\s*([A-Za-z][\w-]*)\s*:(.*)", re.DOTALL)


def parse(text: str, path: str, deck: str) -> Page:
    """Parse one page; `deck` is the full deck name of cards that name none.

    Never raises for what a file can contain: what is wrong is in `Page.faults` or left in the cards for the checks.
    """
    stored = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = stored if text.isascii() else [unicodedata.normalize("NFC", line) for line in stored]
    try:
        with at_most(seconds(text)):
            return _Parser(path, deck, lines, stored).page()
    except RecursionError:
        return Page(
            path,
            faults=(Fault(Span(path), "nested too deeply to be read", code="nested-too-deeply"),),
        )
    except TooLong as stopped:
        return Page(path, faults=(too_long(stopped, path),))


def seconds(text: str | bytes) -> float:
    """The processor time after which no more work is put into a page: twenty times what an honest one takes."""
    return 4 + 20 * len(text) / 1_000_000


def too_long(stopped: TooLong, path: str) -> Fault:
    """What is wrong with a page on which work was stopped."""
    return Fault(Span(path, stopped.row + 1), str(stopped), code="takes-too-long")


@dataclass(slots=True)
class _Draft:
    """A card while its blocks are collected."""

    heading: Block
    comments: list[Token] = field(default_factory=list)
    parts: list[tuple[Block, list[Block]]] = field(default_factory=list)
    """`(section heading or nothing, the blocks below it)`."""

    def add(self, block: Block) -> None:
        """Take a block of content; comments right under the heading are the card's settings and their reasons."""
        at_top = len(self.parts) == 1 and not self.parts[0][1]
        if at_top and is_comment(block[0]):
            self.comments.append(block[0])
        else:
            self.parts[-1][1].append(block)


class _Parser:
    """Holds what each step needs of one file: its lines, its places and the faults found so far."""

    def __init__(self, path: str, deck: str, lines: list[str], stored: list[str]) -> None:
        self.faults: list[Fault] = []
        self.places = markup.Places(path, lines, stored)
        self.faults += slips.controls(lines, self.places)
        self.lines = [CONTROL.sub("\N{REPLACEMENT CHARACTER}", text) for text in lines]
        self.deck = deck
        self.front_matter = FrontMatter()
        self.title = ""
        self.open_front_matter = False
        self.is_outside = False

    def _fault(self, code: str, span: Span, message: str) -> None:
        self.faults.append(Fault(span, message, code=code))

    def page(self) -> Page:
        """The whole file."""
        tokens = markup.parse("\n".join(self.lines))
        self.open_front_matter = self.lines[0].rstrip() == "---" and not (
            tokens and tokens[0].type == "front_matter"
        )
        if self.open_front_matter:
            self._fault(
                "bad-front-matter", self.places.at(0), "front matter opens here and is never closed"
            )
        deep = next((token for token in tokens if token.level >= markup.MAX_NESTING - 1), None)
        if deep:
            self._fault(
                "nested-too-deeply",
                self.places.at((deep.map or [0])[0]),
                "nested too deeply to be read",
            )
        pitfalls = [*slips.faults(tokens, self.lines, self.places)]
        self.faults += pitfalls
        self.is_outside = any(
            fault.code in ("bad-front-matter", "glued-heading") for fault in pitfalls
        )
        drafts: list[_Draft] = []
        for block in blocks(tokens):
            self._place_block(block, drafts)
        ends = [*(line(draft.heading) for draft in drafts[1:]), len(self.lines)]
        cards = tuple(self._card(draft, end) for draft, end in zip(drafts, ends, strict=False))
        return Page(
            self.places.path, self.title, cards, tuple(self.faults), self.front_matter.settings
        )

    # --- which block belongs to which card ---

    def _place_block(self, block: Block, drafts: list[_Draft]) -> None:
        first = block[0]
        if first.type == "front_matter":
            self._read_front_matter(first)
        elif first.type == "heading_open" and first.tag in ("h1", "h2", "h3"):
            self._place_heading(block, drafts)
        elif drafts:
            drafts[-1].add(block)
        elif not (is_comment(first) or self.open_front_matter or self.is_outside):
            self.is_outside = True  # what follows goes the same way
            self._fault(
                "content-outside-card", self.places.at(line(block)), "text that belongs to no card"
            )

    def _place_heading(self, block: Block, drafts: list[_Draft]) -> None:
        first, place = block[0], self.places.at(line(block))
        if first.markup in ("-", "=") and self.is_outside and not drafts:
            return  # front matter that is none
        if first.markup in ("-", "="):
            row = (first.map or [0, 1])[1] - 1
            message = f"this line turns the text above it into a heading: {self.lines[row].strip()}"
            self._fault("setext-heading", self.places.at(row), message)
        elif first.tag == "h2":
            drafts.append(_Draft(block, parts=[((), [])]))
        elif first.tag == "h1" and drafts:
            self._fault("second-title", place, "a chapter title below the first card of its page")
        elif first.tag == "h1" and self.title:
            self._fault(
                "second-title", place, f"a second chapter title; the page is already {self.title!r}"
            )
        elif first.tag == "h1":
            self.title = self._heading(block).text
        elif drafts:
            drafts[-1].parts.append((block, []))
        else:
            self._fault("content-outside-card", place, "a section that belongs to no card")

    def _read_front_matter(self, token: Token) -> None:
        first = (token.map or [0, 1])[0] + 1
        self.front_matter = front_matter.read(
            token.content, lambda line, col: self.places.at(first + line, col)
        )
        self.faults += self.front_matter.faults
        self.deck = next(
            (s.value for s in self.front_matter.settings if s.key == "deck" and s.value), self.deck
        )

    # --- cards ---

    def _card(self, draft: _Draft, end: int) -> Card:
        settings: tuple[Setting, ...] = ()
        comments = list(draft.comments)
        if comments and _SETTING.match(comment_body(comments[0].content)):
            settings = tuple(self._settings(comments.pop(0)))
        self.faults += slips.second_settings(comments, self.places)
        reason = " ".join(comment_body(comment.content).strip() for comment in comments)
        sections = tuple(
            self._section(heading, content)
            for heading, content in draft.parts
            if heading or content
        )
        own = tuple(
            (tag, s.value_span) for s in settings if s.key == "tags" for tag in words(s.value)
        )
        written = (*self.front_matter.tags, *own)
        filters = {
            f"{s.key}::{s.value}" for s in settings if s.key in ("level", "facet") and s.value
        }
        tags = tuple(sorted({tag for tag, _ in written} | filters))
        deck = next((s.value for s in settings if s.key == "deck" and s.value), self.deck)
        return Card(
            self._heading(draft.heading), sections, settings, deck, tags, written, reason, end
        )

    def _settings(self, token: Token) -> Iterator[Setting]:
        """The `key: value` pairs of a comment, split by `;`, with their places."""
        row, after = token.map or (0, 1)
        raw = "\n".join(self.lines[row:after])
        start = raw.index("<!--") + 4
        end = raw.find(
            "\n\n" if "\n## " in raw else "-->", start
        )  # a heading in it: the comment was never closed
        offset = start
        for piece in raw[start : end if end >= 0 else len(raw)].split(";"):
            found = _SETTING.match(piece)
            if found:
                blanks = len(found[2]) - len(found[2].lstrip())
                key, value = (
                    self._inside(row, raw, offset + found.start(i) + blank)
                    for i, blank in ((1, 0), (2, blanks))
                )
                yield Setting(found[1], found[2].strip(), *key, *value[1:])
            elif piece.strip():
                place = self._inside(row, raw, offset + len(piece) - len(piece.lstrip()))
                self._fault("bad-setting", place, f"not a `key: value` pair: {piece.strip()!r}")
            offset += len(piece) + 1

    def _inside(self, row: int, raw: str, offset: int) -> Span:
        below, column = row_and_column(raw, offset)
        return self.places.at(row + below, column)

    def _heading(self, block: Block) -> Section:
        """A heading as a section: its own text is the source."""
        inline = block[1]
        row = line(block)
        column = max(self.lines[row].find(inline.content), 0) + 1
        text, marks = markup.text_and_marks([inline], self.places)
        html = markup.html([inline])
        stored = self._stored(row, row + 1)
        return Section(
            "Title",
            *self.places.at(row),
            inline.content,
            row + 1,
            column,
            html,
            text,
            marks,
            stored,
        )

    def _section(self, heading: Block, content: Sequence[Block]) -> Section:
        tokens = [token for block in content for token in block]
        first = line(content[0]) if content else line(heading) + 1
        last = max((token.map[1] for token in tokens if token.map), default=first)
        source = "\n".join(self.lines[first:last]).rstrip()
        text, marks = markup.text_and_marks(tokens, self.places)
        span = self.places.at(line(heading) if heading else first)
        name, stored = section_name(heading), self._stored(first, last)
        return Section(name, *span, source, first + 1, 1, markup.html(tokens), text, marks, stored)

    def _stored(self, first: int, after: int) -> tuple[str, ...]:
        if self.places.stored is self.places.lines:
            return ()
        stored = tuple(self.places.stored[first:after])
        return stored if stored != tuple(self.places.lines[first:after]) else ()
