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

_SETTING = re.compile(r"\s*(?P<key>[A-Za-z][\w-]*)\s*:\s*(?P<value>.*)", re.DOTALL)
"""`level: core`, one of the pieces between the `;` of a comment."""


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
        """Take a block of content; comments right under the heading are the card's settings and their reasons."""
        is_at_top = len(self.parts) == 1 and not self.parts[0][1]
        if is_at_top and is_comment(block[0]):
            self.comments.append(block[0])
        else:
            self.parts[-1][1].append(block)

    def card(
        self, text: PageText, page: FrontMatter, deck: str, end: int
    ) -> tuple[Card, list[Fault]]:
        """The card, which ends before a row, and what is wrong with its comments.

        `deck` is the deck's full name if the card names none.
        """
        comments = self.comments
        settings: tuple[Setting, ...] = ()
        faults: list[Fault] = []
        if comments and _SETTING.match(comment_body(comments[0])):
            settings, faults = _settings(comments[0], text)
            comments = comments[1:]
        faults += slips.second_settings(comments, text.places)
        tags = (*page.tags, *_tags(settings))
        card = Card(
            text.heading(self.heading),
            tuple(self._sections(text)),
            settings,
            first_value(settings, "deck") or deck,
            tuple(sorted({*(tag for tag, _ in tags), *_filters(settings)})),
            tags,
            " ".join(comment_body(comment).strip() for comment in comments),
            end,
        )
        return card, faults

    def _sections(self, text: PageText) -> Iterator[Section]:
        for heading, content in self.parts:
            if heading or content:
                yield text.section(heading, content)


def _tags(settings: Sequence[Setting]) -> Iterator[tuple[str, Span]]:
    """The tags that a comment names, each at the place of all."""
    for setting in settings:
        if setting.key == "tags":
            for tag in words(setting.value):
                yield tag, setting.value_span


def _filters(settings: Sequence[Setting]) -> Iterator[str]:
    """What learners can filter by in Anki: `level: core` is the tag `level::core` as well."""
    for setting in settings:
        if setting.key in ("level", "facet") and setting.value:
            yield f"{setting.key}::{setting.value}"


def _settings(comment: Token, text: PageText) -> tuple[tuple[Setting, ...], list[Fault]]:
    """The settings of a comment, with their places, and what in it is none."""
    row, after = comment.map or (0, 1)
    written = text.rows(row, after)
    settings: list[Setting] = []
    faults: list[Fault] = []
    for start, piece in _pieces(written):
        found = _SETTING.match(piece)
        if found:
            key = text.place(row, written, start + found.start("key"))
            value = text.place(row, written, start + found.start("value"))
            settings.append(Setting(found["key"], found["value"].rstrip(), *key, *value[1:]))
        elif piece.strip():
            place = text.place(row, written, start + len(piece) - len(piece.lstrip()))
            message = f"not a `key: value` pair: {piece.strip()!r}"
            faults.append(Fault(place, message, code="bad-setting"))
    return tuple(settings), faults


def _pieces(written: str) -> Iterator[tuple[int, str]]:
    """What stands between the `;` of a comment, each with its offset."""
    start = written.index("<!--") + len("<!--")
    # With a heading in it, the comment was never closed: then its first paragraph is all that is meant.
    end = written.find("\n\n" if "\n## " in written else "-->", start)
    for piece in written[start : end if end >= 0 else None].split(";"):
        yield start, piece
        start += len(piece) + 1
