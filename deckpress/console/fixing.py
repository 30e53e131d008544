"""`check --fix`: what checks can mend by themselves, done to the pages.

A fix is kept only if its card, read again, has the same id, settings, code, formulas and clozes,
and if no check finds anything on any card that it did not find before. A card for which that fails
stays as its author wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from deckpress import checks, sources
from deckpress.deck.config import Config
from deckpress.model import Card, Deck, Page, Problem, Section, Span, card_finder

Wish = tuple[str, str, int]
"""A check's code, and the path and line of a card that it is to mend."""

_LINE_END = re.compile(r"(\r\n|\r|\n)")
# `<pre>…</pre>`, `<code class="…">…</code>`
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_CONTEXT = 24
"""Characters that a change is shown with on either side."""


class Change(NamedTuple):
    """One line of a page that checks have mended."""

    span: Span
    """Where it first differs from what was written."""
    codes: tuple[str, ...]
    before: str
    after: str

    def __str__(self) -> str:
        """The place and both versions, cut to what differs."""
        start = max(0, self.span.column - 1 - _CONTEXT)
        same = _common(self.before[::-1], self.after[::-1])
        old, new = (_cut(text, start, same) for text in (self.before, self.after))
        return f"{self.span}: fixed [{', '.join(self.codes)}]\n    - {old}\n    + {new}"


def _cut(text: str, start: int, same: int) -> str:
    """A line from a column on, without its end that both versions have, but for some context."""
    return text[start : max(start, len(text) - same) + _CONTEXT].strip()


class Fixed(NamedTuple):
    """What `--fix` would write, and each change."""

    texts: dict[str, str]
    """The new text of each page that changes, with the line ends and the BOM it had."""
    changes: tuple[Change, ...]
    refused: tuple[Span, ...] = ()
    """The cards that stay as they are, since mending them would make something else wrong."""


def fixed(
    deck: Deck, wanted: Iterable[Problem], known: Collection[Problem], config: Config
) -> Fixed:
    """The deck with the `wanted` problems mended, as far as that is safe; `known` is all that the
    checks say of it."""
    asked = wishes = frozenset(_wishes(deck, wanted))
    mended = Fixed({}, ())
    while wishes:
        pages, mended = _applied(deck, wishes, config)
        worse = _worse(deck, pages, known, config)
        if not worse:
            break
        # Try again without the cards that would be worse; if it is none of these, mend nothing.
        rest = frozenset(wish for wish in wishes if wish[1:] not in worse)
        wishes = rest if rest != wishes else frozenset()
        mended = Fixed({}, ())
    refused = {Span(path, line) for _, path, line in asked - wishes}
    return mended._replace(refused=tuple(sorted(refused)))


def _wishes(deck: Deck, problems: Iterable[Problem]) -> Iterator[Wish]:
    card_at = card_finder(deck.pages)
    for problem in problems:
        card = card_at(problem.span)
        if card and hasattr(checks.modules()[problem.code], "fix"):
            yield problem.code, card.span.path, card.span.line


# --- doing it -------------------------------------------------------------------------------------


def _applied(deck: Deck, wishes: Collection[Wish], config: Config) -> tuple[dict[str, Page], Fixed]:
    """The pages that change, read again, and what was done to them."""
    pages = dict[str, Page]()
    texts = dict[str, str]()
    changes = list[Change]()
    by_page = defaultdict[str, list[tuple[str, int]]](list)
    for code, path, line in sorted(wishes):
        by_page[path].append((code, line))
    for page in deck.pages:
        if page.path not in by_page:
            continue
        text = (config.root / page.path).read_bytes().decode("utf-8")
        new, own = _page(page, text, by_page[page.path], deck, config)
        if own:
            pages[page.path] = sources.page_of(new, page.path, config)
            texts[page.path] = new
            changes += own
    return pages, Fixed(texts, tuple(sorted(changes)))


