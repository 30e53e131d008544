"""What stands below a question, cut into its parts: more of the question, the answer, an analogy,
sources …"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from deckpress.importer.reading import question_labels, wording
from deckpress.importer.reading.indents import unindented
from deckpress.importer.reading.noise import is_closing, is_preamble, reasons
from deckpress.importer.reading.page import Head, Page
from deckpress.importer.reading.page_blocks import Block, blocks
from deckpress.importer.reading.page_text import CLOSE, OPEN, SUMMARY

_MARKS = re.compile(f"[{OPEN}{SUMMARY}{CLOSE}]")
# "---", "* * *"
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$")
# "Solution 2:"
_NUMBERED = re.compile(r"\W*(?:solution|lösung|решение)\s*\d", re.IGNORECASE)
"""One of several ways to answer: content."""

# "Show hint"
_HIDES_HINT = re.compile(r"\b(?:hint|clue|pista|hinweis|подсказка)|提示", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cut:
    """A place at which another part begins."""

    part: str
    """`answer`, `key`, or a part that has labels."""
    row: int
    skip: int
    """Characters of that row before the part's own text."""
    bare: bool
    """Whether the label stands alone, so that all that follows belongs to it."""
    width: int = 0
    index: int = 0
    name: str = ""
    """The label's own word."""


@dataclass(frozen=True, slots=True)
class Body:
    """The lines below a question, with the question's own indentation taken off."""

    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    blocks: tuple[Block, ...]
    noise: tuple[int, ...]
    """Rows that are nobody's content."""
    cuts: tuple[Cut, ...] = ()

    def text(self, start: int, end: int, skip: int = 0, width: int = 0) -> str:
        """The Markdown of some rows, without noise, marks of details and outer blank lines."""
        rows = [row for row in range(start, min(end, len(self.lines))) if row not in self.noise]
        out = unindented([self.lines[row] for row in rows], width)
        if skip and rows and rows[0] == start:
            out[0] = self.lines[start][skip:]
        return _trimmed([_shown(line) for line in out])


def body(page: Page, head: Head, end: int) -> Body:
    """The body of a question whose region ends at row `end`."""
    lines = head.rest.split("\n") if head.rest and not head.answered else []
    numbers = [page.text.number(head.rest_row)] * len(lines)
    below = unindented(page.lines(head.end, end), head.width)
    extra = min((len(line) - len(line.lstrip()) for line in below if line.strip()), default=0)
    lines += [line[extra:] if extra else line for line in below]
    numbers += [page.text.number(row) for row in range(head.end, end)]
    return of_lines(head, lines, numbers)


def of_lines(head: Head, lines: list[str], numbers: Sequence[int]) -> Body:
    """The body of a question that is made of some lines, each with its number in the file."""
    parsed = blocks(lines) if any(line.strip() for line in lines) else ()
    unwanted = [parsed[i] for i in reasons(parsed)]
    rows = chain.from_iterable(range(block.start, block.end) for block in unwanted)
    cuts, plain = [], dict[int, str]()
    for place in _places(parsed):
        label = _label(lines, parsed[place.block], place, head.letter)
        if label:
            cuts.append(label.cut)
            plain |= {} if label.line is None else {place.row: label.line}
    shown = [plain.get(row, line) for row, line in enumerate(lines)]
    return Body(tuple(shown), tuple(numbers), parsed, tuple(sorted(rows)), tuple(cuts))


def _shown(line: str) -> str:
    """A line of an answer: the summary of details inside an answer is shown, bold; the details are
    not."""
    if SUMMARY in line:
        text = _MARKS.sub("", line).strip()
        return "" if wording.generic_summary(text) or not text else f"**{text.strip('*')}**"
    return _MARKS.sub("", line).rstrip() if _MARKS.search(line) else line


def _trimmed(lines: list[str]) -> str:
    """Some lines without outer blank ones and rules, one blank line for several, and without a
    common margin."""
    inner = [row for row, line in enumerate(lines) if line.strip() and not _RULE.match(line)]
    if not inner:
        return ""
    kept: list[str] = []
    code = False
    for line in lines[inner[0] : inner[-1] + 1]:
        code ^= line.lstrip().startswith(("```", "~~~"))
        doubled = not line.strip() and not kept[-1].strip()
        if code or not doubled:
            kept.append(line)
    margin = len(kept[0]) - len(kept[0].lstrip())
    if margin > 3:  # indented code
        return "\n".join(kept)
    return "\n".join([_outdented(line, margin) for line in kept]).rstrip()


def _outdented(line: str, margin: int) -> str:
    return line if line[:margin].strip() else line[margin:]


