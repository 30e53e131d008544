"""A page as the dialects see it: its blocks, and the questions that they find in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from deckpress.sources.foreign import levels, noise, words
from deckpress.sources.foreign.blocks import Block
from deckpress.sources.foreign.lines import Text

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

    def following(self, index: int) -> Block | None:
        """The next block that is not noise."""
        rest = range(index + 1, len(self.blocks))
        return next((self.blocks[i] for i in rest if i not in self.reasons), None)

    def lines(self, start: int, end: int) -> tuple[str, ...]:
        """The lines of some rows."""
        return self.text.lines[start:end]


def page(path: str, text: Text, blocks: tuple[Block, ...]) -> Page:
    """A page with its noise and the reach of its details known."""
    return Page(path, text, blocks, noise.reasons(blocks), _closes(blocks, len(text.lines)), levels.legend(blocks))


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


LONGEST = 3_000
"""Characters; a longer question is taken as it stands."""

# --- the text of a question -------------------------------------------------------------------------------------

_NUMBER = re.compile(
    r"(?:[(\[]?#?\d{1,4}(?:\.\d{1,3})*\s*(?:[.)\]:、．。]|\s[-–—])+\s*(?![\d])|#\d{1,4}\s+|(?:\d️?⃣)+\s*|\d{1,4}\s+(?=[A-Z¿]))"
)
_SIGNS = re.compile(r"^(?:[❓❔🔹🔸👉📌✅💡🔷🔶▶➡✔❗📝🤔💬🟣🔵⚡❯»•]️?\s*)+")
_WRAPPED = re.compile(r"(\*\*\*|\*\*|__|\*|_|~~)(?=\S)(.+?)(?<=\S)\1$", re.DOTALL)
_LINKED = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])+)\]\(([^()\s]*(?:\([^()]*\))?[^()\s]*)\)$")
SELF_LINK = re.compile(
    r"\s*\[[^\[\]\w]*\]\(#[^)]*\)\s*|\s*\[\[?(?:[↑⬆↥^]|top|toc|back)[^\]]*\]\(#[^)]*\)\]?\s*|\s*\{#[^}]*\}\s*$",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\s*[\[(]\s*(\[[^\]]+\]\(https?://[^)\s]+\))\s*[\])]\s*$")


def titled(text: str, page: Page) -> dict[str, object]:
    """The fields of a Head that its text gives: `text`, `numbered`, `level`, `sources`."""
    text = re.sub(r"\s*\n\s*", " ", text).strip()
    if len(text) > LONGEST:
        return {"text": text, "numbered": False, "level": "", "sources": ""}
    text = SELF_LINK.sub(" ", text).strip().rstrip("#").strip()
    text = _SIGNS.sub("", text) or text
    level, numbered, sources = "", False, []
    for _ in range(4):
        before = text
        text, found_level = levels.without_level(text, page.legend)
        level = level or found_level
        text, source = _unlinked(text)
        sources += [source] if source else []
        number = _NUMBER.match(text)
        if number and number.end() < len(text):
            numbered, text = True, text[number.end() :]
        text = _unwrapped(text.strip()).strip()
        if text == before:
            break
    return {"text": text, "numbered": numbered, "level": level, "sources": "\n".join(sources)}


def _unlinked(text: str) -> tuple[str, str]:
    cited = _SOURCE.search(text)
    if cited:
        return text[: cited.start()], f"- {cited[1]}"
    linked = _LINKED.match(text)
    if not linked:
        return text, ""
    return linked[1], f"- [{linked[1]}]({linked[2]})" if linked[2].startswith("http") else ""


def _unwrapped(text: str) -> str:
    found = _WRAPPED.match(text)
    if found and found[1] not in found[2]:
        return found[2]
    trailing = re.search(r"(?<=[^\s*_\\])(\*{1,3}|_{2,3})$", text)
    if trailing and trailing[1] not in text[: trailing.start()]:
        text = text[: trailing.start()]
    return text.replace("**", "") if text.count("**") == 1 else text


def labelled(head: Head, found: re.Match[str]) -> Head:
    """A head whose text began with a question's label."""
    name = found["name"].lower()
    return replace(
        head, letter=name if len(name) == 1 else "", numbered=head.numbered or bool(found.groupdict().get("number"))
    )


def likely(head: Head) -> bool:
    """Whether a head reads like a question."""
    return words.like_question(head.text)
