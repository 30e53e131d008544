"""`build/<slug>-booklet.html`, the deck as a study book: to read on a screen, or to print (Ctrl+P).

One file that needs no script and no network. `templates/print/booklet.html` and `.css` say what it
looks like. Cards and their lines in the contents are written here and not in Jinja, which would
take twice as long for 10,000 cards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from markupsafe import Markup, escape

from deckpress import templating
from deckpress.deck.config import Config
from deckpress.model import Book, Card, Chapter, Note
from deckpress.outputs import _edition, _paper, _tags
from deckpress.outputs._downloads import Download
from deckpress.outputs._edition import Edition, filled_sections, unlinked
from deckpress.templating import LazyText, View

DOWNLOAD = Download("Booklet", "-booklet.html")

PAPER = ""

ORDER = (
    "Question",
    "Hint",  # before what it helps to find
    "Answer",
    "Analogy",
    "Application",
    "Notes",
    "Sources",
)
"""A card's sections as they are read."""

HEADED = ("hint", "analogy", "application", "notes", "sources")
"""Sections with a heading, which the deck's `_words.html` has under this name."""

NAMED = ("reversed", "typed")
"""Kinds of card that a reader of paper should know; `_words.html` says what they are called."""

OWN_PAGES = 4
"""Cards from which a chapter begins a new page; fewer would leave half a page empty."""

PAGE_LINES = 60
"""More than any sheet of A4 or Letter holds.

A card estimated above that may break where it stands; any other that does not fit begins a new
page, and breaks only if it is longer than that.
"""

LINE = 85
"""Characters in a line."""

PICTURE_LINES = 14
"""Lines that a picture is reckoned as."""

_ARTICLE = """\
<article class="card{long}" id="q{n}" aria-labelledby="h{n}">
<header><a class="number" href="#q{n}">{n}</a>{kind}{tags}</header>
<h4 id="h{n}">{title}</h4>
{sections}</article>
"""
_DIV = '<div class="{name}">{html}</div>\n'
_ASIDE = '<section class="aside {name}"><h5>{heading}</h5> {html}</section>\n'
_ENTRY = '<li><a href="#q{n}"><span class="number">{n}</span> {title}</a></li>\n'
"""A card's line in the contents."""


@dataclass(frozen=True, slots=True, repr=False)
class _Chapter(View):
    number: str
    title: str
    page: str
    """The name of its CSS pages: where it changes, a page begins, with another running title."""
    contents: LazyText
    """Its lines in the contents."""
    cards: LazyText


@dataclass(frozen=True, slots=True, repr=False)
class _Part(View):
    """A deck's chapters."""

    title: str
    description: Markup
    chapters: Sequence[_Chapter]
    count: int
    """Of its cards."""


def write(book: Book, config: Config) -> Path:
    """Write the booklet. Same book, same bytes: it holds no date.

    Raises BadTemplate for a mistake in the deck's own template, OSError if the file cannot be
    written.
    """
    edition = _edition.make(book, config, _paper.LINK)
    words = templating.words(config)
    parts = [*_parts(edition, _Writer(edition, words))]
    counts = [part.count for part in parts]
    return _paper.write(
        edition,
        "print/booklet.html",
        DOWNLOAD,
        parts=parts,
        largest=max(counts, default=1),
        description=edition.description,
        index=_tags.index(book.topics, edition.cards, book.first),
        running_titles=[*_running_titles(parts)],
    )


# --- parts and chapters -----------------------------------------------------------------------


def _parts(edition: Edition, writer: _Writer) -> Iterator[_Part]:
    decks = edition.decks
    pages = _page_names(decks.values())
    for part, (deck, chapters) in enumerate(decks.items(), 1):
        prefix = f"{part}." if len(decks) > 1 else ""
        shown = []
        for number, chapter in enumerate(chapters, 1):
            made = _Chapter(
                f"{prefix}{number}",  # `2.3`, or `3` in a deck of one part
                chapter.title,
                next(pages),
                LazyText(partial(writer.contents, chapter.notes)),
                LazyText(partial(writer.articles, chapter.notes)),
            )
            shown.append(made)
        sizes = [len(chapter.notes) for chapter in chapters]
        title = edition.title(deck)
        yield _Part(title, edition.about(deck), shown, sum(sizes))


