"""The blocks of a page that belong to one card -> Card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from deckpress.model import Card, Fault, Section, Setting, Span
from deckpress.sources import slips
from deckpress.sources.blocks import Block, comment_body, is_comment
from deckpress.sources.front_matter import FrontMatter, first_value, words
from deckpress.sources.page_text import PageText

_SETTING = re.compile(
    r"""
    \s* (?P<key>[A-Za-z][\w-]*) \s* : \s* (?P<value>.*)  # `level: core`
    """,
    re.VERBOSE | re.DOTALL,
)


class Draft:
    """A card while its blocks are collected."""

    def __init__(self, heading: Block) -> None:
        self.heading = heading
        self.comments: list[Token] = []
        self.parts: list[tuple[Block, list[Block]]] = [((), [])]
        """`(section heading or nothing, the blocks below it)`."""

    def open_section(self, heading: Block) -> None:
        """Begin the section of a `###` heading."""
        self.parts.append((heading, []))

    def add(self, block: Block) -> None:
        """Take a block.

        Comments right under the heading are settings and reasons, all others content.
        """
        _, content = self.parts[-1]
        is_at_top = len(self.parts) == 1 and not content
        if is_at_top and is_comment(block[0]):
            self.comments.append(block[0])
        else:
            content.append(block)

    def card(
        self,
        text: PageText,
        page: FrontMatter,
        deck: str,
        end: int,
    ) -> tuple[Card, list[Fault]]:
        """The card, and what is wrong with its comments.

        `deck` is the full name of its deck if it names none, `end` the row behind its last.
        """
        settings, reasons, faults = self._read_comments(text)
        tags = (*page.tags, *_tags(settings))
        names = {name for name, _ in tags}
        names.update(_filters(settings))
        card = Card(
            title=text.heading(self.heading),
            sections=tuple(self._sections(text)),
            settings=tuple(settings),
            deck=first_value(settings, "deck") or deck,
            tags=tuple(sorted(names)),
            tag_spans=tags,
            reason=" ".join(reasons),
            last_line=end,
        )
        return card, faults

    def _sections(self, text: PageText) -> Iterator[Section]:
        for heading, content in self.parts:
            if heading or content:  # a card may begin with `###` at once
                yield text.section(heading, content)

    def _read_comments(
        self,
        text: PageText,
    ) -> tuple[list[Setting], list[str], list[Fault]]:
        """The settings of the first comment, if it holds any, and what the others say."""
        settings: list[Setting] = []
        faults: list[Fault] = []
        comments = self.comments
        # <!-- id: dropout; level: core -->
        # <!-- why a check is waived -->
        if comments and _SETTING.match(comment_body(comments[0])):
            for found in _settings(comments[0], text):
                if isinstance(found, Setting):
                    settings.append(found)
                else:
                    faults.append(found)
            comments = comments[1:]
        faults += slips.second_settings(comments, text.places)
        reasons = [comment_body(comment).strip() for comment in comments]
        return settings, reasons, faults


def _tags(settings: Sequence[Setting]) -> Iterator[tuple[str, Span]]:
    """The tags of a card's own, all at one place."""
    for setting in settings:
        if setting.key == "tags":
            for tag in words(setting.value):
                yield tag, setting.value_span


def _filters(settings: Sequence[Setting]) -> Iterator[str]:
    """What learners can filter by in Anki: `level: core` is the tag `level::core` as well."""
    for setting in settings:
        if setting.key in ("level", "facet") and setting.value:
            yield f"{setting.key}::{setting.value}"


def _settings(
    comment: Token,
    text: PageText,
) -> Iterator[Setting | Fault]:
    """The `key: value` pairs of a comment, with their places, and what is none."""
    row, after = comment.map or (0, 1)
    written = text.rows(row, after)
    for start, piece in _pieces(written):  # `id: dropout`, ` level: core `
        found = _SETTING.match(piece)
        if found:
            key = text.place(row, written, start + found.start("key"))
            value = text.place(row, written, start + found.start("value"))
            yield Setting(
                found["key"],
                found["value"].rstrip(),
                *key,
                value.line,
                value.column,
            )
        elif piece.strip():
            blanks = len(piece) - len(piece.lstrip())
            place = text.place(row, written, start + blanks)
            message = f"not a `key: value` pair: {piece.strip()!r}"
            yield Fault(place, message, code="bad-setting")


def _pieces(written: str) -> Iterator[tuple[int, str]]:
    """What stands between the `;` of a comment, each with its offset."""
    start = written.index("<!--") + len("<!--")
    # With a heading in it, the comment was never closed: its first paragraph is what was meant.
    end = written.find("\n\n" if "\n## " in written else "-->", start)
    if end < 0:
        end = len(written)
    for piece in written[start:end].split(";"):
        yield start, piece
        start += len(piece) + 1
