"""A book made ready for the pages of an output: decks in order, cards numbered, formulas typeset.

The site and all that is printed begin with it, each with its own way to write a link to a card.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from itertools import chain
from pathlib import Path

from markupsafe import Markup

from deckpress import markup
from deckpress.deck import media
from deckpress.deck.config import FILE, Config
from deckpress.formulas.typeset import Formula, Key, stylesheet
from deckpress.kinds import fields
from deckpress.model import Book, Card, Chapter, Note, Section, Span
from deckpress.outputs._tags import SEPARATOR

# The tags of links as our own renderer (`markup.html`) writes them, and in no other way. Nothing
# else of neutral HTML is touched, as it would be by a parser that writes all of it anew.
_LINK_TAG = re.compile(r"</?a\b[^>]*>")
_OPENED_LINK = re.compile(r'<a href="([^"]*)">')  # `<a href="optim.md#momentum">`

DEAD_LINK = "<a>"
"""What opens a link to a card that is not in the book: its text stays."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What every page of an output depends on."""

    config: Config
    decks: Mapping[str, list[Chapter]]
    """The chapters of each deck, in the order in which the book first names it."""
    notes: list[Note]
    """All notes, in the order of the decks."""
    numbers: Mapping[str, int]
    """Card id to running number."""
    links: Mapping[str, str]
    """Card id to the tag that opens a link to the card."""
    formulas: Mapping[Key, Formula]
    descriptions: Mapping[str, Markup]
    """What deckpress.toml says of a deck, as HTML, by the deck's full name."""

    @property
    def cards(self) -> list[Card]:
        """All cards, in the order of the decks."""
        return [note.card for note in self.notes]

    @property
    def math_css(self) -> Markup:
        """The style sheet of its formulas, with their fonts."""
        pieces = [formula.html for formula in self.formulas.values()]
        css = stylesheet("".join(pieces))
        return Markup(css)

    @property
    def description(self) -> Markup:
        """What is said of the whole deck."""
        whole = self.config.name
        return self.descriptions.get(whole, Markup())

    def title(self, deck: str) -> str:
        """A sub-deck's name without that of the whole deck; empty for the whole deck."""
        whole = self.config.name
        if deck == whole:
            return ""
        # `Deep Learning::Losses::Theory` -> `Losses › Theory`
        name = deck.removeprefix(f"{whole}::")
        return name.replace("::", SEPARATOR)

    def about(self, deck: str) -> Markup:
        """What is said of a sub-deck; nothing of the whole deck, which has its `description`."""
        if deck == self.config.name:
            return Markup()
        return self.descriptions.get(deck, Markup())

    def html(
        self,
        neutral: str,
        addresses: Mapping[str, str],
        reveal: bool = True,
    ) -> Markup:
        """Neutral HTML as that of a page; `addresses` are those of its pictures, by target.

        With `reveal=False`, its clozes stay blank.
        """
        return fields.page_html(neutral, self.formulas, addresses, reveal)

    def linked(self, neutral: str) -> str:
        """Neutral HTML whose links to other cards lead to where they stand in this edition."""
        if "<a " not in neutral:  # as in most cards
            return neutral
        return _OPENED_LINK.sub(self._opened, neutral)

    def _opened(self, link: re.Match[str]) -> str:
        target = unescape(link[1])
        if markup.web_link(target):
            return link[0]
        _, _, card_id = target.partition("#")  # `#momentum` or `optim.md#momentum`
        return self.links.get(card_id, DEAD_LINK)

    def data_uris(self, notes: Iterable[Note]) -> dict[str, str]:
        """The pictures of notes of one page, by target, for a page that is one file."""
        uris = {}
        for target, _, path in media_of(notes):
            file = self.config.root / path
            uris[target] = media.data_uri(file)
        return uris


def make(
    book: Book,
    config: Config,
    link: str,
    described: bool = True,
) -> Edition:
    """The edition in which `link`, with `{id}` or `{number}`, opens a link to a card.

    Not `described`, it lacks the decks' descriptions, and the fonts of their formulas.
    """
    decks: dict[str, list[Chapter]] = {}
    for chapter in book.chapters:
        decks.setdefault(chapter.deck, []).append(chapter)
    notes: list[Note] = []
    for chapter in chain.from_iterable(decks.values()):
        notes += chapter.notes
    numbers, links = {}, {}
    for number, note in enumerate(notes, book.first):
        card_id = note.card.id
        numbers[card_id] = number
        links[card_id] = link.format(id=escape(card_id), number=number)
    prose = dict(_prose(book)) if described else {}
    cards = [note.card for note in notes]
    cards += prose.values()
    formulas = fields.typeset_all(cards, config.cache)
    descriptions = {}
    for deck, card in prose.items():
        descriptions[deck] = fields.page_html(card.title.html, formulas, {})
    return Edition(config, decks, notes, numbers, links, formulas, descriptions)


def _prose(book: Book) -> Iterator[tuple[str, Card]]:
    """Each deck's description as the title of a card, so that its formulas are found as all are."""
    for deck, text in book.descriptions:
        html = markup.html(markup.parse(text))
        title = Section("Title", *Span(FILE), text, html=html)
        card = Card(
            title,
            sections=(),
            settings=(),
            deck=deck,
            tags=(),
            tag_spans=(),
            reason="",
            last_line=0,
        )
        yield deck, card


def unlinked(html: str) -> Markup:
    """HTML without its links: for headings, and for paper on which a link leads nowhere."""
    if "<a" in html:
        html = _LINK_TAG.sub("", html)
    return Markup(html)


def filled_sections(card: Card) -> dict[str, Section]:
    """The sections of a card that say something, by name; of two with one name, the first."""
    return {section.name: section for section in reversed(card.sections) if section.html}


def media_of(notes: Iterable[Note]) -> Iterator[tuple[str, str, str]]:
    """`(target as written, name in the collection, path of the file)` of all their pictures."""
    return chain.from_iterable(note.media for note in notes)


def media_files(notes: Iterable[Note], root: Path) -> dict[str, Path]:
    """The file of each of their pictures, by its name in the collection, sorted."""
    paths = {}
    for _, name, path in media_of(notes):
        paths[name] = root / path
    return dict(sorted(paths.items()))
