"""Writes pages: front matter, titles, cards of every kind, settings, sections, constructs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.fuzz import words
from tests.fuzz.constructs import (
    BLOCKS,
    CLOZES,
    INLINE,
    TITLES,
    WILD_BLOCKS,
    WILD_INLINE,
    WILD_TITLES,
    Construct,
)

KINDS = ("basic", "basic", "basic", "reversed", "typed", "cloze", "choice")
SECTIONS = ("Analogy", "Application", "Sources", "Hint", "Notes")

SETTINGS = (
    "tags: a::b", "tags: a, b c::d", "level: core", "facet: why", "origin: A4 B2",
    "deck: Fuzz::Other", "origin: x, y z",
)  # fmt: skip
"""What can stand beside an id in a well-formed card."""

WILD_SETTINGS = (
    "id: {odd}", "id: same-id", "type: {odd}", "type: occlusion", "tags: {odd}", "tags:",
    "tags: a::::b, ::c", "level: {odd}", "deck: {odd}", "deck: a::b::c::" + "d::" * 30,
    "draft: {odd}", "draft: true", "draft: false", "allow: answer-too-long", "guid: {odd}",
    "guid: aB3$x", "origin: {odd}", "allow: {odd}", "allow: missing-id", "not-duplicate-of: {odd}",
    "not-duplicate-of: same-id", "{odd}: {odd}", "{odd}", "id", ":", "of: 3f9a1c", "title: x",
)  # fmt: skip

FRONT_MATTER = (
    "tags: [a::b]",
    "deck: Fuzz::Front",
    "tags: [a, b]\ndeck: Fuzz",
    "tags:\n  - a\n  - b",
    "",
)
WILD_FRONT_MATTER = (
    "tags: {odd}", "deck: {odd}", "{odd}", "{odd}: {odd}", "tags: [a\n", "a: &x [*x]",
    "a: &x [b]\nc: *x", "tags: !!python/name:os.x", "? [a]\n: b", "<<: {a: b}",
    "tags: {a: {b: c}}", "type: country", "title: x\naliases: [y]", "deck: 2024-01-01",
    "deck: yes", "deck: |\n  two\n  lines", "deck: 'a''b'", "tags: [" + "a, " * 500 + "a]",
    "--- \nx: y",
)  # fmt: skip

_PLACEHOLDER = re.compile(r"«(\w+)»")
_MARKERS = re.compile(r"(?:>|[-*] |\d\. |\s)*")
"""What a line of a quote or list begins with: `> - `."""


@dataclass
class Writer:
    """Writes the pages of one deck, and remembers what every output must show."""

    random: Random
    wild: bool
    """Whether odd texts, broken markup and wrong settings are used: then nothing is expected of the
    outputs.
    """
    cards: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    never: set[str] = field(default_factory=set)
    count: int = 0

    def page(self) -> str:
        """A Markdown file."""
        cards = [self.card() for _ in range(self.random.choice((1, 2, 3, 5)))]
        title = (
            f"# {words.one_line(self.random, self.oddness)}\n\n"
            if self.random.random() < 0.5
            else ""
        )
        between = self.random.choice(("\n", "\n", "\n\n\n", "")) if self.wild else "\n"
        return f"{self.front_matter()}{title}{between.join(cards)}"

    @property
    def oddness(self) -> float:
        """How often a text is an odd one."""
        return 0.4 if self.wild else 0.0

    def front_matter(self) -> str:
        """YAML, or none."""
        if self.random.random() < 0.5:
            return ""
        rows = FRONT_MATTER + (WILD_FRONT_MATTER if self.wild else ())
        return f"---\n{self.filled(self.random.choice(rows))}\n---\n"

    def card(self) -> str:
        """A `##` block."""
        kind, expected = self.random.choice(KINDS), len(self.shown)
        head = f"## {' '.join(self.titled().split())}\n{self.comment(kind)}\n"
        parts = [head, self.body(kind)]
        for name in sorted(self.random.sample(SECTIONS, self.random.choice((0, 0, 1, 2)))):
            section = (
                self.random.choice(("Question", "Answer", "analogy", "Nosuch", name))
                if self.wild
                else name
            )
            parts.append(f"### {section}\n\n{self.blocks()}\n")
        if "draft: true" in head:
            self.hidden += self.shown[expected:]
            del self.shown[expected:], self.cards[-1:]
        return "\n".join(parts)

    def titled(self) -> str:
        """What the heading says."""
        return self.construct(self.random.choice(TITLES + (WILD_TITLES if self.wild else ())))

    def comment(self, kind: str) -> str:
        """The settings."""
        self.count += 1
        identifier = f"card-{self.count}"
        rows = [f"id: {identifier}", *([f"type: {kind}"] if kind != "basic" else [])]
        chosen = {
            row.partition(":")[0]: row
            for row in self.random.sample(SETTINGS, self.random.choice((0, 1, 2)))
        }
        rows += chosen.values()
        if self.random.random() < 0.08 and not self.wild:
            rows.append("draft: true")
        if self.wild and self.random.random() < 0.5:
            rows[self.random.randrange(len(rows))] = self.filled(self.random.choice(WILD_SETTINGS))
            self.random.shuffle(rows)
        self.cards.append(identifier)
        return f"<!-- {'; '.join(rows)} -->"

    def body(self, kind: str) -> str:
        """An answer of that kind."""
        if self.wild and self.random.random() < 0.3:
            return self.blocks()
        if kind == "typed":
            return f"{self.word()}\n"
        if kind == "reversed":
            return f"{self.construct(self.random.choice(INLINE[:9]))} {self.word()}\n"
        if kind == "cloze":
            clozes = [
                self.construct(self.random.choice(CLOZES))
                for _ in range(self.random.choice((1, 2)))
            ]
            return f"{self.word()} {' and '.join(clozes)} {self.inline(2)}.\n"
        if kind == "choice":
            right = self.random.randrange(3)
            items = [
                f"- [{'x' if i == right else ' '}] {self.word()} {self.inline(2)}" for i in range(3)
            ]
            return "\n".join([*items, "", self.blocks()])
        return self.blocks()

    def blocks(self, depth: int = 0) -> str:
        """A few blocks."""
        table = BLOCKS + (WILD_BLOCKS if self.wild else ())
        made = [
            self.construct(self.random.choice(table), depth)
            for _ in range(self.random.choice((1, 1, 2, 3)))
        ]
        return "\n\n".join([self.word(), *made]) + "\n"

    def inline(self, depth: int = 0) -> str:
        """An inline construct; at some depth only words."""
        table = INLINE + (WILD_INLINE + CLOZES if self.wild else ())
        return self.construct(self.random.choice(table), depth + 1) if depth < 3 else self.word()

    def construct(self, row: Construct, depth: int = 0) -> str:
        """A row of a table with its placeholders filled."""
        self.never |= {*row.never}
        return _PLACEHOLDER.sub(
            lambda found: _below(self._filled(found[1], depth), found), row.text
        )

    def _filled(self, name: str, depth: int) -> str:
        fill: dict[str, Callable[[], str]] = {
            "word": self.word,
            "secret": self.secret,
            "text": lambda: words.text(self.random, self.oddness).rstrip("."),
            "inline": lambda: self.inline(depth),
            "block": lambda: (
                self.construct(self.random.choice(BLOCKS), depth + 1) if depth < 2 else self.word()
            ),
            "n": lambda: str(self.random.choice((1, 2, 3, 7))),
            "id": lambda: self.random.choice(
                (*self.cards, "nowhere") if self.wild else self.cards or ["card-1"]
            ),
        }
        return fill[name]()

    def word(self) -> str:
        """A new word that must be shown."""
        self.count += 1
        self.shown.append(f"shown{self.count}x")
        return self.shown[-1]

    def secret(self) -> str:
        """A new word that must not be shown."""
        self.count += 1
        self.hidden.append(f"secret{self.count}x")
        return self.hidden[-1]

    def filled(self, row: str) -> str:
        """A row with `{odd}` replaced."""
        while "{odd}" in row:
            row = row.replace("{odd}", words.odd(self.random), 1)
        return row


def _below(text: str, found: re.Match[str]) -> str:
    """Further lines of a text begin as its first one does: in the same quote, or as far in as the
    same list.
    """
    before = found.string[: found.start()].rpartition("\n")[2]
    same = re.sub(r"[^>\s]", " ", before) if _MARKERS.fullmatch(before) else ""
    return text.replace("\n", f"\n{same}")
