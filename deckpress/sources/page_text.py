"""The text of a page: what some of its blocks are as a section, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deckpress import markup
from deckpress.markup import Places
from deckpress.model import SECTIONS, Section, Span, row_and_column
from deckpress.sources.blocks import Block, first_row

_CANONICAL = {name.lower(): name for name in SECTIONS}


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as lines; rows and columns in it count from 0."""

    lines: Sequence[str]
    """In NFC, with control characters replaced."""
    places: Places

    def rows(self, first: int, after: int) -> str:
        """The text from one row up to another."""
        return "\n".join(self.lines[first:after])

    def place(
        self,
        row: int,
        text: str,
        offset: int,
    ) -> Span:
        """The place of an offset in a text that begins with a row."""
        below, column = row_and_column(text, offset)
        return self.places.at(row + below, column)

    def heading(self, block: Block) -> Section:
        """A heading as a section: its own text is the source."""
        row = first_row(block)
        inline = block[1]
        column = self.lines[row].find(inline.content)  # behind the `## `
        text, marks = markup.text_and_marks([inline], self.places)
        return Section(
            "Title",
            *self.places.at(row),
            source=inline.content,
            first_line=row + 1,
            first_column=max(column, 0) + 1,
            html=markup.html([inline]),
            text=text,
            marks=marks,
            stored=self._stored(row, row + 1),
        )

    def section(
        self,
        heading: Block,
        content: Sequence[Block],
    ) -> Section:
        """The blocks below a `###` heading; without a heading, those right below the question."""
        # A section without content stands where its content would begin.
        tokens = [token for block in content for token in block]
        first = first_row(content[0]) if content else first_row(heading) + 1
        ends = [token.map[1] for token in tokens if token.map]
        after = max(ends, default=first)
        text, marks = markup.text_and_marks(tokens, self.places)
        return Section(
            section_name(heading[1].content) if heading else "Answer",
            *self.places.at(first_row(heading) if heading else first),
            source=self.rows(first, after).rstrip(),
            first_line=first + 1,
            html=markup.html(tokens),
            text=text,
            marks=marks,
            stored=self._stored(first, after),
        )

    def _stored(
        self,
        first: int,
        after: int,
    ) -> tuple[str, ...]:
        """The lines as they are in the file, if that has other code points."""
        lines, stored = self.places.lines, self.places.stored
        if stored is lines:  # a page in ASCII
            return ()
        if stored[first:after] == lines[first:after]:
            return ()
        return tuple(stored[first:after])


def plain_line_ends(text: str) -> str:
    """The text as Markdown reads it: without the BOM and the line ends that an editor wrote."""
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def section_name(written: str) -> str:
    """The name of a section as a heading has it; in its canonical case, if it is known."""
    name = written.strip()
    return _CANONICAL.get(name.lower(), name)
