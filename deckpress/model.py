"""The nouns that cross stages: frozen, plain, and without any import of ours.

Those of which a deck has thousands are named tuples: made, compared and unpickled four times as fast as dataclasses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple
from unicodedata import normalize

KINDS = ("basic", "reversed", "typed", "cloze", "choice")
"""The card types an author can name in `type:`; each is one Anki note type."""

SECTIONS = ("Question", "Answer", "Analogy", "Application", "Sources", "Hint", "Notes")
"""The `###` sections a card can have, in their canonical order."""

CARD_KEYS = ("id", "type", "facet", "level", "tags", "deck", "not-duplicate-of", "allow", "draft", "origin", "guid")
"""The keys of the comment under a question."""

PAGE_KEYS = ("deck", "tags")
"""The keys of a page's front matter."""

SEVERITIES = ("error", "warning", "info", "off")
"""What a problem means for the build: errors stop it, `off` silences it."""


class Span(NamedTuple):
    """A place in a file, as editors count: the first line and the first column are 1."""

    path: str
    """The file, relative to the deck's root, with `/` between its parts."""
    line: int = 1
    column: int = 1
    """In code points of the file as it is stored (a BOM does not count)."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


def stored_column(stored: str, column: int) -> int:
    """The column (from 0) in a stored line of a column in the same line as NFC, which may have fewer code points."""
    ends = (i for i in range(len(stored)) if len(normalize("NFC", stored[: i + 1])) > column)
    return next(ends, len(stored))


class Fault(NamedTuple):
    """What a check finds; the runner adds code, severity and the general fix."""

    span: Span
    message: str
    fix: str = ""
    """A fix for just this place; empty means the check's own `FIX`."""
    related: tuple[Span, ...] = ()
    """The other places concerned, for instance the twin of a duplicate."""
    code: str = ""
    """Only the parser sets it: the check that reports the fault (see `Page.faults`)."""
    severity: str = ""
    """What this fault weighs if that is less than its check's severity."""


class Problem(NamedTuple):
    """A fault as it is reported; problems sort by place."""

    span: Span
    code: str
    message: str
    severity: str = "error"
    fix: str = ""
    related: tuple[Span, ...] = ()


class Mark(NamedTuple):
    """Something inside a section that a check or an output must know, with its place."""

    kind: str
    """`math`, `display-math`, `image`, `link`, `cloze`, `choice`, `code`, `raw-html`; and what is broken: `stray-math`,
    `unclosed-cloze`, `crossing-cloze`, `double-hint`, `stray-braces`."""
    value: str
    """The TeX, the image's or link's target, the cloze number, the code's language, the raw text; of a choice, `right`
    or nothing."""
    span: Span
    note: str = ""
    """The image's alt text or the cloze's visible text."""


class Section(NamedTuple):
    """One part of a card: its question, its answer, or what stands under a `###` heading."""

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
    """Neutral HTML: maths, media and clozes are still marked (see `markup`), so that each output writes its own."""
    text: str = ""
    """What a reader sees: no markup; a formula as `$…$`, code as written."""
    marks: tuple[Mark, ...] = ()
    stored: tuple[str, ...] = ()
    """Its lines in the file, where they are stored with other code points (NFD) than `source` has."""

    @property
    def span(self) -> Span:
        """Where its heading stands (or, without one, its first line). Made when asked for: few ever are."""
        return Span(self.path, self.line, self.column)

    def find(self, needle: str) -> Span:
        """Where `needle` stands in the source; the section's first line if it is not there to the letter."""
        offset = self.source.find(needle)
        if offset < 0:
            return Span(self.path, self.first_line, self.first_column) if self.source else self.span
        return self.at(offset)

    def at(self, offset: int) -> Span:
        """The place of an offset in the source."""
        before = self.source[:offset]
        row = before.count("\n")
        column = offset - before.rfind("\n") + (self.first_column - 1 if not row else 0)
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
    """One `##` block as its author wrote it. Anki calls it a note; most make one card, `reversed` two."""

    title: Section
    """The `##` heading."""
    sections: tuple[Section, ...]
    """In the order of the file; an unknown or repeated name is still here, for the checks to report."""
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

    def listed(self, key: str) -> tuple[str, ...]:
        """The value of a setting that holds a list, split at commas and blanks."""
        return tuple(self.setting(key).replace(",", " ").split())


