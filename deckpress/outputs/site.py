"""`build/site/`, the deck for people without Anki, and for finding cards: static, offline, no request leaves it.

One page holds every card as HTML that needs no script to be read; its script only adds search, filter and self-test.
`templates/site/` says what it looks like.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from deckpress import fields, files, markup, templating
from deckpress.config import FILE, Config
from deckpress.model import Book, Card, Note, Section, Span
from deckpress.outputs import _coverage
from deckpress.typeset import Formula, stylesheet, typeset

DOWNLOADS = (
    ("apkg", "{slug}.apkg", "Anki package"),
    ("booklet", "{slug}-booklet.html", "Booklet"),
    ("booklet", "{slug}-booklet.pdf", "Booklet as PDF"),
    ("cards", "{slug}-cards-a4.html", "Cut-out cards, A4"),
    ("cards", "{slug}-cards-letter.html", "Cut-out cards, Letter"),
)
"""`(output, file beside the site, label)` of what a visitor can take along."""

FRAMES = {
    "Question": '<section class="front told">{}</section>',
    "Hint": '<details class="fold hint"><summary>Hint</summary><div class="body">{}</div></details>',
    "Answer": '<section class="reply">{}</section>',
    "Notes": '<aside class="notes">{}</aside>',
    "Analogy": '<details class="fold analogy"><summary>Analogy</summary><div class="body">{}</div></details>',
    "Application": '<details class="fold application"><summary>Application</summary><div class="body">{}</div></details>',
    "Sources": '<div class="sources"><b>Sources</b>{}</div>',
}
"""A card's sections in reading order. Written here, not in Jinja, which takes three times as long for 10,000 cards."""

_FRAMES = {name: frame.split("{}") for name, frame in FRAMES.items()}
_LINK = re.compile(r"</?a\b[^>]*>")
_CARD_LINK = re.compile(r'<a href="(?![a-z]+:|//)[^"#]*#?([^"]*)">')
_IMAGE = "<img "
_FORGES = {"https://github.com/": "{}/blob/HEAD/{}?plain=1#L{}", "https://gitlab.com/": "{}/-/blob/HEAD/{}?plain=1#L{}"}
"""How a forge addresses a line of a file in the newest commit."""


class _Entry(NamedTuple):
    """A card. The templates' sandbox makes each `entry.title` slow, so they unpack it."""

    id: str
    kind: str
    title: Markup
    body: Markup
    tags: Markup
    place: str
    """`path:line`."""
    fix: str
    """Where to mend it; empty if the deck says nothing about that."""


@dataclass(frozen=True, slots=True)
class _Chapter:
    title: str
    entries: Iterator[_Entry]
    """Made as they are written: all at once would take twice the memory."""


@dataclass(frozen=True, slots=True)
class _Part:
    title: str
    description: Markup
    chapters: tuple[_Chapter, ...]


@dataclass(frozen=True, slots=True)
class _Context:
    """What every card's HTML depends on."""

    config: Config
    formulas: Mapping[tuple[str, bool], Formula]
    ids: frozenset[str]

    def html(self, neutral: str, media: Mapping[str, str], reveal: bool = True) -> Markup:
        """A section, with links only to cards that are here, and pictures loaded when they are seen."""
        html = fields.page_html(neutral, self.formulas, media, reveal)
        if _IMAGE in html:
            html = Markup(str(html).replace(_IMAGE, '<img loading="lazy" '))
        return Markup(_CARD_LINK.sub(self._link, html)) if "<a " in html else html

    def _link(self, found: re.Match[str]) -> str:
        return f'<a href="#{found[1]}">' if unescape(found[1]) in self.ids else "<a>"


