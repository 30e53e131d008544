"""The canonical card syntax.

    ## a heading = one card
    ### a heading = a section
    <!-- a comment under the heading = its settings -->

Everything is read off markdown-it tokens, so a heading inside a code fence is code, and lines are
true below front matter too. The parser judges nothing that a check can judge: unknown keys,
sections and types stay in the cards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from unicodedata import normalize

from markdown_it.token import Token

from deckpress import markup
from deckpress.markup import Places
from deckpress.model import CONTROL, Card, Fault, Page, Span
from deckpress.sources import front_matter, slips
from deckpress.sources.blocks import Block, blocks, first_row, is_comment
from deckpress.sources.cards import Draft
from deckpress.sources.front_matter import FrontMatter, first_value
from deckpress.sources.page_text import PageText, plain_line_ends
from deckpress.system.steps import seconds, too_long
from deckpress.system.timeouts import TooLong, at_most


def parse(
    text: str,
    path: str,
    deck: str,
) -> Page:
    """Parse one page; `deck` is the full deck name of cards that name none.

    Never raises for what a file can contain: what is wrong is in `Page.faults` or left in the cards
    for the checks.
    """
    try:
        with at_most(seconds(len(text))):
            return page(text, path, deck)
    except TooLong as error:
        return Page(path, faults=(too_long(path, error),))


def page(
    text: str,
    path: str,
    deck: str,
) -> Page:
    """The same without a limit of its own: raises TooLong where the caller has set one."""
    stored = plain_line_ends(text).split("\n")
    # `é` may be stored as two code points (macOS); Anki and all comparisons want one.
    lines = stored
    if not text.isascii():
        lines = [normalize("NFC", line) for line in stored]
    places = Places(path, lines, stored)
    try:
        return _PageReader(places, deck).page()
    except RecursionError:
        fault = Fault(Span(path), "nested too deeply to be read", code="nested-too-deeply")
        return Page(path, faults=(fault,))


class _PageReader:
    """Goes through the blocks of one page, and tells which belong to which card."""

    def __init__(self, places: Places, deck: str) -> None:
        lines = [CONTROL.sub("\N{REPLACEMENT CHARACTER}", line) for line in places.lines]
        self.text = PageText(lines, places)
        self.faults = [*slips.controls(places)]
        self.deck = deck
        self.title = ""
        self.front_matter = FrontMatter()
        self.drafts: list[Draft] = []
        self.is_front_matter_open = False
        self.is_head_faulty = False
        """Whether what stands above the first card has a fault: one is enough."""

    def page(self) -> Page:
        """The page that the text makes."""
        tokens = markup.parse("\n".join(self.text.lines))
        self._look_at(tokens)
        for block in blocks(tokens):
            self._take(block)
        cards = tuple(self._cards())
        targets: set[str] = set()
        for card in cards:
            targets.update(mark.value for mark in card.marks("image"))
        return Page(
            self.text.places.path,
            title=self.title,
            cards=cards,
            faults=tuple(self.faults),
            settings=self.front_matter.settings,
            targets=tuple(sorted(targets)),
        )

    def _fault(
        self,
        code: str,
        row: int,
        message: str,
    ) -> None:
        """Note a fault at a line, counted from 0."""
        place = self.text.places.at(row)
        self.faults.append(Fault(place, message, code=code))

    def _look_at(self, tokens: Sequence[Token]) -> None:
        """Note what is wrong with the page as a whole."""
        is_read = bool(tokens) and tokens[0].type == "front_matter"
        if self.text.lines[0].rstrip() == "---" and not is_read:
            self.is_front_matter_open = True
            self._fault("bad-front-matter", 0, "front matter opens here and is never closed")
        for token in tokens:
            if token.level >= markup.MAX_NESTING - 1:
                row = first_row([token])
                self._fault("nested-too-deeply", row, "nested too deeply to be read")
                break  # inside it, everything is
        for fault in slips.faults(tokens, self.text):
            self.faults.append(fault)
            if fault.code in ("bad-front-matter", "glued-heading"):
                self.is_head_faulty = True

    # --- which block belongs to which card ---

    def _take(self, block: Block) -> None:
        first = block[0]
        if first.type == "front_matter":
            self._read_front_matter(first)
        elif first.type == "heading_open" and first.tag in ("h1", "h2", "h3"):
            self._take_heading(block)
        elif self.drafts:
            self.drafts[-1].add(block)
        elif not is_comment(first):
            self._take_stray(block)

    def _take_stray(self, block: Block) -> None:
        """Content above the first card, which no card can have."""
        if self.is_front_matter_open or self.is_head_faulty:
            return
        self.is_head_faulty = True
        row = first_row(block)
        self._fault("content-outside-card", row, "text that belongs to no card")

    def _read_front_matter(self, token: Token) -> None:
        places = self.text.places
        below = first_row([token]) + 1  # under its `---`
        found = front_matter.read(
            token.content,
            lambda row, column: places.at(below + row, column),
        )
        self.front_matter = found
        self.faults += found.faults
        self.deck = first_value(found.settings, "deck") or self.deck

    def _take_heading(self, block: Block) -> None:
        first = block[0]
        if first.markup in ("-", "="):  # not `#`: a line of `---` or `===` below the text
            self._fault_of_underline(first)
        elif first.tag == "h1":
            self._take_title(block)
        elif first.tag == "h2":
            self.drafts.append(Draft(block))
        elif self.drafts:
            self.drafts[-1].open_section(block)
        else:
            row = first_row(block)
            self._fault("content-outside-card", row, "a section that belongs to no card")

    def _fault_of_underline(self, heading: Token) -> None:
        # Of front matter that begins too late, the last line and the `---` below it are a heading.
        if self.is_head_faulty and not self.drafts:
            return
        _, after = heading.map or (0, 1)
        row = after - 1
        line = self.text.lines[row].strip()
        message = f"this line turns the text above it into a heading: {line}"
        self._fault("setext-heading", row, message)

    def _take_title(self, block: Block) -> None:
        row = first_row(block)
        if self.drafts:
            self._fault("second-title", row, "a chapter title below the first card of its page")
        elif self.title:
            message = f"a second chapter title; the page is already {self.title!r}"
            self._fault("second-title", row, message)
        else:
            self.title = self.text.heading(block).text

    def _cards(self) -> Iterator[Card]:
        """The cards of the drafts; each ends where the next begins."""
        for draft, following in zip_longest(self.drafts, self.drafts[1:]):
            end = len(self.text.lines)
            if following:
                end = first_row(following.heading)
            card, faults = draft.card(
                self.text,
                self.front_matter,
                self.deck,
                end,
            )
            self.faults += faults
            yield card
