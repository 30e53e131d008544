"""What printed outputs share: the order of a deck's chapters, pages from templates, text inside CSS."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from markupsafe import Markup

from deckpress import markup, templating
from deckpress.deck import media
from deckpress.deck.config import Config
from deckpress.formulas.typeset import Formula, Key
from deckpress.kinds import fields
from deckpress.model import Book, Chapter, Note
from deckpress.system import files

RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi")
"""Languages (ISO 639-1) whose usual script runs from right to left."""

Writer = Callable[..., Markup]
"""Turns the neutral HTML of a section into that of a page; with `reveal=False`, its clozes stay blank."""

_LINK = re.compile(r"</?a\b[^>]*>")
_OPENED_LINK = re.compile(r'<a href="([^"]*)">')
_UNSAFE_IN_CSS = re.compile(r"[^\w .,:;!?()'-]")


def write(config: Config, template: str, name: str, /, **values: Any) -> Path:
    """`build/<slug>-<name>.html` from a template, which also gets `name_css` and `direction`.

    Raises BadTemplate for a mistake in the deck's own template, OSError if the file cannot be written.
    """
    language = config.language.lower().split("-")[0]
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    html = templating.stream(
        config, template, name_css=css_string(config.name), direction=direction, **values
    )
    return files.write(config.out / f"{config.slug}-{name}.html", html, config.out_base)


def decks(book: Book) -> dict[str, list[Chapter]]:
    """The chapters of each deck, in the order in which the book first names it."""
    found: dict[str, list[Chapter]] = {}
    for chapter in book.chapters:
        found.setdefault(chapter.deck, []).append(chapter)
    return found


def deck_title(deck: str, config: Config) -> str:
    """A sub-deck's name without that of the whole deck; empty for the whole deck."""
    return deck.removeprefix(config.name).removeprefix("::").replace("::", " › ")


def css_string(text: str) -> Markup:
    """Text as a CSS string, safe inside `<style>`."""
    return Markup('"' + _UNSAFE_IN_CSS.sub(lambda m: f"\\{ord(m[0]):x} ", text) + '"')


def unlinked(html: str) -> Markup:
    """HTML without its links: for headings, and for paper on which a link leads nowhere."""
    return Markup(_LINK.sub("", html) if "<a" in html else html)


def writer(
    note: Note, root: Path, formulas: Mapping[Key, Formula], numbers: Mapping[str, int]
) -> Writer:
    """What writes a note's sections: its pictures inlined, links to other cards (by id) as links to their numbers."""
    uris = {target: media.data_uri(root / path) for target, _, path in note.media}
    return functools.partial(html, formulas=formulas, uris=uris, numbers=numbers)


def html(
    neutral: str,
    formulas: Mapping[Key, Formula],
    uris: Mapping[str, str],
    numbers: Mapping[str, int],
    reveal: bool = True,
) -> Markup:
    """A section as `fields.page_html` writes it, with links to other cards, by id, as links to their numbers."""
    return fields.page_html(linked(neutral, numbers), formulas, uris, reveal)


def linked(neutral: str, numbers: Mapping[str, int]) -> str:
    """Neutral HTML with links to other cards, by id, as links to their numbers."""
    return _OPENED_LINK.sub(lambda m: _see(m, numbers), neutral) if "<a " in neutral else neutral


def _see(found: re.Match[str], numbers: Mapping[str, int]) -> str:
    target = unescape(found[1])
    if markup.web_link(target):
        return found[0]
    number = numbers.get(target.partition("#")[2])
    return f'<a class="see" href="#q{number}" data-number="{number}">' if number else "<a>"
