"""HTML -> PDF: a browser prints the page twice, pypdf (imported only here) adds what browsers leave out.

Chromium 156 knows on which page everything comes to stand, but prints no `target-counter()`, and makes bookmarks with
doubled titles. So the first print tells where everything is; the second has the numbers in its contents, and gets
bookmarks made from the page's own sections and headings. Tags and language are Chromium's.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from deckpress.system import browser, files, plugins

pypdf = plugins.lazy("pypdf")
generic = plugins.lazy("pypdf.generic")

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = ("section", "article", "nav")
"""Elements that become bookmarks if they have an id; the first heading inside says what they are called."""

_CONTENTS = re.compile(r'<nav class="contents".*?</nav>', re.DOTALL)
_CONTENTS_LINK = re.compile(r'<a href="#([^"]+)"')


@dataclass(slots=True)
class Bookmark:
    """A place in a page, as its HTML names it."""

    id: str
    level: int
    """0 is outermost."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a PDF."""

    page: int
    """From 0."""
    top: float
    """Points above the bottom of the page."""


def make(program: Path, html: Path, pdf: Path, paper: str, when: int) -> Path:
    """Print a page on `paper` (a CSS page size) and write it to `pdf`, dated `when` (epoch seconds).

    Raises browser.BrowserError if the browser prints nothing, OSError if a file cannot be written.
    """
    text = html.read_text(encoding="utf-8").replace(
        "</head>", f"<style>@page {{ size: {paper} }}</style></head>", 1
    )
    outline = Outline(text)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        first = _printed(program, _with_links(text, outline.bookmarks), folder / "first")
        places = _places(first)
        second = _printed(program, _with_numbers(text, places), folder / "second")
        return files.write(pdf, _finished(second, outline, places, when), pdf.parent)


def _printed(program: Path, text: str, stem: Path) -> Path:
    page, pdf = stem.with_suffix(".html"), stem.with_suffix(".pdf")
    page.write_text(text, encoding="utf-8")
    browser.print_page(program, page, pdf)
    return pdf


def _with_links(text: str, bookmarks: Sequence[Bookmark]) -> str:
    """The page with a link to every bookmark on a last page: Chromium tells only where links lead."""
    links = "".join(f'<a href="#{escape(bookmark.id)}">-</a> ' for bookmark in bookmarks)
    return text.replace("</body>", f'<div style="break-before: page">{links}</div></body>', 1)


def _with_numbers(text: str, places: Mapping[str, Place]) -> str:
    """The page with the number of a page at each line of its contents."""

    def number(found: re.Match[str]) -> str:
        place = places.get(found[1])
        return f'{found[0]} data-page="{place.page + 1}"' if place else found[0]

    return _CONTENTS.sub(lambda contents: _CONTENTS_LINK.sub(number, contents[0]), text, count=1)


def _places(pdf: Path) -> dict[str, Place]:
    """Where each id stands that a link leads to."""
    reader = pypdf.PdfReader(pdf)
    return {
        name.removeprefix("/"): Place(
            reader.get_destination_page_number(target), float(target.top or 0)
        )
        for name, target in reader.named_destinations.items()
    }


def _finished(pdf: Path, outline: Outline, places: Mapping[str, Place], when: int) -> bytes:
    """The PDF with bookmarks, title, author and date."""
    writer = pypdf.PdfWriter(clone_from=pdf)
    root = writer.root_object
    root.pop("/Outlines", None)
    parents: list[object] = []
    for bookmark in outline.bookmarks:
        if bookmark.title and (place := places.get(bookmark.id)):
            parent = parents[bookmark.level - 1] if 0 < bookmark.level <= len(parents) else None
            fit = generic.Fit.xyz(top=place.top)
            item = writer.add_outline_item(
                title=bookmark.title,
                page_number=place.page,
                parent=parent,
                fit=fit,
                is_open=bookmark.level == 0,
            )
            parents[bookmark.level :] = [item]
    date = datetime.fromtimestamp(when, UTC).strftime("D:%Y%m%d%H%M%SZ")
    about = {
        "/Title": outline.title,
        "/Author": outline.author,
        "/CreationDate": date,
        "/ModDate": date,
    }
    writer.metadata = {name: value for name, value in about.items() if value}
    writer.page_mode = "/UseOutlines"
    show_title = {generic.NameObject("/DisplayDocTitle"): generic.BooleanObject(True)}
    root[generic.NameObject("/ViewerPreferences")] = generic.DictionaryObject(show_title)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


class Outline(HTMLParser):
    """Reads title, author and bookmarks out of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title = self.author = ""
        self.bookmarks: list[Bookmark] = []
        self._open: list[Bookmark | None] = []
        self._heard: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in BLOCKS:
            made = (
                Bookmark(values["id"] or "", sum(b is not None for b in self._open))
                if "id" in values
                else None
            )
            self._open.append(made)
            self.bookmarks += [made] if made else []
        elif tag in (*HEADINGS, "title"):
            self._heard = []
        elif tag == "meta" and values.get("name") == "author":
            self.author = values.get("content") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS and self._open:
            self._open.pop()
        elif tag in (*HEADINGS, "title") and self._heard is not None:
            text = " ".join("".join(self._heard).replace("\u200b", "").split())
            self._heard = None
            block = self._open[-1] if self._open else None
            if tag == "title":
                self.title = text
            elif block and not block.title:
                block.title = text

    def handle_data(self, data: str) -> None:
        if self._heard is not None:
            self._heard.append(data)
