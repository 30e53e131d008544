"""The canonical layout of a page: the same cards, written the one way.

Only blank space, headings, the comment under a question and the order of sections change; every
other line stays as it is, so code, formulas and clozes are never touched. `formatted` keeps its
promise by reading the result back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from markdown_it.token import Token

from deckpress import markup
from deckpress.model import CARD_KEYS, SECTIONS, Card, Page
from deckpress.sources import canonical
from deckpress.sources.blocks import Block, blocks, is_comment
from deckpress.sources.page_text import plain_line_ends, section_name

VERBATIM = (
    "fence",
    "code_block",
    "html_block",
    "math_block",
    "amsmath",
    "front_matter",
)
"""Blocks, at any depth, whose lines are not ours to touch."""

_HEADINGS = {"h1": "title", "h2": "question", "h3": "section"}


class _Piece(NamedTuple):
    """A top-level block as lines."""

    kind: str
    """`front`, `title`, `question`, `section`, `comment` or `text`."""
    lines: tuple[str, ...] = ()
    name: str = ""
    """Of a section."""


_END = _Piece("end")
"""What stands before the first piece and behind the last."""


def formatted(text: str, path: str) -> str:
    """The page in canonical layout.

    Unchanged if it has faults, or if any card would not be read back the same.
    """
    plain = normalize("NFC", plain_line_ends(text))
    before = canonical.parse(plain, path, "")
    if before.faults:
        return text
    pieces = _ordered(_pieces(plain.split("\n")))
    lines = "\n".join(_lines(pieces))
    made = lines.strip("\n") + "\n"
    after = canonical.parse(made, path, "")
    return made if _meaning(after) == _meaning(before) else text


def _meaning(page: Page) -> object:
    """What must not change: everything but places and the order of sections and settings."""
    settings = [(setting.key, setting.value) for setting in page.settings]
    cards = [_meaning_of_card(card) for card in page.cards]
    return page.title, settings, cards, page.faults


def _meaning_of_card(card: Card) -> object:
    sections = []
    for section in card.sections:
        marks = [(mark.kind, mark.value) for mark in section.marks]
        sections.append((section.name, section.html, section.text, marks))
    settings = [(setting.key, setting.value) for setting in card.settings]
    return (
        card.title.html,
        sorted(sections),
        sorted(settings),
        card.deck,
        card.tags,
        card.reason,
    )


# --- a page as pieces ----------------------------------------------------------------------------


def _pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    tokens = markup.parse("\n".join(lines))
    tidy = _tidy(lines, tokens)
    after = 0
    kind = ""
    for block in blocks(tokens):
        if not block[0].map:
            continue
        # Between two blocks lie blank lines, and definitions of links, which are no block.
        first, last = block[0].map
        yield from _between(lines[after:first])
        piece = _piece(
            block,
            lines[first:last],
            tidy[first:last],
            kind,
        )
        yield piece
        after = max(after, last)
        kind = piece.kind
    yield from _between(lines[after:])


def _tidy(
    lines: Sequence[str],
    tokens: Sequence[Token],
) -> list[str]:
    """The lines without needless blanks at their ends."""
    tidy = [_without_blanks(line) for line in lines]
    for token in tokens:  # of all levels: code stands in lists, too
        if token.type in VERBATIM and token.map:
            first, last = token.map
            tidy[first:last] = lines[first:last]
    return tidy


def _without_blanks(line: str) -> str:
    stripped = line.rstrip(" \t")
    # Two blanks or more at the end of a line are a hard break; it needs no more than two.
    is_break = line.endswith("  ") and stripped
    return f"{stripped}  " if is_break else stripped


def _between(lines: Sequence[str]) -> Iterator[_Piece]:
    """Lines that make no token (definitions of links) are kept."""
    kept = [line.rstrip() for line in lines if line.strip()]
    if kept:
        yield _Piece("text", tuple(kept))


def _piece(
    block: Block,
    lines: Sequence[str],
    tidy: Sequence[str],
    previous: str,
) -> _Piece:
    """A block as a piece; `previous` is the kind of the piece above it."""
    first = block[0]
    if first.type == "front_matter":
        return _Piece("front", tuple(lines))
    if first.type == "heading_open" and first.tag in _HEADINGS:
        return _heading(first, block[1].content)
    if is_comment(first):
        settings = _settings("\n".join(lines)) if previous == "question" else ""
        return _Piece("comment", (settings,) if settings else _trimmed(lines))
    count = len(_trimmed(lines))
    return _Piece("text", tuple(tidy[:count]))


def _heading(opening: Token, text: str) -> _Piece:
    kind = _HEADINGS[opening.tag]
    name = section_name(text)
    # `### analogy` -> `### Analogy`; the words of a question are its author's.
    shown = name if kind == "section" else text
    line = f"{opening.markup} {shown}".rstrip()
    return _Piece(kind, (line,), name)


def _trimmed(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines without the blank ones at the end, but never less than one."""
    last = len(lines)
    while last > 1 and not lines[last - 1].strip():
        last -= 1
    return tuple(lines[:last])


def _settings(comment: str) -> str:
    """`<!--level:core;id:why-->` -> `<!-- id: why; level: core -->`.

    An empty text if the comment holds anything but settings.
    """
    found = re.fullmatch(r"\s*<!--(.*?)-->\s*", comment, re.DOTALL)
    if not found:
        return ""
    values = []
    # `<!-- note: see the paper -->` is prose, for `note` is no key.
    for piece in found[1].split(";"):
        key, colon, value = piece.partition(":")
        if not piece.strip():
            continue
        if not colon or key.strip() not in CARD_KEYS:
            return ""
        words = value.split()
        values.append((key.strip(), " ".join(words)))
    values.sort(key=lambda pair: CARD_KEYS.index(pair[0]))
    settings = "; ".join(f"{key}: {value}" for key, value in values)
    return f"<!-- {settings} -->" if values else ""


# --- pieces as a page ----------------------------------------------------------------------------


def _ordered(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """The sections of each card in canonical order; what stands above the first stays on top."""
    top: list[_Piece] = []
    sections: list[list[_Piece]] = []
    for piece in (*pieces, _END):
        if piece.kind in ("question", "title", "end"):
            yield from top
            for section in sorted(sections, key=_rank):
                yield from section
            top, sections = [piece], []
        elif piece.kind == "section":
            sections.append([piece])
        elif sections:
            sections[-1].append(piece)
        else:
            top.append(piece)


def _rank(section: Sequence[_Piece]) -> int:
    name = section[0].name
    return SECTIONS.index(name) if name in SECTIONS else len(SECTIONS)


def _lines(pieces: Iterator[_Piece]) -> Iterator[str]:
    """One blank line between blocks, none between a heading and what belongs to it."""
    previous = _END
    for piece in pieces:
        if previous is not _END and not _belong_together(previous.kind, piece.kind):
            yield ""
        yield from piece.lines
        previous = piece


def _belong_together(above: str, below: str) -> bool:
    """Whether no blank line parts two kinds of pieces."""
    if above == "section":
        return below not in ("section", "question")
    return (above, below) in (
        ("front", "title"),
        ("question", "comment"),
        ("comment", "comment"),
    )
