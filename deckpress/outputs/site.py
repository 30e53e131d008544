"""`build/site/`, the deck for people without Anki, and for finding cards: static, offline, no request leaves it.

One page holds every card as HTML that needs no script to be read; its script only adds search, filter and self-test.
`templates/site/` says what it looks like.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

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
"""A card's sections in reading order. Here and not in Jinja, which would take twice as long for 10,000 cards."""

ENTRY = (
    '<article id="{id}"{kind}>\n<details><summary><h4>{title}</h4></summary>\n<div class="sheet">{body}<footer>'
    '<p class="tags">{tags}</p><p><a href="#{id}">{place}</a>{fix}</p></footer></div></details></article>\n'
)
"""A card; `{title}` and `{body}` are still neutral HTML, since a whole chapter at once is typeset sooner."""

_LINK = re.compile(r"</?a\b[^>]*>")
_CARD_LINK = re.compile(r'<a href="(?![a-z]+:|//)[^"#]*#?([^"]*)">')
_FORGES = {"https://github.com/": "{}/blob/HEAD/{}?plain=1#L{}", "https://gitlab.com/": "{}/-/blob/HEAD/{}?plain=1#L{}"}
"""How a forge addresses a line of a file in the newest commit."""


@dataclass(frozen=True, slots=True)
class _Chapter:
    title: str
    count: int
    cards: Iterator[Markup]
    """All of them in one; made as it is written: the whole deck at once would take twice the memory."""


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

    def html(self, neutral: str, media: Mapping[str, str]) -> Markup:
        """Neutral HTML made ready, with pictures that load when they are seen."""
        html = str(fields.page_html(neutral, self.formulas, media))
        return Markup(html.replace("<img ", '<img loading="lazy" '))

    def links(self, neutral: str) -> str:
        """Neutral HTML in which a link to another card is one to its place here, if it is here at all."""
        if "<a " not in neutral:
            return neutral
        return _CARD_LINK.sub(lambda m: f'<a href="#{m[1]}">' if unescape(m[1]) in self.ids else "<a>", neutral)


def write(book: Book, config: Config) -> tuple[Path, ...]:
    """Write the site and remove what an earlier one left. Same book, same bytes.

    Raises BadTemplate for a mistake in the deck's own template, OSError if a file cannot be written.
    """
    folder = config.out / "site"
    prose = {name: _prose(text) for name, text in book.descriptions}
    wanted = fields.formulas([*(note.card for note in book.notes), *prose.values()])
    formulas = typeset(wanted, config.cache / "formulas.json")
    context = _Context(config, formulas, frozenset(note.card.id for note in book.notes))
    described = {name: context.html(card.title.html, {}) for name, card in prose.items()}
    pages = templating.environment(config)
    with templating.located("site/index.html", config):
        html = pages.get_template("site/index.html").stream(
            parts=_parts(book, described, context),
            groups=_coverage.groups(book.topics, [note.card for note in book.notes]),
            downloads=_downloads(config),
            description=described.get(config.name, ""),
            notes=len(book.notes),
            cards=sum(len(note.ordinals) for note in book.notes),
            has_math=bool(formulas),
        )
        html.enable_buffering(500)
        index = b"".join(piece.encode() for piece in html)  # one str of it all would take twice the memory
    for name in ("site.css", "site.js"):
        with templating.located(f"site/{name}", config):
            files.write(folder / name, pages.get_template(f"site/{name}").render(kind="site"))
    files.write(folder / "math.css", stylesheet("".join(formula.html for formula in formulas.values())))
    _copy_media(book, config, folder / "media")
    return (files.write(folder / "index.html", index),)


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
        made = _Chapter(chapter.title, len(chapter.notes), _cards(chapter.notes, context))
        decks.setdefault(chapter.deck, []).append(made)
    for deck, chapters in decks.items():
        title = deck.removeprefix(name).removeprefix("::").replace("::", " › ")
        yield _Part(title, described.get(deck, Markup()) if title else Markup(), tuple(chapters))


def _cards(notes: Sequence[Note], context: _Context) -> Iterator[Markup]:
    """The cards of one chapter, whose notes come from one page: a target means the same file in all of them."""
    media = {target: f"media/{name}" for note in notes for target, name, _ in note.media}
    yield context.html("".join(_entry(note.card, media, context) for note in notes), media)


def _entry(card: Card, media: Mapping[str, str], context: _Context) -> str:
    kind, title, fix = card.kind, card.title.html, _fix(card, context.config)
    found = {section.name: section.html for section in reversed(card.sections) if section.html}
    body = context.links("".join([frame.replace("{}", found[name]) for name, frame in FRAMES.items() if name in found]))
    if kind == "cloze" and "Answer" in found:
        blank = fields.page_html(found["Answer"], context.formulas, media, reveal=False)
        body = f'<section class="front" hidden>{blank}</section>{body}'
    return ENTRY.format(
        id=card.id,
        kind="" if kind == "basic" else f' data-kind="{kind}"',
        title=_LINK.sub("", title) if "<a" in title else title,
        body=body,
        tags=_tags(card.tags),
        place=escape(f"{card.span.path}:{card.span.line}"),
        fix=f' <a href="{escape(fix)}">Fix this card</a>' if fix else "",
    )


@functools.cache
def _tags(tags: tuple[str, ...]) -> str:
    """Links that filter the site by each tag, topics first."""
    shown = sorted(tags, key=lambda tag: (tag.startswith(_coverage.TRAITS), tag))
    links = (f'<a href="#tag={escape(tag)}">{escape(tag.rpartition("::")[2].replace("-", " "))}</a>' for tag in shown)
    return " ".join(links)


def _fix(card: Card, config: Config) -> str:
    """The card's line in the repository, where the forge is known; else what the deck's `fix-link` says."""
    for forge, address in _FORGES.items():
        if config.repository.startswith(forge):
            return address.format(config.repository.rstrip("/"), card.span.path, card.span.line)
    return config.fix_link.replace("{id}", card.id)
