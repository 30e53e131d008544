"""What an author writes: a card, its sections and settings, and the marks in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deckpress.model.places import Span, row_and_column, stored_column

KINDS = ("basic", "reversed", "typed", "cloze", "choice")
"""The card types an author can name in `type:`; each is one Anki note type."""

SECTIONS = ("Question", "Answer", "Analogy", "Application", "Sources", "Hint", "Notes")
"""The `###` sections a card can have, in their canonical order."""

# <!-- id: vanishing-gradient; level: core; tags: dl::gradients -->
CARD_KEYS = (
    "id",
    "type",
    "facet",
    "level",
    "tags",
    "deck",
    "not-duplicate-of",
    "allow",
    "draft",
    "origin",
    "guid",
)
"""The keys of the comment under a question."""

PAGE_KEYS = ("deck", "tags")
"""The keys of a page's front matter."""


class Mark(NamedTuple):
    """Something inside a section that a check or an output must know, with its place."""

    # $x^2$                   math, x^2
    # ![a plot](plot.png)     image, plot.png, with the note "a plot"
    # {{c1::zero::a number}}  cloze, 1, with the note "zero"
    kind: str
    """`math`, `display-math`, `image`, `link`, `cloze`, `choice`, `code`, `raw-html`; and what is
    broken: `stray-math`, `unclosed-cloze`, `crossing-cloze`, `deep-cloze`, `double-hint`,
    `stray-braces`."""
    value: str
    """The TeX, the image's or link's target, the cloze number, the code's language, the raw text;
    of a choice, `right` or nothing."""
    span: Span
    note: str = ""
    """The image's alt text, the cloze's visible text, or why code has no colors."""


class Section(NamedTuple):
    """One part of a card: its question, its answer, or what stands under a `###` heading."""

    # Not a `Span` inside: of the places of ten thousand cards, few are ever looked at.
    name: str
    path: str
    line: int
    column: int
    source: str = ""
    """The Markdown as written, without the heading."""
    first_line: int = 1
    """The line of the file on which `source` begins."""
    first_column: int = 1
    """The column at which it begins there: past the `## ` of a heading."""
    html: str = ""
    """Neutral HTML: maths, media and clozes are still marked (see `markup`), so that each output
    writes its own."""
    text: str = ""
    """What a reader sees: no markup; a formula as `$…$`, code as written."""
    marks: tuple[Mark, ...] = ()
    stored: tuple[str, ...] = ()
    """Its lines in the file, if they are stored with other code points (NFD) than `source` has."""

    @property
    def span(self) -> Span:
        """Where its heading stands (or, without one, its first line)."""
        return Span(self.path, self.line, self.column)

    def find(self, needle: str) -> Span:
        """Where `needle` stands in the source; if it is not there to the letter, the first line."""
        offset = self.source.find(needle)
        if offset < 0:
            return Span(self.path, self.first_line, self.first_column) if self.source else self.span
        return self.at(offset)

    def at(self, offset: int) -> Span:
        """The place of an offset in the source."""
        row, column = row_and_column(self.source, offset)
        column += 1 if row else self.first_column
        if row < len(self.stored):
            column = stored_column(self.stored[row], column - 1) + 1
        return Span(self.path, self.first_line + row, column)


class Setting(NamedTuple):
    """One `key: value` of a card's comment or of a file's front matter."""

    key: str
    value: str
    path: str
    line: int
    column: int
    value_line: int
    value_column: int

    @property
    def span(self) -> Span:
        """Where the key stands."""
        return Span(self.path, self.line, self.column)

    @property
    def value_span(self) -> Span:
        """Where the value stands."""
        return Span(self.path, self.value_line, self.value_column)


class Card(NamedTuple):
    """One `##` block as its author wrote it.

    Anki calls it a note; most make one card, `reversed` two.
    """

    title: Section
    """The `##` heading."""
    sections: tuple[Section, ...]
    """In the order of the file; an unknown or repeated name is still here: checks report it."""
    settings: tuple[Setting, ...]
    """The comment under the heading, as written."""
    deck: str
    tags: tuple[str, ...]
    """The file's and the card's own, and `level::…` and `facet::…`, sorted, each once."""
    tag_spans: tuple[tuple[str, Span], ...]
    """Each tag as written, with its place (a tag of the file: in the front matter)."""
    reason: str
    """The comment after the settings: why a check is waived."""
    last_line: int

    @property
    def span(self) -> Span:
        """The place of the heading."""
        return self.title.span

    def setting(self, key: str) -> str:
        """The value of `key` in the card's comment, or an empty string."""
        for setting in self.settings:  # a plain loop: the checks ask this a million times
            if setting.key == key:
                return setting.value
        return ""

    def place(self, key: str) -> Span:
        """Where the value of `key` stands, or else the heading."""
        return next((s.value_span for s in self.settings if s.key == key), self.span)

    @property
    def id(self) -> str:
        """The author's stable name of the card; empty if it is missing."""
        return self.setting("id")

    @property
    def kind(self) -> str:
        """The card type; `basic` where none is written."""
        return self.setting("type") or "basic"

    @property
    def draft(self) -> bool:
        """Drafts are listed, never exported."""
        return self.setting("draft") == "true"

    def section(self, name: str) -> Section | None:
        """The first section of that name, or None."""
        for section in self.sections:
            if section.name == name:
                return section
        return None

    @property
    def question(self) -> Section:
        """The front: `### Question` where there is one, else the heading."""
        return self.section("Question") or self.title

    @property
    def answer(self) -> Section | None:
        """The back; of a cloze, the text."""
        return self.section("Answer")

    @property
    def parts(self) -> tuple[Section, ...]:
        """The heading and all sections."""
        return (self.title, *self.sections)

    def marks(self, kind: str) -> Iterator[Mark]:
        """The marks of a kind in all its parts, in order."""
        for part in self.parts:
            for mark in part.marks:
                if mark.kind == kind:
                    yield mark

    def listed(self, key: str) -> tuple[str, ...]:
        """The value of a setting that holds a list, split at commas and blanks."""
        return tuple(self.setting(key).replace(",", " ").split())
