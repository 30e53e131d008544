"""`build/<slug>-booklet.html`, the deck as a study book: to read on a screen, or to print (Ctrl+P) as it is.

One file that needs no script and no network. `templates/print/booklet.html` and `.css` say what it looks like; what
HTML must hold for every browser to print it well was measured (facts: print.md, B).
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from deckpress import markup, templating
from deckpress.deck import media
from deckpress.deck.config import FILE, Config
from deckpress.formulas.typeset import Formula, stylesheet, typeset
from deckpress.kinds import fields
from deckpress.model import Book, Card, Chapter, Note, Section, Span
from deckpress.outputs import _paper, _tags
from deckpress.templating import LazyText, View

ORDER = ("Question", "Hint", "Answer", "Analogy", "Application", "Notes", "Sources")
"""A card's sections as they are read: a hint stands before what it helps to find."""

HEADED = ("hint", "analogy", "application", "notes", "sources")
"""Sections with a heading, which the deck's `_words.html` has under this name."""

NAMED = ("reversed", "typed")
"""Kinds of card that a reader of paper should know; `_words.html` says what they are called."""

PAPER = ""

OWN_PAGES = 4
"""Cards from which a chapter begins a new page, with its own running title; fewer would leave half a page empty."""

PAGE_LINES = 60
"""More than any sheet of A4 or Letter holds. A card estimated above that may break where it stands; any other that does
not fit begins a new page, and breaks only if it is longer than that."""


_ARTICLE = (
    '<article class="card{long}" id="q{n}" aria-labelledby="h{n}">\n<header><a class="number" href="#q{n}">{n}</a>'
    '{kind}{tags}</header>\n<h4 id="h{n}">{title}</h4>\n{sections}</article>\n'
)
_ASIDE = '<section class="aside {name}"><h5>{heading}</h5> {html}</section>\n'
_ENTRY = '<li><a href="#q{n}"><span class="number">{n}</span> {title}</a></li>\n'
"""A card and its line in the contents. Here and not in Jinja, which would take twice as long for 10,000 cards."""


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


@dataclass(frozen=True, slots=True)
class _Context:
    """What every card's HTML depends on."""

    root: Path
    formulas: Mapping[tuple[str, bool], Formula]
    numbers: Mapping[str, int]
    """Card id to running number."""
    frames: Mapping[str, str]
    """What stands around each section, by its name in lower case."""
    kinds: Mapping[str, str]
    """What stands beside the number of a card of some kinds."""


def write(book: Book, config: Config) -> tuple[Path, ...]:
    """Write the booklet. Same book, same bytes: it holds no date.

    Raises BadTemplate for a mistake in the deck's own template, OSError if the file cannot be written.
    """
    decks = _paper.decks(book)
    notes = [note for chapters in decks.values() for chapter in chapters for note in chapter.notes]
    prose = {name: _prose(text) for name, text in book.descriptions}
    wanted = fields.formulas([*(note.card for note in notes), *prose.values()])
    formulas = typeset(wanted, config.cache / "formulas.json")
    described = {
        name: fields.page_html(card.title.html, formulas, {}) for name, card in prose.items()
    }
    numbers = {note.card.id: n for n, note in enumerate(notes, book.first)}
    words = templating.words(config)
    context = _Context(config.root, formulas, numbers, _frames(words), _kinds(words))
    parts = tuple(_parts(decks, config, described, context))
    path = _paper.write(
        config,
        "print/booklet.html",
        "booklet",
        parts=parts,
        count=len(notes),
        largest=max((part.count for part in parts), default=1),
        description=described.get(config.name, ""),
        index=_tags.index(book.topics, [note.card for note in notes], book.first),
        math_css=Markup(stylesheet("".join(formula.html for formula in formulas.values()))),
        running_titles=tuple(_running_titles(parts)),
    )
    return (path,)


def _prose(text: str) -> Card:
    """Markdown of deckpress.toml as a card's title, so that its formulas are found like all others."""
    return Card(
        Section("Title", *Span(FILE), text, html=markup.html(markup.parse(text))),
        (),
        (),
        "",
        (),
        (),
        "",
        0,
    )


