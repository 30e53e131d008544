"""`check --fix`: what checks can mend by themselves, done to the pages.

A fix is kept only if its card, read again, has the same id, settings, code, formulas and clozes,
and if no check finds anything on any card that it did not find before. A card for which that fails
stays as its author wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from deckpress import checks, sources
from deckpress.deck.config import Config
from deckpress.markup.mending import common_start
from deckpress.model import Card, Deck, Page, Problem, Section, Span, card_finder

BOM = "\ufeff"

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
        # content/a.md:9:3: fixed [double-space]
        #     - capital of  France
        #     + capital of France
        old = self._cut(self.before)
        new = self._cut(self.after)
        codes = ", ".join(self.codes)
        return f"{self.span}: fixed [{codes}]\n    - {old}\n    + {new}"

    def _cut(self, text: str) -> str:
        column = self.span.column - 1
        start = max(0, column - _CONTEXT)
        same_end = common_start(self.before[::-1], self.after[::-1])
        end = max(start, len(text) - same_end)
        return text[start : end + _CONTEXT].strip()


class Fixed(NamedTuple):
    """What `--fix` would write, and each change."""

    texts: dict[str, str]
    """The new text of each page that changes, with the line ends and the BOM it had."""
    changes: tuple[Change, ...]
    refused: tuple[Span, ...] = ()
    """The cards that stay as they are, since mending them would make something else wrong."""


class _Wish(NamedTuple):
    """A card that a check is to mend."""

    card: Span
    """The place of its heading."""
    code: str


def fixed(
    deck: Deck,
    wanted: Iterable[Problem],
    known: Collection[Problem],
    config: Config,
) -> Fixed:
    """The deck with the `wanted` problems mended, as far as that is safe; `known` is all that the
    checks say of it."""
    asked = frozenset(_wishes(deck, wanted))
    wishes = asked
    while wishes:
        result = _applied(deck, wishes, config)
        unsafe = _unsafe(deck, result.texts, known, config)
        if not unsafe:
            return result._replace(refused=_cards(asked - wishes))
        # Try again without the cards that would be worse; if it is none of these, mend nothing.
        safe = frozenset(wish for wish in wishes if wish.card not in unsafe)
        wishes = safe if safe != wishes else frozenset()
    return Fixed({}, (), _cards(asked))


def _wishes(deck: Deck, problems: Iterable[Problem]) -> Iterator[_Wish]:
    card_at = card_finder(deck.pages)
    for problem in problems:
        card = card_at(problem.span)
        check = checks.modules()[problem.code]
        if card and hasattr(check, "fix"):
            yield _Wish(card.span, problem.code)


def _cards(wishes: Iterable[_Wish]) -> tuple[Span, ...]:
    return tuple(sorted({wish.card for wish in wishes}))


# --- doing it -------------------------------------------------------------------------------------


def _applied(
    deck: Deck,
    wishes: Collection[_Wish],
    config: Config,
) -> Fixed:
    """The pages that change, and what was done to them."""
    texts = dict[str, str]()
    changes = list[Change]()
    codes = defaultdict[str, set[str]](set)
    for card, code in wishes:
        codes[card.path].add(code)
    for path in sorted(codes):
        data = (config.root / path).read_bytes()
        draft = _Draft(path, data.decode("utf-8"))
        for code in sorted(codes[path]):
            _mend(draft, code, wishes, deck, config)
        own = draft.changes()
        if own:
            texts[path] = draft.text
            changes += own
    return Fixed(texts, tuple(sorted(changes)))


class _Draft:
    """A page's text while checks mend it, one after the other.

    No line is added or taken away, so each keeps its number.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        pieces = _LINE_END.split(text)  # a line, its end, a line, …
        self.lines = pieces[::2]
        self.ends = [*pieces[1::2], ""]
        self.written = tuple(self.lines)
        self.codes = defaultdict[int, list[str]](list)
        """Row of a line to the checks that have mended it."""

    @property
    def text(self) -> str:
        """The whole text, with the line ends and the BOM it had."""
        lines = zip(self.lines, self.ends, strict=True)
        return "".join(chain.from_iterable(lines))

    def put(
        self,
        section: Section,
        mended: str,
        code: str,
    ) -> None:
        """Replace a section's source; a fix that adds or takes away lines is none."""
        old = section.source.split("\n")
        new = mended.split("\n")
        if len(old) != len(new):
            return
        row = section.first_line - 1
        start = section.first_column - 1  # a heading's source begins past its `## `
        # A page with a BOM, or stored as NFD, has other code points than its sections.
        for was, becomes in zip(old, new, strict=True):
            line = _plain_line(self.lines[row])
            if was != becomes and line.startswith(was, start):
                end = start + len(was)
                bom = BOM if self.lines[row].startswith(BOM) else ""
                self.lines[row] = f"{bom}{line[:start]}{becomes}{line[end:]}"
                self.codes[row].append(code)
            row += 1
            start = 0

    def changes(self) -> list[Change]:
        """What was done to each line."""
        changes = []
        for row, codes in self.codes.items():
            before = _plain_line(self.written[row])
            after = self.lines[row].removeprefix(BOM)
            column = common_start(before, after) + 1
            span = Span(self.path, row + 1, column)
            each_once = tuple(dict.fromkeys(codes))
            changes.append(Change(span, each_once, before, after))
        return changes


