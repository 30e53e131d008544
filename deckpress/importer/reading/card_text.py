"""A found card -> the text of a card in the deck's own syntax."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import count

from deckpress.deck import identity
from deckpress.importer.harvest import Found
from deckpress.importer.reading.page_blocks import blocks
from deckpress.markup import parse
from deckpress.model import KINDS, Card
from deckpress.sources.blocks import is_closed

SAFE_TAGS = ("b", "br", "i", "kbd", "mark", "s", "small", "sub", "sup", "u", "wbr")
"""HTML that a card may hold; any other tag is shown as text."""

LONGEST_TITLE = 200
"""Characters of a heading; a longer question stands under `### Question`."""

Target = Callable[[str, str, bool], str]
"""`(text, target, is an image) -> Markdown`: what becomes of a link or an image."""

# A fence with its lines, or "`code`"
_CODE = re.compile(
    r"""
    (^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\2[`~]*[ \t]*$|\Z)|`[^`\n]+`)
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_HIDDEN = "\ue0d8\ue0d9"
"""Around the number of a piece of code, while links are looked for in the text with it."""
_HIDDEN_SIGN = re.compile(f"[{_HIDDEN}]")
_HIDDEN_CODE = re.compile(f"{_HIDDEN[0]}(\\d+){_HIDDEN[1]}")
# "![alt](<a b.png> "title")", "[text](target_(1))"
_LINK = re.compile(
    r"""
    (?<!\\)(!?)\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){0,500})(?<!\\)\]\(\s?<?([^()\s>]{0,2000}(?:\(
    [^()\s]{0,200}\)[^()\s>]{0,200}){0,5})>?(?:\s+[\"'][^\"'\n]{0,300}[\"'])?\s?\)
    """,
    re.VERBOSE,
)
# A fence of one line, which fits into backticks
_ONE_LINE = re.compile(r"```[^\n`]*\n([^\n`]+)\n```")
# "$x$", "$$x$$", "$5 and $6", "$HOME": all that Markdown with maths may read as a formula
_DOLLARS = re.compile(
    r"""
    \\\$
    |\$\$.+?\$\$
    |\$(?=[^\s$])[^$\n]{0,1000}?(?<=[^\s$])\$(?!\d)
    |(?<![\w$/=&?])\$(?=[A-Za-z{])
    """,
    re.DOTALL | re.VERBOSE,
)
# "<br>", "</details>", and a lone "<a"
_TAG = re.compile(
    r"""
    (?<!\\)<(/?[A-Za-z][\w-]*)([^<>\n]*)>
    |(?<!\\)<(?=[!?/A-Za-z])
    """,
    re.VERBOSE,
)
# Blanks at the end of a line
_BLANKS = re.compile(r"[ \t]+\n")
# "## ", which would begin a card
_HEADING = re.compile(r"^(\s{0,3})(#{1,3})(?=\s|$)")
_MARKER = re.compile(r"[^>\s]")
"""What makes a line the first of a list's item: the lines below begin with blanks instead."""
# What would end a value in a comment of settings
_SETTING = re.compile(r"[;\n]|--")


def sections(card: Found, target: Target) -> list[tuple[str, str]]:
    """`(name, Markdown)` of each section, the heading first under the name `Title`; empty ones are
    left out."""
    question = safe(card.question, target)
    title, body = _titled(question)
    answer = safe(card.answer, target)
    if card.choices:
        body, answer = _with_choices(card, title, body, answer, target)
    parts = [("Title", title), ("Question", body), ("Answer", answer)]
    for name in ("Analogy", "Application", "Sources", "Hint", "Notes"):
        parts.append((name, safe(getattr(card, name.lower()), target)))
    return [(name, unicodedata.normalize("NFC", text)) for name, text in parts if text.strip()]


def _titled(question: str) -> tuple[str, str]:
    """`(heading, longer front)` of a question."""
    first, _, rest = question.partition("\n")
    title = re.sub(r"^#+\s*|\s+#+$", "", first).strip()
    if not title or title.startswith(("```", "|", "~~~", "![")):
        words = [
            line.strip("#|*-> ")
            for line in question.split("\n")
            if re.search(r"\w", line) and not line.startswith(("```", "!["))
        ]
        return (words[0] if words else "Question")[:LONGEST_TITLE], question
    if len(title) > LONGEST_TITLE:
        return f"{title[:LONGEST_TITLE].rsplit(' ', 1)[0]} …", question
    return title, question if rest.strip() else ""


def _with_choices(
    card: Found, title: str, body: str, answer: str, target: Target
) -> tuple[str, str]:
    """Options as a task list: in the answer of a `choice` card, else in the question."""
    if "choice" in KINDS:
        options = "\n".join(
            f"- [{'x' if c.right else ' '}] {_option(safe(c.text, target))}" for c in card.choices
        )
        right = "\n\n".join(c.text for c in card.choices if c.right)
        explained = safe(
            card.answer[len(right) :].strip() if card.answer.startswith(right) else card.answer,
            target,
        )
        return body, "\n\n".join(text for text in (options, explained) if text)
    options = "\n".join(f"- {_nested(safe(c.text, target))}" for c in card.choices)
    return f"{body or title}\n\n{options}", answer


def _option(text: str) -> str:
    """The text of an option behind its box, where no block of code can begin: one line of it is
    code in the line."""
    single = _ONE_LINE.fullmatch(text)
    if single:
        return f"`{single[1].strip()}`"
    return f"…\n  {_nested(text)}" if text.startswith(("```", "~~~")) else _nested(text)


def _nested(text: str) -> str:
    return text.replace("\n", "\n  ")


# --- Markdown that may stand in a card ------------------------------------------------------------


def safe(text: str, target: Target) -> str:
    """Markdown without what a card cannot hold: headings of sections, foreign HTML, targets that
    lead nowhere."""
    if not text.strip():
        return ""
    text = _HIDDEN_SIGN.sub("", text)
    codes = [code[0] for code in _CODE.finditer(text)]
    numbers = count()
    hidden = _CODE.sub(lambda _: f"{_HIDDEN[0]}{next(numbers)}{_HIDDEN[1]}", text)
    out = _HIDDEN_CODE.sub(lambda number: codes[int(number[1])], _plain(hidden, target))
    return _without_headings(_closed(out)).strip("\n").rstrip()


def _plain(text: str, target: Target) -> str:
    text = _LINK.sub(lambda m: target(m[2], m[3], bool(m[1])), text) if "](" in text else text
    text = _BLANKS.sub(lambda m: "  \n" if m[0].startswith("  ") else "\n", text)
    text = re.sub(r"\n{3,}", "\n\n", text)
    text = _DOLLARS.sub(lambda m: "\\$" if m[0] == "$" else m[0], text) if "$" in text else text
    return _TAG.sub(_tag, text) if "<" in text else text


def _tag(found: re.Match[str]) -> str:
    if not found[1]:
        return "\\<"
    if re.match(r"^(?:https?:|mailto:|[\w.+-]+@)", found[1] + found[2]):
        return f"[{found[1]}{found[2]}]({found[1]}{found[2]})"
    name = found[1].lstrip("/").lower()
    if name in SAFE_TAGS and not found[2].strip(" /"):
        return found[0]
    return "" if name in ("div", "span", "p", "font", "center", "a") else f"\\{found[0]}"


def _closed(text: str) -> str:
    """Text in which every block of code ends with its fence, in the list or quote where it
    began."""
    if "```" not in text and "~~~" not in text:
        return text
    lines = text.rstrip().split("\n")
    for fence in reversed([token for token in parse(text) if token.type == "fence" and token.map]):
        first, after = fence.map or (0, 1)
        if not is_closed(fence, lines):
            before = _MARKER.sub(" ", lines[first].partition(fence.markup)[0])
            lines.insert(after, f"{before}{fence.markup}")
    return "\n".join(lines)


def _without_headings(text: str) -> str:
    """Headings that would end the card or open a section become headings of its content, from level
    4."""
    if "#" not in text and "\n" not in text:
        return text
    lines = text.split("\n")
    for block in blocks(lines):
        if block.kind == "heading" and block.level < 4:
            for row in range(block.start + 1, block.end):
                lines[row] = ""
            lead = (
                lines[block.start][: len(lines[block.start]) - len(lines[block.start].lstrip())]
                if block.depth == 0
                else ""
            )
            if _HEADING.match(lines[block.start]):
                lines[block.start] = _HEADING.sub(r"\1####", lines[block.start])
            elif block.depth:
                lines[block.start] = re.sub(r"#{1,3}(?=\s)", "####", lines[block.start], count=1)
            else:
                lines[block.start] = f"{lead}#### {' '.join(block.text.split())}"
    return "\n".join(lines)


# --- the text of a card ---------------------------------------------------------------------------


def block(parts: Sequence[tuple[str, str]], settings: Sequence[tuple[str, str]]) -> str:
    """The card's text; it ends with a line feed."""
    named = dict(parts)
    pairs = "; ".join(f"{key}: {_value(key, value)}" for key, value in settings if value)
    out = [f"## {named['Title']}", f"<!-- {pairs} -->"]
    for name, text in parts:
        if name == "Title":
            continue
        labelled = name != "Answer" or "Question" in named
        out += ["", f"### {name}", text] if labelled else ["", text]
    return "\n".join(out) + "\n"


def _value(key: str, value: str) -> str:
    if key == "guid":
        return identity.written_guid(value)
    return (
        value if not _SETTING.search(value) and value == value.strip() else _SETTING.sub("-", value)
    )


def digest(parts: Sequence[tuple[str, str]], kind: str) -> str:
    """A short hash of a card's content: what a person can change, without its settings, its place
    and its layout."""
    joined = "\x1f".join(
        [kind, *(f"{name}\x1e{_without_blanks(text)}" for name, text in parts if text.strip())]
    )
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def _without_blanks(text: str) -> str:
    """The lines of a text as far as `fmt` leaves them alone."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n") if line.strip())


def card_digest(card: Card) -> str:
    """The same hash of a card of the deck."""
    return digest(
        [("Title", card.title.source), *((s.name, s.source) for s in card.sections)], card.kind
    )
