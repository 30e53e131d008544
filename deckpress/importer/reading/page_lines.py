"""A page's text made ready for the Markdown parser: HTML that is structure becomes Markdown or a
mark, code stays.

Pages hide answers in `<details>`, write headings as `<h2>` and put badges in `<p align="center">`.
To a Markdown parser all this is one opaque block that also swallows the lines below it. Each line
keeps the number it has in the file.
"""

from __future__ import annotations

import re
from dataclasses import replace

from deckpress.anki import html_to_markdown
from deckpress.anki.inline_html import LONGEST_LINE, inline
from deckpress.importer.reading import asides, fences, quotes, references
from deckpress.importer.reading.page_text import CLOSE, LINE, OPEN, SUMMARY, Text

LONGEST_SUMMARY = 40
"""Lines of a `<summary>`."""

# Signs that only this reader uses, control characters, and blanks without a width
_PRIVATE = re.compile("[\ue0d0-\ue0df\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2800\ufeff]")
# "<details open>", "</summary>"
_DETAILS = re.compile(r"<(/?)(details|summary)\b[^<>]*>", re.IGNORECASE)
# "- ", "3. "
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s")
# "<table class='x'>"
_BLOCK = re.compile(r"\s*<(table|ul|ol|pre|dl)\b", re.IGNORECASE)
_BLANKS = " " * 40
_WIDE = re.compile(r"(?<=\S)[ \t]{40,}")
"""Blanks inside of a line that mean nothing, and that patterns would go through again and again."""
# "##What"
_TIGHT_HEADING = re.compile(r"^(#{2,6})(?=[^\s#])")
# "<h2 align='center'>What?</h2>"
_HEADING = re.compile(r"\s*<h([1-6])\b[^<>]*>(.*?)</h\1>\s*$", re.IGNORECASE)
# "<br/>&nbsp;" at the end of a line
_BREAKS = re.compile(r"(?:\s|</?br\s*/?>|&nbsp;)+$", re.IGNORECASE)
# "</b></li>", and nothing else on the line
_LONE = re.compile(
    r"""
    (?:\s*</?(?:b|strong|i|em|u|br|hr|a|code|li|blockquote)\s*/?>)+\s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)


def clean(text: str) -> Text:
    """Lines of a page, with structural HTML turned into Markdown and marks."""
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    linked, unused = references.resolved([_PRIVATE.sub(" ", line) for line in source])
    shown, said = asides.blanked(linked)
    dropped = [(row + 1, "link without a use", source[row]) for row in unused]
    dropped += [(row + 1, reason, text) for row, reason, text in said]
    return replace(
        _Cleaner(quotes.opened(shown), len(source)).text(), dropped=tuple(sorted(dropped))
    )


def _summary(lines: list[str]) -> str:
    """The text of a `<summary>` in one line; the lines of a list in it are kept apart by LINE."""
    if not any(_ITEM.match(line) for line in lines[1:]):
        return " ".join(inline(" ".join(lines)).split())
    return LINE.join(inline(line).rstrip() for line in lines).strip(LINE + " ")


def _tidied(line: str) -> str:
    """A line without long runs of blanks, and with a blank behind the signs of a heading:
    `##What`."""
    if _BLANKS in line and not line.startswith(("    ", "\t")):
        line = _WIDE.sub(" ", line)
    return _TIGHT_HEADING.sub(r"\1 ", line) if line.startswith("##") else line


class _Cleaner:
    """The state that passes from line to line: an open fence or summary, and how deep `<details>`
    indents."""

    def __init__(self, source: list[str], last: int) -> None:
        self.source, self.last = source, last
        self.lines: list[str] = []
        self.numbers: list[int] = []
        self.breaks: set[int] = set()
        self.fence = ""
        self.summary: list[str] | None = None
        self.summary_row = 0
        self.indents: list[tuple[int, int]] = []

    def text(self) -> Text:
        row = blank = 0
        while row < len(self.source):
            line = self.source[row]
            blank = blank + 1 if not line.strip() else 0
            if blank == 3:
                self.breaks.add(len(self.lines))
            row = self._line(row, line)
        return Text(tuple(self.lines), tuple(self.numbers), frozenset(self.breaks))

    def _put(self, line: str, row: int) -> None:
        self.lines.append(line.rstrip() if line.endswith("   ") or not line.strip() else line)
        self.numbers.append(min(row + 1, self.last))

    def _line(self, row: int, line: str) -> int:
        """Take one line, or all lines of an HTML table or list; returns the next row."""
        line = self._dedented(line)
        if self.summary is None and self._in_fence(line):
            self._put(line, row)
            return row + 1
        line = _tidied(line)
        if self.summary is not None:
            self._tags(row, line)
            return row + 1
        if len(line) > LONGEST_LINE or not ("<" in line or "&" in line):
            self._put(line, row)
            return row + 1
        block = _BLOCK.match(line)
        end = html_to_markdown.end_of(block[1].lower(), self.source, row) if block else 0
        if end:
            self._block(row, end, line)
            return end
        self._tags(row, line)
        return row + 1

    def _in_fence(self, line: str) -> bool:
        before, self.fence = self.fence, fences.step(line, self.fence)
        return bool(before or self.fence)

    # --- details ---

    def _dedented(self, line: str) -> str:
        if not self.indents or not line[:1].isspace():
            return line
        keep, step = self.indents[-1]
        text = line.expandtabs(4)
        width = len(text) - len(text.lstrip())
        return text[min(step, max(0, width - keep)) :] if step else line

    def _tags(self, row: int, line: str) -> None:
        position, plain = 0, []
        for found in _DETAILS.finditer(line):
            if line.count("`", 0, found.start()) % 2:
                continue
            plain.append(line[position : found.start()])
            position = found.end()
            self._mark(row, plain, found[2].lower(), bool(found[1]), line)
        rest = [*plain, line[position:]]
        if self.summary is not None:
            self.summary.append("".join(rest))
            if not self._is_closed(row, position):
                self._end_summary()
        elif position:
            self._tail("".join(rest), row)
        else:
            self._put_inline(line, row)

    def _is_closed(self, row: int, position: int) -> bool:
        """Whether `</summary>` is the next such tag in the lines below; else the summary ends with
        its line."""
        near = "\n".join(
            [self.source[row][position:], *self.source[row + 1 : row + LONGEST_SUMMARY]]
        )
        found = _DETAILS.search(near)
        return bool(found and found[1] and found[2].lower() == "summary")

    def _end_summary(self) -> None:
        text = re.sub(r"^#+\s*", "", _summary(self.summary or []))
        self.summary = None
        self._alone(SUMMARY + text, self.summary_row)

    def _tail(self, rest: str, row: int) -> None:
        if rest.strip():
            self._put_inline(rest, row)

    def _mark(self, row: int, plain: list[str], tag: str, closing: bool, line: str) -> None:
        before, width = "".join(plain), len(line) - len(line.lstrip())
        plain.clear()
        if tag == "summary" and closing and self.summary is not None:
            self.summary.append(before)
            self._end_summary()
            return
        if self.summary is not None:
            self.summary.append(before)
        else:
            self._tail(before, row)
        if tag == "summary":
            self.summary, self.summary_row = (
                ([], row) if not closing else (self.summary, self.summary_row)
            )
            if self.indents and line.lstrip().lower().startswith("<summary"):
                keep = self.indents[-1][0]
                self.indents[-1] = (keep, max(0, width - keep))
        elif closing:
            self._close(row)
        else:
            self.indents.append((width, 0))
            self._alone(OPEN, row)

    def _close(self, row: int) -> None:
        if self.summary is not None:
            self._end_summary()
        self._alone(CLOSE, row)
        if self.indents:
            self.indents.pop()

    def _alone(self, mark: str, row: int) -> None:
        """A mark as a paragraph of its own, as deep as the `<details>` it belongs to."""
        indent = " " * (self.indents[-1][0] if self.indents else 0)
        for line in ("", indent + mark, ""):
            self._put(line, row)

    # --- everything else ---

    def _block(self, row: int, end: int, line: str) -> None:
        raw = "\n".join(self.source[row:end])
        indent = line[: len(line) - len(line.lstrip())]
        self._put("", row)
        for i, text in enumerate(html_to_markdown.to_markdown(raw).split("\n")):
            self._put(indent + text, min(row + i, end - 1))
        self._put("", end - 1)

    def _put_inline(self, line: str, row: int) -> None:
        if _LONE.match(line) or (not (bare := _BREAKS.sub("", line)).strip()):
            if "br" in line.lower() or "hr" in line.lower():
                self.breaks.add(len(self.lines))
            self._put("", row)
            return
        heading = _HEADING.match(bare)
        text = f"{'#' * int(heading[1])} {inline(heading[2]).strip()}" if heading else inline(bare)
        if heading:
            self._put("", row)
        self._put(text if text.strip() else "", row)
