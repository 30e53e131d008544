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

import yaml
from markdown_it.token import Token

from deckpress import markup
from deckpress.model import SECTIONS, Card, Fault, Page, Section, Setting, Span

FRONT_MATTER_KEYS = ("deck", "tags")
"""What a page's front matter can hold."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SETTING = re.compile(r"\s*([A-Za-z][\w-]*)\s*:(.*)", re.DOTALL)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class _Draft:
    """A card while its tokens are collected."""

    heading: Sequence[Token]
    comments: list[Token] = field(default_factory=list)
    blocks: list[tuple[Sequence[Token], list[Sequence[Token]]]] = field(default_factory=list)
    """`(section heading or nothing, the blocks below it)`."""


def parse(text: str, path: str, deck: str) -> Page:
    """Parse one page; `deck` is the full deck name of cards that name none.

    Never raises for what a file can contain: what is wrong is in `Page.faults` or left in the cards for the checks.
    """
    stored = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = stored if text.isascii() else [unicodedata.normalize("NFC", line) for line in stored]
    return _Parser(path, deck, lines, stored).page()


class _Parser:
    """Holds what each step needs of one file: its lines, its places and the faults found so far."""

    def __init__(self, path: str, deck: str, lines: list[str], stored: list[str]) -> None:
        self.faults: list[Fault] = []
        self.places = markup.Places(path, lines, stored)
        self.lines = self._without_controls(lines)
        self.deck = deck
        self.settings: tuple[Setting, ...] = ()
        self.tags: tuple[tuple[str, Span], ...] = ()

    def fault(self, code: str, span: Span, message: str, fix: str = "") -> None:
        self.faults.append(Fault(span, message, fix, code=code))

    def _without_controls(self, lines: list[str]) -> list[str]:
        """Control characters are markup's own brackets, and Anki drops them: report and blank them."""
        clean = list(lines)
        for row, line in enumerate(lines):
            for found in _CONTROL.finditer(line):
                message = f"control character U+{ord(found[0]):04X}"
                self.fault("control-character", self.places.at(row, found.start()), message)
            clean[row] = _CONTROL.sub(" ", line)
        return clean

    def page(self) -> Page:
        tokens = markup.parse("\n".join(self.lines))
        title, drafts = self._split(tokens)
        cards = tuple(self._card(draft, end) for draft, end in zip(drafts, self._ends(drafts), strict=True))
        return Page(self.places.path, title, cards, tuple(self.faults), self.settings)

    def _ends(self, drafts: list[_Draft]) -> list[int]:
        starts = [_line(d.heading) for d in drafts[1:]]
        return [*starts, len(self.lines)][: len(drafts)]

    # --- which block belongs to which card ---

    def _split(self, tokens: Sequence[Token]) -> tuple[str, list[_Draft]]:
        title, drafts = "", []
        if self.lines[0].rstrip() == "---" and not (tokens and tokens[0].type == "front_matter"):
            self.fault("bad-front-matter", self.places.at(0), "front matter opens here and is never closed",
                       "put a line of --- below it")  # fmt: skip
        for block in _blocks(tokens):
            first = block[0]
            level = int(first.tag[1]) if first.type == "heading_open" else 0
            if first.type == "front_matter":
                self._front_matter(first)
            elif level and first.markup in ("-", "="):
                self._setext(block)
            elif level == 1:
                title = self._title(block, title)
            elif level == 2:
                drafts.append(_Draft(block, blocks=[((), [])]))
            elif not drafts:
                self._outside(block)
            elif level == 3:
                drafts[-1].blocks.append((block, []))
            else:
                self._content(drafts[-1], block)
        return title, drafts

    def _setext(self, block: Sequence[Token]) -> None:
        row = (block[0].map or [0, 1])[1] - 1
        self.fault("setext-heading", self.places.at(row), f"this line turns the text above it into a heading: {self.lines[row].strip()}")

    def _title(self, block: Sequence[Token], title: str) -> str:
        if title:
            self.fault("second-title", self.places.at(_line(block)), f"a second chapter title; the page is already {title!r}")
            return title
        return self._section("Title", block).text

    def _outside(self, block: Sequence[Token]) -> None:
        if block[0].type == "html_block" and block[0].content.lstrip().startswith("<!--"):
            return
        if block[0].type == "heading_open" and block[0].tag == "h3":
            self.fault("content-outside-card", self.places.at(_line(block)), "a section that belongs to no card")
        else:
            self.fault("content-outside-card", self.places.at(_line(block)), "text that belongs to no card")

    def _content(self, draft: _Draft, block: Sequence[Token]) -> None:
        first = block[0]
        at_top = len(draft.blocks) == 1 and not draft.blocks[0][1]
        if at_top and first.type == "html_block" and first.content.lstrip().startswith("<!--"):
            draft.comments.append(first)
        else:
            draft.blocks[-1][1].append(block)

    # --- front matter ---

    def _front_matter(self, token: Token) -> None:
        first = (token.map or [0, 1])[0] + 1
        try:
            root = yaml.compose(token.content, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            span = self.places.at(first + mark.line, mark.column) if mark else self.places.at(first)
            return self.fault("bad-front-matter", span, f"front matter is not valid YAML: {error.problem}")
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            return self.fault("bad-front-matter", self.places.at(first), f"front matter is not valid YAML: {str(error).splitlines()[0]}")
        if root is None:
            return None
        if not isinstance(root, yaml.MappingNode):
            return self.fault("bad-front-matter", self.places.at(first), "front matter must be `key: value` lines")
        self.settings = tuple(s for key, value in root.value for s in self._yaml_setting(first, key, value))
        self.deck = next((s.value for s in self.settings if s.key == "deck"), "") or self.deck
        return None

    def _yaml_setting(self, first: int, key: yaml.Node, value: yaml.Node) -> Iterator[Setting]:
        def at(node: yaml.Node) -> Span:
            return self.places.at(first + node.start_mark.line, node.start_mark.column)

        items = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if not isinstance(key, yaml.ScalarNode) or not all(isinstance(i, yaml.ScalarNode) for i in items):
            self.fault("bad-front-matter", at(value), "a value here is a word or a list of words")
            return
        if any(s.key == key.value for s in self.settings):
            self.fault("bad-front-matter", at(key), f"{key.value!r} stands here twice")
        if key.value == "tags":
            self.tags = tuple((tag, at(item)) for item in items for tag in _words(item.value))
        yield Setting(key.value, ", ".join(i.value for i in items), at(key), at(value))

    # --- cards ---

    def _card(self, draft: _Draft, end: int) -> Card:
        title = self._section("Title", draft.heading)
        settings, rest = (), list(draft.comments)
        if rest and _SETTING.match(_comment_body(rest[0].content)):
            settings = tuple(self._settings(rest.pop(0)))
        reason = " ".join(_comment_body(c.content).strip() for c in rest)
        sections = tuple(
            self._section(_name(heading), heading, blocks) for heading, blocks in draft.blocks if heading or blocks
        )
        own = tuple((tag, s.value_span) for s in settings if s.key == "tags" for tag in _words(s.value))
        facets = tuple((f"{s.key}::{s.value}", s.value_span) for s in settings if s.key in ("level", "facet") and s.value)
        deck = next((s.value for s in settings if s.key == "deck"), "") or self.deck
        tags = tuple(sorted({tag for tag, _ in (*self.tags, *own, *facets)}))
        return Card(title, sections, settings, deck, tags, (*self.tags, *own), reason, end)

    def _settings(self, token: Token) -> Iterator[Setting]:
        """The `key: value` pairs of a comment, split by `;`, with their places."""
        row = (token.map or [0, 1])[0]
        raw = "\n".join(self.lines[row : (token.map or [0, row + 1])[1]])
        start = raw.index("<!--") + 4
        end = raw.find("-->", start)
        end = len(raw) if end < 0 else end
        offset = start
        for piece in raw[start:end].split(";"):
            found = _SETTING.match(piece)
            if found:
                value = found[2].strip()
                value_at = offset + found.start(2) + (len(found[2]) - len(found[2].lstrip()))
                yield Setting(found[1], value, self._offset(row, raw, offset + found.start(1)), self._offset(row, raw, value_at))
            elif piece.strip():
                where = self._offset(row, raw, offset + len(piece) - len(piece.lstrip()))
                self.fault("bad-setting", where, f"not a `key: value` pair: {piece.strip()!r}")
            offset += len(piece) + 1

    def _offset(self, row: int, raw: str, offset: int) -> Span:
        before = raw[:offset]
        return self.places.at(row + before.count("\n"), offset - before.rfind("\n") - 1)

    def _section(self, name: str, heading: Sequence[Token], blocks: Sequence[Sequence[Token]] = ()) -> Section:
        """A section from its heading (its own content, if there are no blocks: a title) and the blocks below."""
        if name == "Title":
            tokens: Sequence[Token] = (Token("paragraph_open", "p", 1), heading[1], Token("paragraph_close", "p", -1))
        else:
            tokens = [token for block in blocks for token in block]
        span = self.places.at(_line(heading or tokens))
        text, marks = markup.text_and_marks(tokens, self.places)
        if name == "Title":
            column = max(self.lines[span.line - 1].find(heading[1].content), 0) + 1
            return Section(name, span, heading[1].content, span.line, column, markup.html(tokens), text, marks)
        first = _line(blocks[0]) if blocks else _line(heading) + 1
        last = max((t.map[1] for t in tokens if t.map), default=first)
        source = "\n".join(self.lines[first:last]).rstrip()
        return Section(name, span, source, first + 1, 1, markup.html(tokens), text, marks)


def _blocks(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The top-level blocks: each an opening token, what it holds, and its closing token."""
    start = 0
    for i, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : i + 1]
            start = i + 1


def _line(block: Sequence[Token]) -> int:
    """The 0-based line on which a block begins."""
    return next((t.map[0] for t in block if t.map), 0)


def _name(heading: Sequence[Token]) -> str:
    """The section's name as written; text right under the question is the answer."""
    if not heading:
        return "Answer"
    written = str(heading[1].content).strip()
    return next((name for name in SECTIONS if name.lower() == written.lower()), written)


def _comment_body(content: str) -> str:
    return content.strip().removeprefix("<!--").rstrip().removesuffix("-->")


def _words(value: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", value) if word]
