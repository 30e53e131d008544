"""Reads an SVG picture with expat: what is not on the list is left out, what acts is a fault.

A file from which nothing has to be left out keeps its bytes, and with them its name in the
learners' collections.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from deckpress.svg import css
from deckpress.svg.attributes import attribute
from deckpress.svg.drawing_size import DrawingSize
from deckpress.svg.vocabulary import ACTING, ELEMENTS, HTML, SVG
from deckpress.svg.writer import Writer

LARGEST = 8_000_000
"""Bytes. A picture for a card has a thousandth of that; a plot of 100,000 points, 6 million."""
DEEPEST = 200
"""Elements inside each other; drawing programs nest some twenty groups."""
MOST_ELEMENTS = 100_000
"""In a file; a plot of 50,000 points has as many."""
MOST_DRAWN = 250_000
"""Elements, those that are drawn again by `<use>` or as a pattern counted again."""
LONGEST_CSS = 1_000_000
"""Characters of CSS; fonts that a picture brings along stand in it."""
MOST_FAULTS = 20
"""Faults after which a file is read no further."""

_ENCODINGS = ("", "utf-8", "utf8", "us-ascii", "ascii")


class SvgFault(NamedTuple):
    """What a picture would do besides being looked at."""

    line: int
    """The line of the file, from 1."""
    message: str


class Cleaned(NamedTuple):
    """A picture as it may be packed."""

    data: bytes
    """The file's own bytes if nothing had to be left out; of no use where there are faults."""
    faults: tuple[SvgFault, ...] = ()
    """In the order of the file."""


class _Stopped(Exception):
    """The rest of the file is not worth reading."""


@dataclass(slots=True)
class _Open:
    """An element that is open."""

    name: str = ""
    id: str = ""
    chosen: bool = False
    """Of a `<switch>`: whether a child is shown for sure, so that none behind it ever is."""
    html_line: int = 0
    """Of a `<switch>`: where it offers HTML, which is left out for what it offers next."""


def cleaned(data: bytes) -> Cleaned:
    """The picture without what does not show, and what it would do besides. Never raises."""
    fault = _unreadable(data)
    if fault:
        return Cleaned(data, (SvgFault(1, fault),))
    reader = _Reader()
    reader.read(data)
    if reader.faults:
        return Cleaned(data, tuple(reader.faults))
    if reader.dropped:
        return Cleaned(reader.writer.written())
    return Cleaned(_without(data, reader.comments))


def _without(data: bytes, comments: Iterable[int]) -> bytes:
    """The file's own bytes but for comments, so that a comment more is no other picture."""
    kept: list[bytes] = []
    end = 0
    for start in comments:
        kept.append(data[end:start])
        end = data.index(b"-->", start) + len(b"-->")
    kept.append(data[end:])
    return b"".join(kept)


def _unreadable(data: bytes) -> str:
    if data.startswith(b"\x1f\x8b"):
        return "the file is compressed; unpack it (gunzip)"
    if len(data) > LARGEST:
        return f"{len(data):,} bytes; the limit is {LARGEST:,}"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "the file is not UTF-8; save it as such"
    return ""