def _page_names(decks: Iterable[list[Chapter]]) -> Iterator[str]:
    """The CSS page of each chapter: a new one only where old and new hold enough cards."""
    page, filled = 1, 0
    for chapters in decks:
        sizes = [len(chapter.notes) for chapter in chapters]
        begun = [sum(sizes), *sizes[1:]]  # the first chapter begins its whole part
        for i, size in enumerate(sizes):
            if filled >= OWN_PAGES and begun[i] >= OWN_PAGES:
                page += 1
                filled = 0
            filled += size
            yield f"page-{page}"


def _running_titles(parts: Sequence[_Part]) -> Iterator[tuple[str, Markup]]:
    """`(CSS page, title as a CSS string)`: its chapter's, or the part's, if it has several."""
    titles: dict[str, str] = {}
    shared: dict[str, str] = {}  # what a page is called when another chapter comes onto it
    for part in parts:
        for chapter in part.chapters:
            page = chapter.page
            if page in titles:
                titles[page] = shared[page]
            else:
                titles[page] = chapter.title
                shared[page] = part.title or chapter.title
    for page, title in titles.items():
        yield page, _paper.css_string(title)


# --- cards ------------------------------------------------------------------------------------


class _Writer:
    """Writes the cards of a chapter as HTML, with the words of the deck's `_words.html`."""

    def __init__(
        self,
        edition: Edition,
        words: Mapping[str, str],
    ) -> None:
        self._edition = edition
        self._frames: dict[str, str] = {}
        """What stands around each section, by its name."""
        self._kinds: dict[str, str] = {}
        """What stands beside the number of a card of some kinds."""
        for section in ORDER:
            name = section.lower()
            frame = _DIV.format(name=name, html="{html}")
            if name in HEADED:
                heading = escape(words[name])
                frame = _ASIDE.format(name=name, heading=heading, html="{html}")
            self._frames[section] = frame
        for kind in NAMED:
            word = escape(words[kind])  # `both ways`
            self._kinds[kind] = f' <span class="kind">{word}</span>'

    def contents(self, notes: Sequence[Note]) -> Markup:
        """Their lines in the contents."""
        return self._page(map(self._entry, notes), notes)

    def articles(self, notes: Sequence[Note]) -> Markup:
        """All of them."""
        return self._page(map(self._article, notes), notes)

    def _page(
        self,
        pieces: Iterable[str],
        notes: Sequence[Note],
    ) -> Markup:
        # All cards at once: they come from one page, so a target means one file in all of them.
        pictures = self._edition.data_uris(notes)
        return self._edition.html("".join(pieces), pictures)

    def _entry(self, note: Note) -> str:
        card = note.card
        number = self._edition.numbers[card.id]
        return _ENTRY.format(n=number, title=unlinked(card.title.html))

    def _article(self, note: Note) -> str:
        card = note.card
        tags = ""
        if card.tags:
            tags = f' <span class="tags">{_tags.links(card.tags)}</span>'
        return _ARTICLE.format(
            long=" long" if _lines(note) > PAGE_LINES else "",
            n=self._edition.numbers[card.id],
            kind=self._kinds.get(card.kind, ""),
            tags=tags,
            title=unlinked(card.title.html),
            sections=self._sections(card),
        )

    def _sections(self, card: Card) -> str:
        filled = filled_sections(card)
        pieces = []
        for name, frame in self._frames.items():
            if name in filled:
                html = filled[name].html
                pieces.append(frame.replace("{html}", html, 1))
        return self._edition.linked("".join(pieces))


def _lines(note: Note) -> int:
    """The estimated lines of a card."""
    lines = PICTURE_LINES * len(note.media)
    for section in note.card.parts:
        text = section.text
        lines += text.count("\n") + len(text) // LINE + 1
    return lines
