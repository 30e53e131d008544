"""A book made ready for the pages of an output: decks in order, cards numbered, formulas typeset.

The site and all that is printed begin with it, each with its own way to write a link to a card.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from markupsafe import Markup

from deckpress import markup
from deckpress.deck import media
from deckpress.deck.config import FILE, Config
from deckpress.formulas.typeset import Formula, Key, stylesheet
from deckpress.kinds import fields
from deckpress.model import Book, Card, Chapter, Note, Section, Span

# Our own renderer wrote these tags (`markup.html`), and writes them in no other way.
_LINK_TAG = re.compile(r"</?a\b[^>]*>")
_OPENED_LINK = re.compile(r'<a href="([^"]*)">')

LOST_LINK = "<a>"
"""What opens a link to a card that is not in the book: its text stays."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What every page of an output depends on."""

    config: Config
    decks: Mapping[str, Sequence[Chapter]]
    """The chapters of each deck, in the order in which the book first names it."""
    notes: tuple[Note, ...]
    """All notes, in the order of the decks."""
    numbers: Mapping[str, int]
    """Card id to running number."""
    formulas: Mapping[Key, Formula]
    descriptions: Mapping[str, Markup]
    """What deckpress.toml says of a deck, as HTML, by the deck's full name."""
    links: Mapping[str, str]
    """Card id to the tag that opens a link to the card."""

    @property
    def math_css(self) -> Markup:
        """The style sheet of its formulas, with their fonts."""
        return Markup(stylesheet("".join(formula.html for formula in self.formulas.values())))

    @property
    def description(self) -> Markup:
        """What is said of the whole deck."""
        return self.descriptions.get(self.config.name, Markup())

    def title(self, deck: str) -> str:
        """A sub-deck's name without that of the whole deck; empty for the whole deck."""
        if deck == self.config.name:
            return ""
        return deck.removeprefix(f"{self.config.name}::").replace("::", " › ")

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
        return _OPENED_LINK.sub(self._opened, neutral) if "<a " in neutral else neutral

    def _opened(self, found: re.Match[str]) -> str:
        target = unescape(found[1])
        if markup.web_link(target):
            return found[0]
        card_id = target.partition("#")[2]  # of `#momentum` and `optim.md#momentum` alike
        return self.links.get(card_id, LOST_LINK)

    def inlined(self, notes: Iterable[Note]) -> dict[str, str]:
        """The pictures of notes of one page as `data:` URIs, by target."""
        uris = {}
        for note in notes:
            for target, _, path in note.media:
                uris[target] = media.data_uri(self.config.root / path)
        return uris


def edition(
    book: Book,
    config: Config,
    link: str,
    with_descriptions: bool = True,
) -> Edition:
    """The edition of an output in which `link`, with `{id}` and `{number}`, opens a link."""
    decks: dict[str, list[Chapter]] = {}
    for chapter in book.chapters:
        decks.setdefault(chapter.deck, []).append(chapter)
    notes: list[Note] = []
    for chapters in decks.values():
        for chapter in chapters:
            notes += chapter.notes
    numbers = {note.card.id: number for number, note in enumerate(notes, book.first)}
    prose = {name: _prose(text) for name, text in book.descriptions if with_descriptions}
    cards = [note.card for note in notes]
    formulas = fields.typeset_all([*cards, *prose.values()], config.cache)
    described = {
        name: fields.page_html(card.title.html, formulas, {}) for name, card in prose.items()
    }
    links = {}
    for card_id, number in numbers.items():
        links[card_id] = link.format(id=escape(card_id), number=number)
    return Edition(config, decks, tuple(notes), numbers, formulas, described, links)


def _prose(text: str) -> Card:
    """Markdown of deckpress.toml as the title of a card, so that its formulas are found as all."""
    html = markup.html(markup.parse(text))
    return Card(
        title=Section("Title", *Span(FILE), source=text, html=html),
        sections=(),
        settings=(),
        deck="",
        tags=(),
        tag_spans=(),
        reason="",
        last_line=0,
    )


def unlinked(html: str) -> Markup:
    """HTML without its links: for headings, and for paper on which a link leads nowhere."""
    return Markup(_LINK_TAG.sub("", html) if "<a" in html else html)


def filled_sections(card: Card) -> dict[str, Section]:
    """The sections of a card that say something, by name; of two with one name, the first."""
    return {section.name: section for section in reversed(card.sections) if section.html}