class _Reader:
    """Takes expat's events one by one."""

    def __init__(self) -> None:
        self.writer = Writer()
        self.faults: list[SvgFault] = []
        self.dropped = False
        """Whether anything but comments was left out."""
        self.comments: list[int] = []
        """Where each begins, in bytes."""
        self._open: list[_Open] = []
        self._skipped = 0
        """How many elements are open inside the one that is left out, it included."""
        self._elements = 0
        self._css: list[str] = []
        """The text of the `<style>` that is open, so far."""
        self._css_length = 0
        self._size = DrawingSize()
        self._parser = self._expat()

    def _expat(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("UTF-8", " ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.SkippedEntityHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        return parser

    def read(self, data: bytes) -> None:
        """Read a whole file."""
        try:
            self._parser.Parse(data, True)
            if self._size.drawn(MOST_DRAWN) > MOST_DRAWN:
                self._stop(f"more than {MOST_DRAWN:,} elements are drawn")
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            fault = SvgFault(error.lineno, f"no XML: {reason}")
            self.faults.append(fault)
        except _Stopped:
            pass

    def _fault(self, message: str, line: int = 0) -> None:
        line = line or self._parser.CurrentLineNumber
        self.faults.append(SvgFault(line, message))
        if len(self.faults) >= MOST_FAULTS:
            raise _Stopped

    def _stop(self, message: str) -> None:
        self._fault(message)
        raise _Stopped

    # --- around the picture ---

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if version != "1.0":  # expat reads all as 1.0
            self.dropped = True
        if (encoding or "").lower() not in _ENCODINGS:
            self._fault(f"the file says that it is {encoding}; save it as UTF-8")

    def _doctype(self, name: str, system: str | None, public: str | None, subset: int) -> None:
        self.dropped = True
        if subset:  # it could make ten characters a billion
            self._stop("a DOCTYPE with declarations of its own; delete them")

    def _entity(self, name: str, parameter: int) -> None:
        self._fault(f"&{name}; is not defined")

    def _comment(self, text: str) -> None:
        self.comments.append(self._parser.CurrentByteIndex)

    def _instruction(self, target: str, data: str) -> None:
        """It could name a style sheet, or XSLT."""
        self.dropped = True

    # --- elements ---

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        space, _, name = full.rpartition(" ")
        self._count()
        # What is inside something that is left out is neither judged nor written.
        if self._skipped or not self._shown(space, name, attributes):
            self._skipped += 1
            self.dropped = True
            return
        self._open.append(_Open(name, attributes.get("id", "")))
        self.writer.start(name, self._kept(name, attributes))
        ids = [around.id for around in self._open[1:] if around.id]
        self._size.element(["", *ids], attributes.values())

    def _count(self) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            self._stop(f"more than {MOST_ELEMENTS:,} elements")
        if len(self._open) + self._skipped >= DEEPEST:
            self._stop("nested too deeply")

    def _shown(self, space: str, name: str, attributes: Collection[str]) -> bool:
        """Whether an element is kept with what is in it."""
        around = self._open[-1] if self._open else _Open()
        if not around.name and (space, name) != (SVG, "svg"):
            self._stop(f'the picture begins with <{name}>, not with <svg xmlns="{SVG}">')
        # Browsers have no extensions, and show one child of a `<switch>`.
        if around.name == "style" or around.chosen or "requiredExtensions" in attributes:
            return False
        if space != SVG or name not in ELEMENTS:
            self._judge(space, name, around)
            return False
        around.chosen = around.name == "switch" and "systemLanguage" not in attributes
        return True

    def _judge(self, space: str, name: str, around: _Open) -> None:
        """What is left out does no harm, unless somebody counts on it."""
        if space == HTML or (space == SVG and name in ACTING):
            self._fault(f"<{name}> is more than a picture")
        elif space == SVG and name == "foreignObject" and around.name == "switch":
            around.html_line = self._parser.CurrentLineNumber
        elif space == SVG and name == "foreignObject":
            self._fault("<foreignObject> holds HTML; export texts as SVG, or as paths")

    def _end(self, full: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        element = self._open.pop()
        if element.html_line and not element.chosen:
            self._fault("<foreignObject> holds HTML, without an alternative", element.html_line)
        if element.name == "style":
            self._style()
        self.writer.end(element.name)

    def _text(self, text: str) -> None:
        if self._skipped:
            return
        if self._open[-1].name == "style":
            self._css.append(text)
        else:
            self.writer.text(text)

    # --- attributes and styles ---

    def _kept(self, element: str, attributes: dict[str, str]) -> list[tuple[str, str]]:
        kept: list[tuple[str, str]] = []
        for full, value in attributes.items():
            if full == "style" or "(" in value:
                self._count_css(value)
            made = attribute(element, full, value)
            for fault in made.faults:
                self._fault(fault)
            if made.dropped:
                self.dropped = True
            if made.name:
                kept.append((made.name, made.value))
        return kept

    def _style(self) -> None:
        """Write the text of a `<style>` that ends here."""
        text = "".join(self._css)
        self._css = []
        self._count_css(text)
        sheet = css.stylesheet(text)
        for fault in sheet.faults:
            self._fault(f"<style>: {fault}")
        if sheet.dropped:
            self.dropped = True
        self.writer.text(sheet.text)

    def _count_css(self, text: str) -> None:
        self._css_length += len(text)
        if self._css_length > LONGEST_CSS:
            self._stop(f"more than {LONGEST_CSS:,} characters of CSS")