def _page(
    page: Page, text: str, wishes: Sequence[tuple[str, int]], deck: Deck, config: Config
) -> tuple[str, list[Change]]:
    """A page's text after one check after the other has mended its cards.

    No line is added or taken away, so each keeps its number.
    """
    pieces = _LINE_END.split(text)
    written = [*pieces]
    codes = defaultdict[int, list[str]](list)
    """Row of a line to the checks that have mended it."""
    for code in dict.fromkeys(code for code, _ in wishes):
        # Read anew: the check before may have changed the very words that this one is to mend.
        now = sources.page_of("".join(pieces), page.path, config)
        wished = [card for card in now.cards if (code, card.span.line) in wishes]
        options = checks.options(code, config)
        for card in wished:
            for section, mended in checks.modules()[code].fix(card, deck, options):
                for row in _write(pieces, section, mended):
                    codes[row].append(code)
    changes = [
        _change(page.path, row, tuple(dict.fromkeys(codes[row])), written, pieces)
        for row in sorted(codes)
    ]
    return "".join(pieces), changes


def _change(
    path: str, row: int, codes: tuple[str, ...], old: Sequence[str], new: Sequence[str]
) -> Change:
    before, after = (pieces[2 * row].removeprefix("\ufeff") for pieces in (old, new))
    normal = unicodedata.normalize("NFC", before)
    return Change(Span(path, row + 1, _common(normal, after) + 1), codes, normal, after)


def _write(pieces: list[str], section: Section, mended: str) -> Iterator[int]:
    """Put a section's mended lines into the file's pieces (its lines, each followed by its end);
    yield their rows."""
    old, new = section.source.split("\n"), mended.split("\n")
    if len(old) != len(new):
        return
    for i, (was, becomes) in enumerate(zip(old, new, strict=True)):
        row = section.first_line - 1 + i
        bom = "\ufeff" if pieces[2 * row].startswith("\ufeff") else ""
        line = unicodedata.normalize("NFC", pieces[2 * row].removeprefix("\ufeff"))
        start = section.first_column - 1 if not i else 0
        if was != becomes and line.startswith(was, start):
            pieces[2 * row] = bom + line[:start] + becomes + line[start + len(was) :]
            yield row


def _common(a: str, b: str) -> int:
    """How many characters two texts have in common at their beginning."""
    for i, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return i
    return min(len(a), len(b))


# --- whether it was safe --------------------------------------------------------------------------


def _worse(
    deck: Deck, pages: dict[str, Page], known: Collection[Problem], config: Config
) -> set[tuple[str, int]]:
    """The cards that must stay as they are: their meaning would change, or a check would find
    something new there."""
    before = {page.path: page for page in deck.pages}
    found = {place for path, page in pages.items() for place in _changed(before[path], page)}
    if found:
        return found
    after = replace(deck, pages=tuple([pages.get(page.path, page) for page in deck.pages]))
    old = {(p.span.path, p.span.line, p.code) for p in known}
    card_at = card_finder(deck.pages)
    for problem in checks.run(after, config):
        if (problem.span.path, problem.span.line, problem.code) not in old:
            for span in (problem.span, *problem.related):
                card = card_at(span)
                found.add((span.path, card.span.line if card else 0))
    return found


def _changed(before: Page, after: Page) -> Iterator[tuple[str, int]]:
    """The cards that are no longer what they were; all, if the page has other cards or faults than
    before."""
    same = len(before.cards) == len(after.cards) and len(before.faults) == len(after.faults)
    for i, card in enumerate(before.cards):
        if not same or _meaning(card) != _meaning(after.cards[i]):
            yield card.span.path, card.span.line


def _meaning(card: Card) -> object:
    """What no fix may touch: formulas, clozes, links and code; names, settings, deck and tags."""
    marks, code = list[tuple[str, str, str]](), list[str]()
    for section in card.parts:
        code += [found[0] for found in _CODE.finditer(section.html)]
        for mark in section.marks:
            # The words of a picture may be mended, and of all others but a cloze's hint.
            if mark.kind != "image":
                marks.append((mark.kind, mark.value, mark.note if mark.kind == "cloze" else ""))
    names = [section.name for section in card.parts]
    settings = [(setting.key, setting.value) for setting in card.settings]
    return names, settings, card.deck, card.tags, card.reason, marks, code
