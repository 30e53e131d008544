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
from deckpress.model import Book, Chapter, Note
from deckpress.outputs import _paper, _tags
from deckpress.outputs._downloads import Download
from deckpress.outputs._edition import Edition, edition, filled_sections, unlinked
from deckpress.templating import LazyText, View

DOWNLOAD = Download("Booklet", "-booklet.html")

PAPER = ""

ORDER = ("Question", "Hint", "Answer", "Analogy", "Application", "Notes", "Sources")
"""A card's sections as they are read: a hint stands before what it helps to find."""

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
_LINE_OF_CONTENTS = '<li><a href="#q{n}"><span class="number">{n}</span> {title}</a></li>\n'
"""A card's line in the contents."""


@dataclass(frozen=True, slots=True, repr=False)
class _Chapter(View):
    number: str
    title: str
    page: str
    """The name of its CSS pages: where it changes, a new page begins, with another running title."""
    contents: LazyText
    """Its lines in the contents."""
    cards: LazyText


@dataclass(frozen=True, slots=True, repr=False)
class _Part(View):
    """A deck's chapters."""

    title: str
    description: Markup
    chapters: tuple[_Chapter, ...]
    count: int


def write(book: Book, config: Config) -> tuple[Path, ...]:
    """Write the booklet. Same book, same bytes: it holds no date.

    Raises BadTemplate for a mistake in the deck's own template, OSError if the file cannot be
    written.
    """
    made = edition(book, config, _paper.LINK)
    parts = tuple(_parts(made, _Writer(made, templating.words(config))))
    path = _paper.write(
        made,
        "print/booklet.html",
        DOWNLOAD,
        parts=parts,
        largest=max((part.count for part in parts), default=1),
        description=made.description,
        index=_tags.index(book.topics, [note.card for note in made.notes], book.first),
        running_titles=tuple(_running_titles(parts)),
    )
    return (path,)


# --- parts and chapters -----------------------------------------------------------------------


def _parts(made: Edition, writer: _Writer) -> Iterator[_Part]:
    pages = _page_names(made.decks.values())
    for part_number, (deck, chapters) in enumerate(made.decks.items(), 1):
        prefix = f"{part_number}." if len(made.decks) > 1 else ""
        shown = []
        for number, chapter in enumerate(chapters, 1):
            contents = LazyText(partial(writer.contents, chapter.notes))
            cards = LazyText(partial(writer.cards, chapter.notes))
            page = next(pages)
            shown.append(_Chapter(f"{prefix}{number}", chapter.title, page, contents, cards))
        count = sum(len(chapter.notes) for chapter in chapters)
        yield _Part(made.title(deck), made.about(deck), tuple(shown), count)


def _page_names(decks: Iterable[Sequence[Chapter]]) -> Iterator[str]:
    """The CSS page of each chapter: a new one only where old and new hold enough cards.

    The first chapter of a deck stands for the whole deck, which begins with it.
    """
    page, filled = 1, 0
    for chapters in decks:
        sizes = [len(chapter.notes) for chapter in chapters]
        for size, begun in zip(sizes, [sum(sizes), *sizes[1:]], strict=True):
            if filled >= OWN_PAGES and begun >= OWN_PAGES:
                page, filled = page + 1, 0
            filled += size
            yield f"page-{page}"


def _running_titles(parts: Sequence[_Part]) -> Iterator[tuple[str, Markup]]:
    """`(CSS page, title as a CSS string)`: that of its chapter, or of the part, if it has several."""
    titles: dict[str, list[str]] = {}
    part_titles: dict[str, str] = {}
    for part in parts:
        for chapter in part.chapters:
            titles.setdefault(chapter.page, []).append(chapter.title)
            part_titles.setdefault(chapter.page, part.title)
    for page, chapter_titles in titles.items():
        title = chapter_titles[0]
        if len(chapter_titles) > 1 and part_titles[page]:
            title = part_titles[page]
        yield page, _paper.css_string(title)


# --- cards ------------------------------------------------------------------------------------


class _Writer:
    """Writes cards as HTML, with the words of the deck's `_words.html`."""

    def __init__(self, made: Edition, words: Mapping[str, str]) -> None:
        self._made = made
        self._frames = {name: _DIV.format(name=name.lower(), html="{html}") for name in ORDER}
        """What stands around each section, by its name."""
        for name in HEADED:
            heading = escape(words[name])
            frame = _ASIDE.format(name=name, heading=heading, html="{html}")
            self._frames[name.capitalize()] = frame
        self._kinds = {kind: f' <span class="kind">{escape(words[kind])}</span>' for kind in NAMED}
        """What stands beside the number of a card of some kinds."""

    def contents(self, notes: Sequence[Note]) -> Markup:
        """The lines of a chapter's cards in the contents."""
        return self._html("".join([self._line(note) for note in notes]), notes)

    def cards(self, notes: Sequence[Note]) -> Markup:
        """The cards of a chapter."""
        return self._html("".join([self._article(note) for note in notes]), notes)

    def _html(self, neutral: str, notes: Sequence[Note]) -> Markup:
        # All cards at once: they come from one page, so a target means one file in all of them.
        return self._made.html(neutral, self._made.inlined(notes))

    def _line(self, note: Note) -> str:
        number = self._made.numbers[note.card.id]
        return _LINE_OF_CONTENTS.format(n=number, title=unlinked(note.card.title.html))

    def _article(self, note: Note) -> str:
        card = note.card
        sections = filled_sections(card)
        shown = [
            self._frames[name].replace("{html}", sections[name].html, 1)
            for name in ORDER
            if name in sections
        ]
        tags = f' <span class="tags">{_tags.links(card.tags)}</span>' if card.tags else ""
        return _ARTICLE.format(
            long=" long" if _lines(note) > PAGE_LINES else "",
            n=self._made.numbers[card.id],
            kind=self._kinds.get(card.kind, ""),
            tags=tags,
            title=unlinked(card.title.html),
            sections=self._made.linked("".join(shown)),
        )


def _lines(note: Note) -> int:
    """The estimated lines of a card."""
    lines = PICTURE_LINES * len(note.media)
    for section in note.card.parts:
        lines += section.text.count("\n") + len(section.text) // LINE + 1
    return lines