# --- parts and chapters -----------------------------------------------------------------------------------------


def _parts(
    decks: Mapping[str, Sequence[Chapter]],
    config: Config,
    described: Mapping[str, Markup],
    context: _Context,
) -> Iterator[_Part]:
    pages = _page_names(
        [[len(chapter.notes) for chapter in chapters] for chapters in decks.values()]
    )
    for number, (deck, chapters) in enumerate(decks.items(), 1):
        title = _paper.deck_title(deck, config)
        made = tuple(
            _Chapter(
                f"{number}.{i}" if len(decks) > 1 else str(i),
                chapter.title,
                next(pages),
                LazyText(functools.partial(_contents, chapter.notes, context)),
                LazyText(functools.partial(_cards, chapter.notes, context)),
            )
            for i, chapter in enumerate(chapters, 1)
        )
        count = sum(len(chapter.notes) for chapter in chapters)
        yield _Part(title, described.get(deck, Markup()) if title else Markup(), made, count)


def _page_names(sizes: Sequence[Sequence[int]]) -> Iterator[str]:
    """For each chapter of each part (in cards), its CSS page: a new one only where old and new hold enough cards."""
    name, filled = 1, 0
    for part in sizes:
        for i, size in enumerate(part):
            if filled >= OWN_PAGES and (size if i else sum(part)) >= OWN_PAGES:
                name, filled = name + 1, 0
            filled += size
            yield f"page-{name}"


def _running_titles(parts: Sequence[_Part]) -> Iterator[tuple[str, Markup]]:
    """`(CSS page, title as a CSS string)`; pages that several chapters share are named after their part."""
    pairs = [(part, chapter) for part in parts for chapter in part.chapters]
    for page, group in itertools.groupby(pairs, lambda pair: pair[1].page):
        together = list(group)
        part, chapter = together[0]
        title = part.title if len(together) > 1 and part.title else chapter.title
        yield page, _paper.css_string(title)


# --- cards ------------------------------------------------------------------------------------------------------


def _frames(words: Mapping[str, str]) -> dict[str, str]:
    plain = {name.lower(): f'<div class="{name.lower()}">{{html}}</div>\n' for name in ORDER}
    headings = {name: escape(words[name]) for name in HEADED}
    return plain | {
        name: _ASIDE.format(name=name, heading=text, html="{html}")
        for name, text in headings.items()
    }


def _kinds(words: Mapping[str, str]) -> dict[str, str]:
    return {kind: f' <span class="kind">{escape(words[kind])}</span>' for kind in NAMED}


def _contents(notes: Sequence[Note], context: _Context) -> Markup:
    """The lines of a chapter's cards in the contents."""
    lines = [_ENTRY.format(n=context.numbers[note.card.id], title=_title(note)) for note in notes]
    return _html("".join(lines), notes, context)


def _cards(notes: Sequence[Note], context: _Context) -> Markup:
    return _html("".join([_article(note, context) for note in notes]), notes, context)


def _html(neutral: str, notes: Sequence[Note], context: _Context) -> Markup:
    """The HTML of all cards at once: they come from one page, so a target means the same file in all of them."""
    uris = {
        target: media.data_uri(context.root / path)
        for note in notes
        for target, _, path in note.media
    }
    return fields.page_html(neutral, context.formulas, uris)


def _article(note: Note, context: _Context) -> str:
    card = note.card
    found = {s.name: s.html for s in reversed(card.sections) if s.html}
    sections = [
        context.frames[name.lower()].replace("{html}", found[name], 1)
        for name in ORDER
        if name in found
    ]
    lines = sum([s.text.count("\n") + len(s.text) // 85 + 1 for s in card.parts]) + 14 * len(
        note.media
    )
    return _ARTICLE.format(
        long=" long" if lines > PAGE_LINES else "",
        n=context.numbers[card.id],
        kind=context.kinds.get(card.kind, ""),
        tags=f' <span class="tags">{_tags.links(card.tags)}</span>' if card.tags else "",
        title=_title(note),
        sections=_paper.linked("".join(sections), context.numbers),
    )


def _title(note: Note) -> str:
    return _paper.unlinked(note.card.title.html)
