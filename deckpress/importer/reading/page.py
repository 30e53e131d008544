"""A page as the dialects see it: its blocks, and the questions that they find in it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from deckpress.importer.reading import levels, noise, question_labels, wording
from deckpress.importer.reading.page_blocks import Block
from deckpress.importer.reading.page_text import Text

NO_HEADING = 7
"""The rank of a question that is no heading: below all six levels."""


@dataclass(frozen=True, slots=True)
class Head:
    """A question as it stands on a page; what follows it, up to the next one, is its body."""

    index: int
    """Of its block."""
    row: int
    end: int
    """The row behind the question's own text."""
    text: str
    """Markdown, without number, label and level mark."""
    form: str
    """What all questions written in the same way share."""
    dialect: str = ""
    rank: int = NO_HEADING
    """The level of a heading."""
    scope: int = 0
    """The row behind which nothing belongs to it."""
    width: int = 0
    """Columns to take off each line of its body."""
    rest: str = ""
    """What stands behind the question in its own paragraph."""
    rest_row: int = 0
    numbered: bool = False
    letter: str = ""
    """Of a label that is one letter: `q`."""
    level: str = ""
    sources: str = ""
    answered: bool = False
    """Whether its form always says where the answer is, as a table does."""
    kind: str = "basic"


@dataclass(frozen=True, slots=True)
class Page:
    """A page, parsed."""

    path: str
    text: Text
    blocks: tuple[Block, ...]
    reasons: dict[int, str] = field(default_factory=dict)
    """Block index to the reason why it is nobody's content, wherever it stands."""
    closes: tuple[int, ...] = ()
    """For each block, the row at which the `<details>` around it ends."""
    legend: dict[str, str] = field(default_factory=dict)
    """The page's own legend: mark to level."""
    gaps: tuple[int, ...] = ()
    """The author's own separators, as rows in their order."""
    keys: frozenset[int] = frozenset()
    """The blocks that hold the answers to questions above them."""

    def following(self, index: int) -> Block | None:
        """The next block that is not noise."""
        rest = range(index + 1, len(self.blocks))
        return next((self.blocks[i] for i in rest if i not in self.reasons), None)

    def lines(self, start: int, end: int) -> tuple[str, ...]:
        """The lines of some rows."""
        return self.text.lines[start:end]


def page(path: str, text: Text, blocks: tuple[Block, ...]) -> Page:
    """A page with its noise and the reach of its details known."""
    closes, gaps = _closes(blocks, len(text.lines)), tuple(sorted(text.breaks))
    return Page(path, text, blocks, noise.reasons(blocks), closes, levels.legend(blocks), gaps)


def _closes(blocks: Sequence[Block], last: int) -> tuple[int, ...]:
    ends: list[int] = []
    inner = [last]
    for block in reversed(blocks):
        if block.kind == "close":
            inner.append(block.start)
        elif block.kind == "open" and len(inner) > 1:
            inner.pop()
        ends.append(inner[-1])
    return tuple(reversed(ends))


# "#flashcards", "#Q"
_MARKED = re.compile(r"(?:^|\s)#(?:flash)?cards?\b|^#Q$", re.IGNORECASE | re.MULTILINE)
# "# Key terms of networking"
_GLOSSARY = re.compile(
    r"""
    \b(?:glossary|flash\ ?cards?|definitions|terminology|vocabulary|key\ terms)\b
    |глоссарий
    |glossar
    |glossaire
    |术语
    """,
    re.IGNORECASE | re.VERBOSE,
)


def tagged(page: Page) -> bool:
    """Whether a note program's tag says that the page is made of cards."""
    return any(_MARKED.search(block.text[:200]) for block in page.blocks[:40])


def is_glossary(page: Page) -> bool:
    """Whether the page's title says that it explains terms."""
    first = next((block for block in page.blocks if block.kind == "heading"), None)
    return first is not None and first.level == 1 and bool(_GLOSSARY.search(first.text))


PARTING = re.compile(r"^\s*(?:\?{1,2}|%)\s*$")
"""The line by which notes programs part a question from its answer."""


def is_parted(page: Page, index: int) -> bool:
    """Whether a block is a paragraph in which a line with nothing but `?` parts a question from its
    answer."""
    block = page.blocks[index] if index < len(page.blocks) else None
    lines = block.text.split("\n") if block and block.kind == "paragraph" else []
    return any(PARTING.match(line) for line in lines[1:])


# --- what a question looks like -------------------------------------------------------------------

# "- [ ] this", "A) this", "**a.** this"
_OPTION = re.compile(
    r"""
    ^\s*(?:[-*+]\s+)?(?:\[[ xX]\]\s|[*_(]{0,3}[Aa][.):*]{1,3}\s*\S)
    """,
    re.VERBOSE,
)


def labelled(head: Head, found: re.Match[str]) -> Head:
    """A head whose text began with a question's label."""
    name = found["name"].lower()
    groups = found.groupdict()
    note = levels.without_level(groups["note"].strip(), {}) if groups.get("note") else ("", "")
    return replace(
        head,
        letter=name if len(name) == 1 else "",
        numbered=head.numbered or bool(groups.get("number")),
        level=head.level or note[1],
    )


def counting(numbers: Sequence[int]) -> bool:
    """Whether most of some numbers are one more than the number before, or begin again at one."""
    steps = sum(1 for before, number in itertools.pairwise(numbers) if number in (before + 1, 1))
    return len(numbers) > 1 and steps * 10 >= (len(numbers) - 1) * 7


def backed(page: Page, head: Head) -> bool:
    """Whether something that only questions have stands right below: folded text, an answer's label
    or options."""
    following = page.following(head.index)
    if following is None:
        return False
    line = following.text.split("\n")[0]
    own = page.text.lines[head.end] if head.end < len(page.text.lines) else ""
    return following.kind == "open" or bool(
        question_labels.answer_label(line)
        or question_labels.answer_label(own.strip() or "-")
        or _OPTION.match(line)
        or _OPTION.match(own)
    )


def likely(head: Head) -> bool:
    """Whether a head reads like a question."""
    return wording.like_question(head.text)