def _plain_line(line: str) -> str:
    """A line as sections hold it."""
    return unicodedata.normalize("NFC", line.removeprefix(BOM))


def _mend(
    draft: _Draft,
    code: str,
    wishes: Collection[_Wish],
    deck: Deck,
    config: Config,
) -> None:
    """Let a check mend its cards of a page."""
    check = checks.modules()[code]
    options = checks.options(code, config)
    # Read anew: the check before may have changed the very words that this one is to mend.
    page = sources.page_of(draft.text, draft.path, config)
    for card in page.cards:
        if (card.span, code) in wishes:
            for section, mended in check.fix(card, deck, options):
                draft.put(section, mended, code)


# --- whether it was safe --------------------------------------------------------------------------


def _unsafe(
    deck: Deck,
    texts: dict[str, str],
    known: Collection[Problem],
    config: Config,
) -> set[Span]:
    """The cards that must stay as they are: their meaning would change, or a check would find
    something new there."""
    unsafe = set[Span]()
    pages = list[Page]()
    for page in deck.pages:
        text = texts.get(page.path)
        if text is not None:
            mended = sources.page_of(text, page.path, config)
            unsafe.update(_changed(page, mended))
            page = mended
        pages.append(page)
    if unsafe:
        return unsafe
    old = set(map(_key, known))
    card_at = card_finder(deck.pages)
    for problem in checks.run(replace(deck, pages=tuple(pages)), config):
        if _key(problem) not in old:
            # Whoever is part of it: mending one card can make another its duplicate.
            cards = map(card_at, (problem.span, *problem.related))
            unsafe.update(card.span if card else problem.span for card in cards)
    return unsafe


def _key(problem: Problem) -> tuple[str, int, str]:
    """What a problem is known by: its column moves with the words before it."""
    span = problem.span
    return span.path, span.line, problem.code


def _changed(before: Page, after: Page) -> Iterator[Span]:
    """The cards that are no longer what they were; all, if the page has other cards or faults than
    before."""
    counts_before = len(before.cards), len(before.faults)
    counts_after = len(after.cards), len(after.faults)
    if counts_before != counts_after:
        yield from [card.span for card in before.cards]
        return
    for old, new in zip(before.cards, after.cards, strict=True):
        if _meaning(old) != _meaning(new):
            yield old.span


def _meaning(card: Card) -> object:
    """What no fix may touch: formulas, clozes, links and code; names, settings, deck and tags."""
    marks = list[tuple[str, str, str]]()
    code = list[str]()
    for section in card.parts:
        code += [match[0] for match in _CODE.finditer(section.html)]
        for mark in section.marks:
            # The words of a picture may be mended, and of all others but a cloze's hint.
            if mark.kind != "image":
                hint = mark.note if mark.kind == "cloze" else ""
                marks.append((mark.kind, mark.value, hint))
    names = [section.name for section in card.parts]
    settings = [(setting.key, setting.value) for setting in card.settings]
    return (
        names,
        settings,
        card.deck,
        card.tags,
        card.reason,
        marks,
        code,
    )