# --- where parts begin ----------------------------------------------------------------------------


class _Place(NamedTuple):
    """A line that can begin with a label."""

    row: int
    block: int
    """Its index."""


class _Label(NamedTuple):
    """A label, and what its line says without the emphasis that ran through both."""

    cut: Cut
    line: str | None = None


def _places(parsed: Sequence[Block]) -> Iterator[_Place]:
    """Headings, the lines of paragraphs at the top and of the first in a list item, and
    summaries."""
    for index, block in enumerate(parsed):
        if block.kind in ("heading", "summary"):
            yield _Place(block.start, index)
        elif block.kind == "paragraph" and (not block.depth or (block.depth == 1 and block.first)):
            for row in range(block.start, block.end):
                yield _Place(row, index)


def _label(lines: Sequence[str], block: Block, place: _Place, letter: str) -> _Label | None:
    """The label of a part at a place."""
    if block.kind == "summary":
        return _fold(block, place)
    line = lines[place.row].expandtabs(4)
    lead = _lead(block, place.row, line)
    text = line[lead:]
    width = block.width if block.depth else 0
    if block.kind == "paragraph" and question_labels.is_source_link(text):
        return _Label(Cut("sources", place.row, lead, False, width, place.block))
    part, label = _part(lines, place.row, text, letter)
    if not label:
        return None
    skip = question_labels.behind(label)
    plain = _plain(text, skip, label["open"])
    if plain is not None:
        text, lead = plain, 0
    bare = not text[skip:].strip()
    cut = Cut(part, place.row, lead + skip, bare, width, place.block, label["name"])
    return _Label(cut, plain)


def _part(
    lines: Sequence[str], row: int, text: str, letter: str
) -> tuple[str, re.Match[str] | None]:
    """The part that a line begins, and the label that says so."""
    label = question_labels.answer_label(text, letter)
    if not label:
        return question_labels.part_label(text) or ("", None)
    if _is_option(lines, row, text, label) or _NUMBERED.match(label[0]):
        return "", None
    return "key" if question_labels.is_key(label["name"]) else "answer", label


def _fold(block: Block, place: _Place) -> _Label | None:
    """`<summary>Show answer</summary>` begins an answer, `<summary>Hint</summary>` a hint."""
    if not wording.generic_summary(block.text):
        return None
    part = "hint" if _HIDES_HINT.search(block.text) else "answer"
    return _Label(Cut(part, block.start + 1, 0, True, index=place.block))


def _lead(block: Block, row: int, line: str) -> int:
    """The columns before the text of a line: its list marker, its blanks, its `##`."""
    lead = block.width if block.first and row == block.start else len(line) - len(line.lstrip())
    if block.kind == "heading":
        lead += len(line[lead:]) - len(line[lead:].lstrip("#").lstrip())
    return lead


def _plain(text: str, skip: int, sign: str) -> str | None:
    """A line whose emphasis begins before its label and ends behind it; None if there is no such.

    `**Answer: this**` -> `**Answer: this`, `**Answer: this** and that` -> `**Answer: **this** and
    that`.
    """
    if not sign or not text[skip:].count(sign) % 2:
        return None
    if text.rstrip().endswith(sign):
        return text.rstrip()[: -len(sign)]
    return f"{text[:skip]}{sign}{text[skip:]}"


def _is_option(lines: Sequence[str], row: int, text: str, label: re.Match[str]) -> bool:
    """Whether an `A:` is the first of `A:`, `B:`, `C:`."""
    if label["name"].lower() != "a":
        return False
    below = [line.strip().lstrip("-*+ ") for line in lines[row + 1 : row + 12] if line.strip()]
    return any(re.match(r"[*_(]*[Bb][*_]*[.:)]", line) for line in below[:6])


# --- remarks at the end ---------------------------------------------------------------------------


def remarks(parsed: Sequence[Block], breaks: Sequence[int], last: bool) -> int | None:
    """The row at which an answer ends because the page speaks about itself from there on; None if
    it does not.

    `breaks` are rows after three and more blank lines; `last` says that the question is the last of
    its run.
    """
    gaps = {row + i for row in breaks for i in range(1, 5)}
    for block in parsed:
        if not _can_remark(block):
            continue
        if is_preamble(block.text) and (last or block.start in gaps):
            return block.start
        if last and is_closing(block.text):
            return block.start
    return None


def _can_remark(block: Block) -> bool:
    """Whether a block can speak about the page: at the top, below the question; a heading only with
    a link in it."""
    if block.depth or not block.start:
        return False
    if block.kind == "heading":
        return "](" in block.text
    return block.kind in ("paragraph", "quote")
