"""The canonical layout of a page: the same cards, written the one way.

Only blank space, headings, the comment under a question and the order of sections change; every other line stays as it
is, so code, formulas and clozes are never touched. `formatted` keeps its promise by reading the result back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from deckpress import markup
from deckpress.model import CARD_KEYS, SECTIONS, Page, Span
from deckpress.sources import canonical

VERBATIM = ("fence", "code_block", "html_block", "math_block", "amsmath", "front_matter")
"""Blocks, at any depth, whose lines are not ours to touch."""

_NOWHERE = Span("")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A top-level block as lines, and what it is: `front`, `title`, `question`, `section`, `comment` or `text`."""

    kind: str
    lines: tuple[str, ...]
    name: str = ""


def formatted(text: str, path: str) -> str:
    """The page in canonical layout; unchanged if it has faults, or if any card would not be read back the same."""
    plain = unicodedata.normalize(
        "NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    )
    before = canonical.parse(plain, path, "")
    if before.faults:
        return text
    pieces = list(_pieces(plain.split("\n")))
    made = "\n".join(_joined(_ordered(pieces))).strip("\n") + "\n"
    return made if _meaning(canonical.parse(made, path, "")) == _meaning(before) else text


def _meaning(page: Page) -> object:
    """What must not change: everything but places and the order of sections and settings."""
    cards = [
        (
            card.title.html,
            sorted(
                (s.name, s.html, s.text, tuple((m.kind, m.value) for m in s.marks))
                for s in card.sections
            ),
            sorted((s.key, s.value) for s in card.settings),
            (card.deck, card.tags, card.reason),
        )
        for card in page.cards
    ]
    return page.title, [(s.key, s.value) for s in page.settings], cards, page.faults


# --- a page as pieces -------------------------------------------------------------------------------------------


def _pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    tokens = markup.parse("\n".join(lines))
    untouched = {row for t in tokens if t.type in VERBATIM and t.map for row in range(*t.map)}
    after = 0
    previous = ""
    for token, following in zip(tokens, [*tokens[1:], None], strict=False):
        if token.level or not token.map:
            continue
        first, last = token.map
        yield from _between(lines[after:first])
        clean = [_clean(lines[row], row in untouched) for row in range(first, last)]
        piece = _piece(
            token, str(following.content) if following else "", lines[first:last], clean, previous
        )
        yield piece
        after, previous = max(after, last), piece.kind
    yield from _between(lines[after:])


def _between(lines: Sequence[str]) -> Iterator[_Piece]:
    """Lines that make no token (definitions of links) are kept."""
    kept = tuple(line.rstrip() for line in lines if line.strip())
    if kept:
        yield _Piece("text", kept)


def _piece(
    token: Token, text: str, lines: Sequence[str], clean: Sequence[str], previous: str
) -> _Piece:
    """The piece that begins with a token; `text` is a heading's, `clean` its lines without needless blanks."""
    if token.type == "front_matter":
        return _Piece("front", tuple(lines))
    if token.type == "heading_open" and token.tag in ("h1", "h2", "h3"):
        kind = {"h1": "title", "h2": "question", "h3": "section"}[token.tag]
        name = next((n for n in SECTIONS if n.lower() == text.strip().lower()), text)
        return _Piece(
            kind, (f"{token.markup} {name if kind == 'section' else text}".rstrip(),), name
        )
    if token.type == "html_block" and lines[0].lstrip().startswith("<!--"):
        return _comment(lines, previous)
    return _Piece("text", tuple(clean[: len(_trimmed(lines))]))


def _trimmed(lines: Sequence[str]) -> Sequence[str]:
    last = len(lines)
    while last > 1 and not lines[last - 1].strip():
        last -= 1
    return lines[:last]


def _clean(line: str, untouched: bool) -> str:
    """Without blanks at the end, unless they are code's or a hard break's."""
    stripped = line.rstrip(" \t")
    if untouched or (stripped and line.endswith("  ") and not line.endswith("\t")):
        return line if untouched else f"{stripped}  "
    return stripped


def _comment(lines: Sequence[str], previous: str) -> _Piece:
    """The settings in their canonical order; any other comment as it is."""
    kept = _Piece("comment", tuple(_trimmed(lines)))
    found = re.fullmatch(r"\s*<!--\s*(.*?)\s*-->\s*", "\n".join(lines), re.DOTALL)
    pairs = (
        [piece.partition(":") for piece in found[1].split(";") if piece.strip()] if found else []
    )
    if (
        previous != "question"
        or not pairs
        or not all(key.strip() in CARD_KEYS and colon for key, colon, _ in pairs)
    ):
        return kept
    order = sorted(pairs, key=lambda pair: CARD_KEYS.index(pair[0].strip()))
    settings = "; ".join(f"{key.strip()}: {' '.join(value.split())}" for key, _, value in order)
    return _Piece("comment", (f"<!-- {settings} -->",))


# --- pieces as a page -------------------------------------------------------------------------------------------


def _ordered(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The sections of each card in canonical order; what stands above the first `###` stays on top."""
    made: list[_Piece] = []
    group: list[list[_Piece]] = [[]]
    for piece in [*pieces, replace(_END)]:
        if piece.kind in ("question", "title", "end"):
            head, *sections = group
            made += [*head, *(p for s in sorted(sections, key=_rank) for p in s)]
            group = [[piece]]
        elif piece.kind == "section":
            group.append([piece])
        else:
            group[-1].append(piece)
    return made


_END = _Piece("end", ())


def _rank(section: Sequence[_Piece]) -> int:
    name = section[0].name
    return SECTIONS.index(name) if name in SECTIONS else len(SECTIONS)


def _joined(pieces: Sequence[_Piece]) -> Iterator[str]:
    """One blank line between blocks, none between a heading and what belongs to it."""
    previous = _END
    for piece in pieces:
        close = (previous.kind, piece.kind) in (("question", "comment"), ("front", "title")) or (
            previous.kind == "section" and piece.kind not in ("section", "question")
        )
        settings = previous.kind == "comment" and piece.kind == "comment"
        if previous.kind != "end" and not close and not settings:
            yield ""
        yield from piece.lines
        previous = piece