def write(book: Book, config: Config) -> tuple[Path, ...]:
    """Write the site and remove what an earlier one left. Same book, same bytes.

    Raises jinja2.TemplateError for a mistake in the deck's own template, OSError if a file cannot be written.
    """
    folder = config.out / "site"
    prose = {name: _prose(text) for name, text in book.descriptions}
    wanted = fields.formulas([*(note.card for note in book.notes), *prose.values()])
    formulas = typeset(wanted, config.cache / "formulas.json")
    context = _Context(config, formulas, frozenset(note.card.id for note in book.notes))
    described = {name: context.html(card.title.html, {}) for name, card in prose.items()}
    environment = templating.environment(config)
    html = environment.get_template("site/index.html").stream(
        parts=_parts(book, described, context),
        groups=_coverage.groups(book.topics, [note.card for note in book.notes]),
        downloads=_downloads(config),
        description=described.get(config.name, ""),
        notes=len(book.notes),
        cards=sum(len(note.ordinals) for note in book.notes),
        has_math=bool(formulas),
    )
    html.enable_buffering(500)
    index = files.write(folder / "index.html", b"".join(piece.encode() for piece in html))
    for name in ("site.css", "site.js"):
        files.write(folder / name, environment.get_template(f"site/{name}").render(kind="site"))
    files.write(folder / "math.css", stylesheet("".join(formula.html for formula in formulas.values())))
    _copy_media(book, config, folder / "media")
    return (index,)


def _prose(text: str) -> Card:
    """Markdown of deckpress.toml as a card's title, so that its formulas are found like all others."""
    return Card(Section("Title", Span(FILE), text, html=markup.html(markup.parse(text))), (), (), "", (), (), "", 0)


def _downloads(config: Config) -> list[tuple[str, str]]:
    """`(address, label)` of the files that this run writes, or that an earlier one left."""
    named = ((output, file.format(slug=config.slug), label) for output, file, label in DOWNLOADS)
    return [
        (f"../{file}", label)
        for output, file, label in named
        if (output in config.outputs and not file.endswith(".pdf")) or (config.out / file).is_file()
    ]


def _copy_media(book: Book, config: Config, folder: Path) -> None:
    paths = {name: config.root / path for note in book.notes for _, name, path in note.media}
    for name in sorted(paths):
        if not (folder / name).is_file():  # a name holds a hash of the bytes: what is there is right
            files.write(folder / name, paths[name].read_bytes())
    for old in sorted(folder.iterdir()) if folder.is_dir() else ():
        if old.name not in paths:
            old.unlink()


# --- cards ------------------------------------------------------------------------------------------------------


def _parts(book: Book, described: Mapping[str, Markup], context: _Context) -> Iterator[_Part]:
    """The decks in the order in which the book first names them, each with its chapters."""
    name = context.config.name
    decks: dict[str, list[_Chapter]] = {}
    for chapter in book.chapters:
        made = _Chapter(chapter.title, _entries(chapter.notes, context))
        decks.setdefault(chapter.deck, []).append(made)
    for deck, chapters in decks.items():
        title = deck.removeprefix(name).removeprefix("::").replace("::", " › ")
        yield _Part(title, described.get(deck, Markup()) if title else Markup(), tuple(chapters))


def _entries(notes: Iterable[Note], context: _Context) -> Iterator[_Entry]:
    for note in notes:
        card, config = note.card, context.config
        media = {target: f"media/{name}" for target, name, _ in note.media}
        title = Markup(_LINK.sub("", context.html(card.title.html, media)))
        kind = card.kind if card.kind != "basic" else ""
        fix = _fix(config.repository, config.fix_link, card)
        yield _Entry(card.id, kind, title, _body(card, media, context), _tags(card.tags), f"{card.span.path}:{card.span.line}", fix)


def _body(card: Card, media: Mapping[str, str], context: _Context) -> Markup:
    found = {section.name: section.html for section in reversed(card.sections) if section.html}
    pieces = [f"{start}{found[name]}{end}" for name, (start, end) in _FRAMES.items() if name in found]
    body = context.html("".join(pieces), media)
    if card.kind == "cloze" and "Answer" in found:
        blank = context.html(found["Answer"], media, reveal=False)
        return Markup('<section class="front" hidden>{}</section>{}').format(blank, body)
    return body


@functools.cache
def _tags(tags: tuple[str, ...]) -> Markup:
    """Links that filter the site by each tag, topics first."""
    shown = sorted(tags, key=lambda tag: (tag.startswith(_coverage.TRAITS), tag))
    links = (f'<a href="#tag={escape(tag)}">{escape(tag.rpartition("::")[2].replace("-", " "))}</a>' for tag in shown)
    return Markup(" ".join(links))


def _fix(repository: str, fix_link: str, card: Card) -> str:
    """The card's line in the repository, where the forge is known; else what the deck's `fix-link` says."""
    for forge, address in _FORGES.items():
        if repository.startswith(forge):
            return address.format(repository.rstrip("/"), card.span.path, card.span.line)
    return fix_link.replace("{id}", card.id)
