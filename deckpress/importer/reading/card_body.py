"""What stands below a question, cut into its parts: more of the question, the answer, an analogy, sources …"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deckpress.importer.reading import question_labels, wording
from deckpress.importer.reading.indents import unindented
from deckpress.importer.reading.noise import is_closing, is_preamble, reasons
from deckpress.importer.reading.page import Head, Page
from deckpress.importer.reading.page_blocks import Block, blocks
from deckpress.importer.reading.page_text import CLOSE, OPEN, SUMMARY

_MARKS = re.compile(f"[{OPEN}{SUMMARY}{CLOSE}]")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$")
_NUMBERED = re.compile(r"\W*(?:solution|lösung|решение)\s*\d", re.IGNORECASE)
"""One of several ways to answer: content."""

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
    unwanted = [row for i in reasons(parsed) for row in range(parsed[i].start, parsed[i].end)]
    cuts = tuple(
        _cuts(lines, parsed, head.letter)
    )  # takes the emphasis off lines that are bold as a whole
    return Body(tuple(lines), tuple(numbers), parsed, tuple(sorted(unwanted)), cuts)


def _shown(line: str) -> str:
    """A line of an answer: the summary of details inside an answer is shown, bold; the details are not."""
    if SUMMARY in line:
        text = _MARKS.sub("", line).strip()
        return "" if wording.generic_summary(text) or not text else f"**{text.strip('*')}**"
    return _MARKS.sub("", line).rstrip() if _MARKS.search(line) else line


def _trimmed(lines: list[str]) -> str:
    while lines and (not lines[-1].strip() or _RULE.match(lines[-1])):
        lines.pop()
    while lines and (not lines[0].strip() or _RULE.match(lines[0])):
        lines.pop(0)
    kept: list[str] = []
    code = False
    for line in lines:
        code ^= line.lstrip().startswith(("```", "~~~"))
        if line.strip() or code or (kept and kept[-1].strip()):
            kept.append(line)
    width = min((len(line) - len(line.lstrip()) for line in kept[:1] if line.strip()), default=0)
    return (
        "\n".join([line[width:] if not line[:width].strip() else line for line in kept]).rstrip()
        if width < 4
        else "\n".join(kept)
    )


# --- where parts begin ------------------------------------------------------------------------------------------


def _cuts(lines: Sequence[str], parsed: Sequence[Block], letter: str) -> Iterator[Cut]:
    for index, block in enumerate(parsed):
        if block.kind == "heading":
            yield from _cut(lines, block, block.start, index, letter)
        elif block.kind == "paragraph" and (not block.depth or (block.depth == 1 and block.first)):
            for row in range(block.start, block.end):
                yield from _cut(lines, block, row, index, letter)
        elif block.kind == "summary" and wording.generic_summary(block.text):
            part = "hint" if _HIDES_HINT.search(block.text) else "answer"
            yield Cut(part, block.start + 1, 0, True, index=index)


def _cut(lines: Sequence[str], block: Block, row: int, index: int, letter: str) -> Iterator[Cut]:
    line = lines[row].expandtabs(4)
    lead = block.width if block.first and row == block.start else len(line) - len(line.lstrip())
    if block.kind == "heading":
        lead += len(line[lead:]) - len(line[lead:].lstrip("#").lstrip())
    text = line[lead:]
    if block.kind == "paragraph" and question_labels.is_source_link(text):
        yield Cut("sources", row, lead, False, block.width if block.depth else 0, index)
        return
    answer = question_labels.answer_label(text, letter)
    part = None if answer else question_labels.part_label(text)
    found = answer or (part[1] if part else None)
    if found is None or (
        answer and (_is_option(lines, row, text, found) or _NUMBERED.match(found[0]))
    ):
        return
    name = part[0] if part else ("key" if question_labels.is_key(found["name"]) else "answer")
    skip = question_labels.behind(found)
    if found["open"] and text[skip:].count(found["open"]) % 2:
        closes = text.rstrip().endswith(found["open"])
        text = (
            text.rstrip()[: -len(found["open"])]
            if closes
            else f"{text[:skip]}{found['open']}{text[skip:]}"
        )
        lines[row] = text  # type: ignore[index]
        lead = 0
    bare = not text[skip:].strip()
    yield Cut(name, row, lead + skip, bare, block.width if block.depth else 0, index, found["name"])


def _is_option(lines: Sequence[str], row: int, text: str, found: re.Match[str]) -> bool:
    """Whether an `A:` is the first of `A:`, `B:`, `C:`."""
    if found["name"].lower() != "a":
        return False
    below = [line.strip().lstrip("-*+ ") for line in lines[row + 1 : row + 12] if line.strip()]
    return any(re.match(r"[*_(]*[Bb][*_]*[.:)]", line) for line in below[:6])


# --- remarks at the end -----------------------------------------------------------------------------------------


def remarks(parsed: Sequence[Block], breaks: Sequence[int], last: bool) -> int | None:
    """The row at which an answer ends because the page speaks about itself from there on; None if it does not.

    `breaks` are rows after three and more blank lines; `last` says that the question is the last of its run.
    """
    gaps = {row + i for row in breaks for i in range(1, 5)}
    for block in parsed:
        if block.kind not in ("paragraph", "quote", "heading") or block.depth or not block.start:
            continue
        if block.kind == "heading" and "](" not in block.text:
            continue
        after_gap = block.start in gaps
        if is_preamble(block.text) and (after_gap or last):
            return block.start
        if last and is_closing(block.text):
            return block.start
    return None
