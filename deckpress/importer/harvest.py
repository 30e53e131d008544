"""What a foreign source gives: questions with their answers, and what was not taken, all with their
places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from deckpress.model import Problem

Tick = Callable[[int, int], None]
"""Told of progress: `(done, all)`."""


def silent(done: int, total: int) -> None:
    """A Tick that says nothing."""


UNANSWERED = "write the answer; until then the card is a draft"
"""The fix of a question without an answer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a multiple-choice question."""

    text: str
    """Markdown."""
    right: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A question with its answer, in Markdown, before it becomes a card of the deck."""

    question: str
    answer: str
    line: int
    """Where the question stands in its source, from 1; in a package, the note's place among the
    notes."""
    dialect: str
    """The structure in which it was recognised."""
    analogy: str = ""
    application: str = ""
    sources: str = ""
    hint: str = ""
    notes: str = ""
    choices: tuple[Choice, ...] = ()
    topics: tuple[str, ...] = ()
    """The headings above, or the parts of the deck's name, outermost first."""
    tags: tuple[str, ...] = ()
    level: str = ""
    kind: str = "basic"
    id: str = ""
    """Only of a note that deckpress made: the card it came from."""
    guid: str = ""
    """Only of a note from a package: whoever learns it keeps the progress."""
    draft: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a source that did not become a card, with the reason."""

    line: int
    reason: str
    text: str = ""
    """How it begins."""
    last: int = 0
    """Its last line; 0 if it is one line."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """One source, read."""

    path: str
    cards: tuple[Found, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong with the source as a whole; an error means that nothing of it was taken."""
    title: str = ""
    decks: bool = False
    """Whether `topics` are the names of decks, which learners have, and not headings of a page."""
    media: dict[str, bytes] = field(default_factory=dict)
    """Name as the cards write it, and the bytes; only of packages."""
