"""`build/site/`, the deck for people without Anki, and for finding cards: static, offline, no request leaves it.

One page holds every card as HTML that needs no script to be read; its script only adds search, filter and self-test.
`templates/site/` says what it looks like.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from deckpress import markup, templating
from deckpress.deck import media
from deckpress.deck.config import FILE, Config
from deckpress.formulas.typeset import stylesheet, typeset
from deckpress.kinds import fields
from deckpress.model import Book, Card, Section, Span
from deckpress.outputs import _coverage, _entries
from deckpress.system import files
from deckpress.templating import LazyText, View

DOWNLOADS = (
    ("apkg", "{slug}.apkg", "Anki package"),
    ("booklet", "{slug}-booklet.html", "Booklet"),
    ("crib", "{slug}-crib.html", "Crib sheet"),
    ("cards-a4", "{slug}-cards-a4.html", "Cut-out cards, A4"),
    ("cards-letter", "{slug}-cards-letter.html", "Cut-out cards, Letter"),
)
"""`(output, file beside the site, label)` of what a visitor can take along; also as PDF, where there is one."""


WRITTEN = ("math.css", "site.css", "site.js", "index.html")
"""The site's own files, in the order in which they are written."""

_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, repr=False)
class _Chapter(View):
    title: str
    count: int
    path: str
    """Of the page that all its cards are written in."""
    cards: tuple[LazyText, ...]
    """All of them in one; made as it is written: the whole deck at once would take twice the memory."""


@dataclass(frozen=True, slots=True, repr=False)
class _Part(View):
    title: str
    description: Markup
    chapters: tuple[_Chapter, ...]


def write(book: Book, config: Config) -> tuple[Path, ...]:
    """Write the site; same book, same bytes.

    Raises BadTemplate for a mistake in the deck's own template, OSError if a file cannot be written.
    """
    folder = config.out / "site"
    refuse_foreign(config)
    prose = {name: _prose(text) for name, text in book.descriptions}
    wanted = fields.formulas([*(note.card for note in book.notes), *prose.values()])
    formulas = typeset(wanted, config.cache / "formulas.json")
    context = _entries.Context(config, formulas, frozenset(note.card.id for note in book.notes))
    described = {name: context.html(card.title.html, {}) for name, card in prose.items()}
    html = templating.stream(
        config,
        "site/index.html",
        parts=tuple(_parts(book, described, context)),
        groups=_coverage.groups(book.topics, [note.card for note in book.notes]),
        downloads=tuple(_downloads(config)),
        description=described.get(config.name, ""),
        notes=len(book.notes),
        cards=sum(len(note.ordinals) for note in book.notes),
        has_math=bool(formulas),
        fix_link=_entries.fix_link(config),
    )
    index = b"".join(html)  # one str of it all would take twice the memory
    math_css = stylesheet("".join(formula.html for formula in formulas.values()))
    files.write(folder / "math.css", math_css, config.out_base)
    for name in ("site.css", "site.js"):
        text = _squeezed(templating.page(config, f"site/{name}", kind="site"))
        files.write(folder / name, text, config.out_base)
    _copy_media(book, config, folder / "media")
    return (files.write(folder / "index.html", index, config.out_base),)


def refuse_foreign(config: Config) -> None:
    """Raises UnsafePath if somebody's own pages lie where the site goes.

    Many folders hold a `site/index.html`. Ours holds all files that we write, or, if a build was
    killed, as many as came first.
    """
    folder = config.out / "site"
    there = [name for name in WRITTEN if os.path.lexists(folder / name)]
    if there != [*WRITTEN[: len(there)]]:
        message = "a file that deckpress did not write: it is left as it is"
        fix = "name another folder with --out, or move that file away"
        raise files.UnsafePath(folder / there[-1], message, fix)


def order(path: Path) -> tuple[int, Path]:
    """What files of outputs are sorted by: the site's own come last, as `refuse_foreign` expects."""
    return WRITTEN.index(path.name) + 1 if path.name in WRITTEN else 0, path


def _squeezed(text: str) -> str:
    """CSS or JavaScript without indentation, and without comments that fill their lines: a fifth of it."""
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


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


def _downloads(config: Config) -> Iterator[tuple[str, str]]:
    """`(address, label)` of the files that this run writes, or that an earlier one left; a PDF may be in volumes."""
    for output, pattern, label in DOWNLOADS:
        file = pattern.format(slug=config.slug)
        if output in config.outputs or (config.out / file).is_file():
            yield f"../{file}", label
        stem = file.removesuffix(".html")
        volumes = [n for n in range(1, 100) if (config.out / f"{stem}-{n}.pdf").is_file()]
        if (config.out / f"{stem}.pdf").is_file() and not volumes:
            yield f"../{stem}.pdf", f"{label}, PDF"
        yield from ((f"../{stem}-{n}.pdf", f"{label}, PDF {n}") for n in volumes)


def _copy_media(book: Book, config: Config, folder: Path) -> None:
    """Write the book's media into a folder, and remove those that an earlier build wrote there."""
    paths = {name: config.root / path for note in book.notes for _, name, path in note.media}
    for name in sorted(paths):
        if not media.is_made(folder / name):
            files.write(folder / name, media.packed(paths[name], config.root), config.out_base)
    forget_media(config, paths)


def forget_media(config: Config, names: Collection[str]) -> None:
    """Remove the site's media of an earlier build, but for those of these names."""
    folder = config.out / "site" / "media"
    files.refuse_links(folder, config.out_base)
    for old in sorted(folder.iterdir()) if folder.is_dir() else ():
        if old.name not in names and media.is_made(old):
            old.unlink()


def _parts(
    book: Book, described: Mapping[str, Markup], context: _entries.Context
) -> Iterator[_Part]:
    """The decks in the order in which the book first names them, each with its chapters."""
    name = context.config.name
    decks: dict[str, list[_Chapter]] = {}
    for chapter in book.chapters:
        path = chapter.notes[0].card.span.path
        cards = LazyText(functools.partial(_entries.cards, chapter.notes, context))
        made = _Chapter(chapter.title, len(chapter.notes), path, (cards,))
        decks.setdefault(chapter.deck, []).append(made)
    for deck, chapters in decks.items():
        title = deck.removeprefix(name).removeprefix("::").replace("::", " › ")
        yield _Part(title, described.get(deck, Markup()) if title else Markup(), tuple(chapters))
