"""`build/site/`, the deck for people without Anki, and for finding cards: static and offline.

One page holds every card as HTML that needs no script to be read; its script only adds search,
filter and self-test. No request leaves it. `templates/site/` says what it looks like.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from markupsafe import Markup

from deckpress import templating
from deckpress.deck import media
from deckpress.deck.config import Config
from deckpress.model import Book
from deckpress.outputs import _downloads, _edition, _site_cards, _site_coverage
from deckpress.outputs._edition import Edition, media_files
from deckpress.system import files
from deckpress.templating import LazyText, View

WRITTEN = ("math.css", "site.css", "site.js", "index.html")
"""The site's own files, in the order in which they are written."""

# One that fills its lines, in CSS or JavaScript: `  /* Cards. */`.
_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, repr=False)
class _Chapter(View):
    title: str
    count: int
    path: str
    """Of the page that all its cards are written in."""
    cards: Sequence[LazyText]
    """All of them in one, made as it is written: the whole deck would take twice the memory."""


@dataclass(frozen=True, slots=True, repr=False)
class _Part(View):
    title: str
    description: Markup
    chapters: Sequence[_Chapter]


def write(book: Book, config: Config) -> Path:
    """Write the site, and return its page; same book, same bytes.

    Raises BadTemplate for a mistake in the deck's own template, OSError if a file cannot be
    written, files.UnsafePath if somebody's own page lies in its place.
    """
    refuse_foreign(config)
    edition = _edition.make(book, config, _site_cards.LINK)
    cards_in_anki = [len(note.ordinals) for note in edition.notes]
    html = templating.stream(
        config,
        "site/index.html",
        parts=[*_parts(edition)],
        groups=_site_coverage.groups(book.topics, edition.cards),
        downloads=[*_downloads.links(config)],
        description=_site_cards.adapted(edition.description),
        notes=len(edition.notes),
        cards=sum(cards_in_anki),
        has_math=bool(edition.formulas),
        fix_link=_site_cards.fix_link(config),
    )
    # All of it before the first file, so that no template that is at fault leaves half a site; as
    # bytes, since one str of it all would take twice the memory.
    index = b"".join(html)
    folder = config.out / "site"
    files.write(folder / "math.css", edition.math_css, config.out_base)
    for name in ("site.css", "site.js"):
        text = templating.page(config, f"site/{name}", kind="site")
        files.write(folder / name, _squeezed(text), config.out_base)
    _copy_media(edition)
    return files.write(folder / "index.html", index, config.out_base)


def _parts(edition: Edition) -> Iterator[_Part]:
    """The decks in the order in which the book first names them, each with its chapters."""
    for deck, chapters in edition.decks.items():
        shown = []
        for chapter in chapters:
            notes = chapter.notes
            path = notes[0].card.span.path
            cards = LazyText(partial(_site_cards.cards, notes, edition))
            made = _Chapter(chapter.title, len(notes), path, [cards])
            shown.append(made)
        about = _site_cards.adapted(edition.about(deck))
        yield _Part(edition.title(deck), about, shown)


# --- its files --------------------------------------------------------------------------------


def refuse_foreign(config: Config) -> None:
    """Raises files.UnsafePath if somebody's own pages lie where the site goes.

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
    """What files of outputs are sorted by: the site's own last, as `refuse_foreign` expects."""
    if path.name not in WRITTEN:
        return 0, path
    place = WRITTEN.index(path.name) + 1
    return place, path


def forget_media(config: Config, names: Collection[str]) -> None:
    """Remove the site's media of an earlier build, but for those of these names."""
    folder = config.out / "site" / "media"
    files.refuse_links(folder, config.out_base)
    if not folder.is_dir():
        return
    for old in sorted(folder.iterdir()):
        if old.name not in names and media.is_made(old):
            old.unlink()


def _copy_media(edition: Edition) -> None:
    """Write the media of all notes, and remove those that an earlier build wrote."""
    config = edition.config
    folder = config.out / "site" / "media"
    paths = media_files(edition.notes, config.root)
    for name, path in paths.items():
        target = folder / name
        if not media.is_made(target):
            data = media.packed(path, config.root)
            files.write(target, data, config.out_base)
    forget_media(config, paths)


def _squeezed(text: str) -> str:
    """CSS or JavaScript without indentation and comments that fill their lines: a fifth of it."""
    kept = []
    for line in _COMMENT.sub("", text).splitlines():
        line = line.strip()
        if line and not line.startswith("//"):
            kept.append(f"{line}\n")
    return "".join(kept)
