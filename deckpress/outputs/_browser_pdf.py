"""HTML -> PDF: a browser prints the page twice, pypdf adds what browsers leave out.

Chromium 156 knows on which page everything comes to stand, but prints no `target-counter()`, and
makes bookmarks with doubled titles. So the first print tells where everything is; the second has
the numbers in its contents, and gets bookmarks made from the page's own sections and headings. Tags
and language are Chromium's.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from pypdf import PdfReader, PdfWriter
from pypdf.generic import Fit, IndirectObject

from deckpress.system import browser, files

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

BLOCKS = ("section", "article", "nav")
"""Elements that become bookmarks if they have an id and a heading."""

CONTENTS = "nav.contents a[href^='#']"
"""The lines of the contents, as a CSS selector."""

# How Chromium numbers the heads of tables, for cells to name them: `/ID (node00000055)`.
_NODE = re.compile(rb"\(node(\d{8})\)")


class Bookmark(NamedTuple):
    """A place in a page, as its HTML names it."""

    id: str
    level: int
    """0 is outermost."""
    title: str


class Place(NamedTuple):
    """Where something stands in a PDF."""

    page: int
    """From 0."""
    top: float
    """Points above the bottom of the page."""


def make(
    program: Path,
    html: Path,
    pdf: Path,
    paper: str,
    when: int,
) -> Path:
    """Print a page on `paper` (a CSS page size) to `pdf`, dated `when` (epoch seconds).

    Raises browser.BrowserError if the browser prints nothing, OSError if a file cannot be written.
    """
    page = BeautifulSoup(html.read_text(encoding="utf-8"), "html.parser")
    _add(page, "head", "style", f"@page {{ size: {paper} }}")
    bookmarks = [*read_bookmarks(page)]
    links = _add_links(page, bookmarks)
    places = _places(_printed(program, page))
    links.extract()  # they have told where everything is
    _number_contents(page, places)
    writer = PdfWriter(clone_from=_printed(program, page))
    _add_bookmarks(writer, bookmarks, places)
    _describe(writer, page, when)
    buffer = io.BytesIO()
    writer.write(buffer)
    return files.write(pdf, buffer.getvalue(), pdf.parent)


# --- the page ---------------------------------------------------------------------------------


def read_bookmarks(page: BeautifulSoup) -> Iterator[Bookmark]:
    """Each block that has an id and a heading of its own, in the order of the page."""
    outer: list[Tag] = []  # the blocks that the last bookmark stands in, and its own
    for block in page.find_all(BLOCKS, id=True):
        title = _title(block)
        if not title:
            continue
        while outer and not _stands_in(block, outer[-1]):
            outer.pop()
        yield Bookmark(str(block["id"]), len(outer), title)
        outer.append(block)


def _title(block: Tag) -> str:
    """The first heading of a block that does not stand in another block inside it."""
    for heading in block.find_all(HEADINGS):
        if heading.find_parent(BLOCKS) is block and (title := _text(heading)):
            return title
    return ""


def _stands_in(block: Tag, outer: Tag) -> bool:
    return any(parent is outer for parent in block.parents)


def _text(element: Tag) -> str:
    """What it says, in one line."""
    text = element.get_text()
    text = text.replace("\u200b", "")  # where a line may break, as in long names of code
    return " ".join(text.split())


def _add_links(
    page: BeautifulSoup,
    bookmarks: Iterable[Bookmark],
) -> Tag:
    """A link to every bookmark on a last page: Chromium tells only where links lead."""
    links = _add(page, "body", "div", "")
    links["style"] = "break-before: page"
    for bookmark in bookmarks:
        link = page.new_tag("a", href=f"#{bookmark.id}", string="-")
        links.extend((link, " "))
    return links


def _add(
    page: BeautifulSoup,
    parent: str,
    name: str,
    text: str,
) -> Tag:
    """A new element at the end of the page's head or body."""
    element = page.new_tag(name, string=text)
    # A deck's own template may do without the tags that HTML does not ask for.
    (page.find(parent) or page).append(element)
    return element


def _number_contents(
    page: BeautifulSoup,
    places: Mapping[str, Place],
) -> None:
    """Give each line of the contents the number of its page, which the style sheet prints."""
    for link in page.select(CONTENTS):
        target = str(link["href"]).removeprefix("#")
        place = places.get(target)
        if place:
            link["data-page"] = str(place.page + 1)


# --- the PDF ----------------------------------------------------------------------------------


def _printed(program: Path, page: BeautifulSoup) -> io.BytesIO:
    """The page as the browser prints it, the same each time."""
    with tempfile.TemporaryDirectory() as folder:
        html = Path(folder, "page.html")
        pdf = Path(folder, "page.pdf")
        html.write_text(str(page), encoding="utf-8")
        browser.print_page(program, html, pdf)
        return io.BytesIO(renumbered(pdf.read_bytes()))


def renumbered(pdf: bytes) -> bytes:
    """A PDF whose heads of tables are numbered from 1.

    Chromium numbers them by the nodes that it has made until then, of which there is now and then
    one more before the page. All numbers have eight digits, so nothing of the file moves.
    """
    nodes = set(_NODE.findall(pdf))
    new_names = {}
    for number, node in enumerate(sorted(nodes), 1):
        new_names[node] = b"(node%08d)" % number
    return _NODE.sub(lambda old: new_names[old[1]], pdf)


def _places(pdf: io.BytesIO) -> dict[str, Place]:
    """Where each id stands that a link leads to."""
    reader = PdfReader(pdf)
    places = {}
    for name, target in reader.named_destinations.items():
        page = reader.get_destination_page_number(target) or 0
        top = float(target.top or 0)
        # pypdf has the name as it stands in the PDF: `/q12`.
        places[name.removeprefix("/")] = Place(page, top)
    return places


def _add_bookmarks(
    writer: PdfWriter,
    bookmarks: Iterable[Bookmark],
    places: Mapping[str, Place],
) -> None:
    """Bookmarks within each other, in place of Chromium's own."""
    writer.root_object.pop("/Outlines", None)
    writer.page_mode = "/UseOutlines"
    outer: list[IndirectObject] = []  # the last bookmark of each level above the next one
    for bookmark in bookmarks:
        place = places.get(bookmark.id)
        if not place:
            continue
        del outer[bookmark.level :]
        item = writer.add_outline_item(
            title=bookmark.title,
            page_number=place.page,
            parent=outer[-1] if outer else None,
            fit=Fit.xyz(top=place.top),
            is_open=bookmark.level == 0,
        )
        outer.append(item)


def _describe(
    writer: PdfWriter,
    page: BeautifulSoup,
    when: int,
) -> None:
    """Write title and author into the PDF, and one date in place of today's."""
    author = page.find("meta", attrs={"name": "author"})
    date = f"{datetime.fromtimestamp(when, UTC):D:%Y%m%d%H%M%SZ}"  # `D:20231114221320Z`
    metadata = {
        "/Title": _text(page.title) if page.title else "",
        "/Author": str(author["content"]) if author else "",
        "/CreationDate": date,
        "/ModDate": date,
    }
    writer.metadata = {name: value for name, value in metadata.items() if value}
    # The window of a reader is called like the deck, and not like the file.
    preferences = writer.create_viewer_preferences()
    preferences.display_doctitle = True  # type: ignore[assignment]  # pypdf types its properties so