class Page(NamedTuple):
    """One Markdown file, parsed."""

    path: str
    title: str = ""
    """The `#` heading: a chapter title in print and on the site."""
    cards: tuple[Card, ...] = ()
    faults: tuple[Fault, ...] = ()
    """What the parser itself saw; the check named in `Fault.code` reports it."""
    settings: tuple[Setting, ...] = ()
    """The front matter, as written."""
    media: tuple[tuple[str, str], ...] = ()
    """Each media target as written, and the file it means, relative to the root; what does not exist is not here."""
    problems: tuple[Problem, ...] = ()
    """What the checks say of it, card by card."""
    questions: tuple[Any, ...] | None = None
    """What is compared of each card (`similarity.Question`); None until it is checked."""
    gathered: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    """Code of a check of the whole deck, and what it needs of each card."""
    chapters: tuple[Chapter, ...] | None = None
    """Its notes but for their `mod`; None until it is rendered."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One tag of the taxonomy."""

    tag: str
    description: str
    minimum: int
    span: Span


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong statement that must not come back: an entry of `content/misconceptions.toml`."""

    id: str
    pattern: str
    """A regular expression that `patterns` found harmless."""
    why: str
    """Why it is wrong."""
    source: str
    severity: str
    unless: str
    """A pattern of what makes the statement right when it stands in the same card; empty: nothing does."""
    span: Span


@dataclass(frozen=True, slots=True)
class Term:
    """How the deck spells something: an entry of `content/glossary.toml`."""

    preferred: str
    wrong: tuple[str, ...]
    """Spellings not to use."""
    definition: str
    span: Span


@dataclass(frozen=True, slots=True)
class Released:
    """A note as the ledger records it: what the last release that changed it gave to learners."""

    id: str
    kind: str
    content: str
    """Hash of its source (see `fingerprints`)."""
    media: str
    """Hash of the bytes of its media; empty without any."""
    cards: tuple[tuple[int, str], ...]
    """Each card's number, from 1; of a cloze, with a short hash of the text it hides."""
    deck: str
    guid: str
    mod: int = 0
    """Epoch seconds of the release in which content or media last changed; Anki compares it."""
    first: str = ""
    """The first release that held it."""
    retired: str = ""
    """The first release that no longer held it; empty while it is in the deck."""
    line: int = 1
    """Where it stands in the ledger."""


@dataclass(frozen=True, slots=True)
class ReleasedType:
    """A note type as the ledger records it, with the schema that is frozen since its first release."""

    kind: str
    id: int
    content: str
    """Hash of its name, templates and CSS."""
    fields: tuple[str, ...]
    templates: tuple[str, ...]
    """Stable keys, not names."""
    mod: int = 0
    first: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """`content/ledger.tsv`: what learners may have. Empty before the first release."""

    releases: tuple[tuple[str, int], ...] = ()
    """`(version, epoch seconds)`, oldest first."""
    types: tuple[ReleasedType, ...] = ()
    notes: tuple[Released, ...] = ()
    """Sorted by id; the retired ones too."""


@dataclass(frozen=True, slots=True)
class Retirement:
    """A line of `content/retired.txt`: an author takes a released card out of the deck."""

    id: str
    reason: str
    span: Span


@dataclass(frozen=True, slots=True)
class Deck:
    """Everything the author wrote, in deck order (folders and files sorted, cards as they stand)."""

    pages: tuple[Page, ...]
    topics: tuple[Topic, ...] = ()
    faults: tuple[Fault, ...] = ()
    """What is wrong in files that are no pages: the taxonomy, the ledger, a folder."""
    misconceptions: tuple[Misconception, ...] = ()
    """The register, in the file's order."""
    namespace: str = ""
    """What makes this deck's GUIDs its own."""
    ledger: Ledger = Ledger()
    """What was released."""
    retirements: tuple[Retirement, ...] = ()
    """What the next release takes out."""
    digests: tuple[tuple[str, str], ...] = ()
    """Each media file that a card uses, relative to the root, and the SHA-256 of its bytes; sorted."""
    unsafe_media: tuple[tuple[str, str], ...] = ()
    """`(media path, what is wrong with its content)`, sorted."""
    clashing_media: tuple[tuple[str, str], ...] = ()
    """`(media path, or page path + newline + target; the other file it can mean)`, sorted."""
    contrasts: tuple[tuple[str, ...], ...] = ()
    """Lists of terms that exclude each other: questions that differ in them are different (content/similarity.toml)."""
    aliases: tuple[tuple[str, str], ...] = ()
    """`(name, long name)` of the same thing, for comparing questions."""
    cache: str = ""
    """The folder in which checks may remember what took long; empty: nowhere."""
    glossary: tuple[Term, ...] = ()
    """How terms are spelled, in the file's order."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, drafts too."""
        return tuple(card for page in self.pages for card in page.cards)


@dataclass(frozen=True, slots=True)
class NoteType:
    """An Anki note type: constant ids, a frozen field list, and what the Jinja templates made."""

    kind: str
    id: int
    name: str
    fields: tuple[tuple[str, int], ...]
    """`(name, id)` in order."""
    templates: tuple[tuple[str, int, str, str], ...]
    """`(name, id, front, back)` in order."""
    css: str
    mod: int
    """Epoch seconds at which templates or CSS last changed."""


class Note(NamedTuple):
    """A card made ready for Anki."""

    card: Card
    guid: str
    fields: tuple[str, ...]
    """HTML, in the order of the note type's field list."""
    ordinals: tuple[int, ...]
    """Which cards of the note exist, from 0."""
    mod: int
    """Epoch seconds at which the content last changed."""
    media: tuple[tuple[str, str, str], ...] = ()
    """`(target as written, name in the collection, path of the file)`, sorted."""


class Chapter(NamedTuple):
    """A page's cards, for outputs that show the deck as a book."""

    title: str
    deck: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """What every output writes."""

    chapters: tuple[Chapter, ...]
    note_types: tuple[NoteType, ...]
    descriptions: tuple[tuple[str, str], ...] = ()
    """`(full deck name, Markdown description)`, sorted."""
    topics: tuple[Topic, ...] = ()
    """The taxonomy."""
    first: int = 1
    """The number of its first note: more than 1 in a second volume."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes in deck order."""
        return tuple(note for chapter in self.chapters for note in chapter.notes)
