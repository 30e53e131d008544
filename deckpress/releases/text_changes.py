"""HTML of a field -> the text a learner reads; two texts -> what differs, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html.parser import HTMLParser

from deckpress.anki.html_tree import acceptable

Piece = tuple[str, str]
"""`(sign, text)`: the sign is `=` for what stays, `-` for what goes, `+` for what comes."""

MOST_WORDS = 4000
"""Beyond this a text is shown as replaced whole: matching takes quadratic time."""

CONTEXT = 40
"""Characters of unchanged text shown beside a change."""

_BLOCKS = frozenset("p div br li ul ol tr td th pre blockquote h4 h5 h6".split())
# `It is 3.5%` -> It, blank, is, blank, 3, ., 5, %
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Anki's MathJax: `\(x\)` in a line, `\[x\]` on a line of its own.
_INLINE_MATH = re.compile(r"\\[()]")
_DISPLAY_MATH = re.compile(r"\\[\[\]]")


def plain(html: str) -> str:
    """The text of a field.

    Pictures as their alt text, formulas as `$…$`, blank space as one blank.
    """
    parser = _Text()
    parser.feed(acceptable(html))
    parser.close()
    text = "".join(parser.parts)
    text = _INLINE_MATH.sub("$", text)
    text = _DISPLAY_MATH.sub("$$", text)
    return " ".join(text.split())


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(
        self,
        tag: str,
        attrs: list[tuple[str, str | None]],
    ) -> None:
        if tag == "img":
            alt = dict(attrs).get("alt") or ""
            self.parts.append(f" [picture: {alt}] ")
        elif tag in _BLOCKS:
            # `<li>one</li><li>two</li>` is two words.
            self.parts.append(" ")


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts, in order; neighbours differ in sign."""
    old = _WORD.findall(before)
    new = _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return tuple(_replaced(before, after))
    return tuple(_matched(old, new))


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    gone = come = ""
    # `autojunk` would take the commonest words of a long text for noise.
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, *ranges in matcher.get_opcodes():
        old_start, old_end, new_start, new_end = ranges
        before = "".join(old[old_start:old_end])
        after = "".join(new[new_start:new_end])
        # A blank between two changed words belongs to the change: one reads phrases, not confetti.
        is_bridge = before.isspace() and bool(gone or come)
        if operation == "equal" and not is_bridge:
            yield from _replaced(gone, come)
            yield "=", before
            gone = come = ""
        else:
            gone += before
            come += after
    yield from _replaced(gone, come)


def _replaced(before: str, after: str) -> Iterator[Piece]:
    if before:
        yield "-", before
    if after:
        yield "+", after


def excerpt(pieces: Sequence[Piece]) -> list[Piece]:
    """The changes with a little of what stands around them; `…` for what is left out."""
    shown = []
    last = len(pieces) - 1
    for index, (sign, text) in enumerate(pieces):
        if sign == "=":
            text = _shortened(text, index == 0, index == last)
        shown.append((sign, text))
    return shown


def _shortened(
    text: str,
    is_first: bool,
    is_last: bool,
) -> str:
    """The words next to the changes before and after it: `the first words … the last words`."""
    head = tail = ""
    limit = len(" … ")
    if not is_first:
        # Whole words only: what the cut left of the last one goes.
        words, _, _ = text[:CONTEXT].rpartition(" ")
        head = f"{words} "
        limit += CONTEXT
    if not is_last:
        _, _, words = text[-CONTEXT:].partition(" ")
        tail = f" {words}"
        limit += CONTEXT
    return text if len(text) <= limit else f"{head}…{tail}"
