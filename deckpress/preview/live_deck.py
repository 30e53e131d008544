"""The deck as it is now: read, checked and rendered again when a file changes.

What is wrong with it is part of it.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from deckpress import checks, render, sources, templating
from deckpress.deck import config
from deckpress.deck.config import FILE, Config
from deckpress.kinds import fields
from deckpress.model import Book, Chapter, Deck, Note, NoteType, Problem, card_finder

PAUSE = 0.25
"""Seconds between two looks at the files."""

FileFacts = tuple[int, int]
"""When a file was written (nanoseconds), and its size: another file if one of them differs."""

Place = tuple[str, int]
"""The path and line at which a card begins."""

ByCard = Mapping[Place, list[Problem]]
"""The problems of each card."""


@dataclass(frozen=True, slots=True)
class ShownCard:
    """One card of one note."""

    key: str
    """`id`, or `id/2` for the note's second card: stable as long as the id is."""
    note: Note
    chapter: Chapter
    ordinal: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ShownDeck:
    """All cards at one moment."""

    config: Config
    cards: Mapping[str, ShownCard]
    """By their keys, in deck order."""
    note_types: Mapping[str, NoteType] = field(default_factory=dict)
    """By their kinds."""
    problems: tuple[Problem, ...] = ()
    failure: str = ""
    """Why the deck could not be shown at all; the cards are then those of the last time."""
    version: int = 0
    """Greater with each change."""
    seconds: float = 0.0
    """What reading took."""


class LiveDeck:
    """What is shown of a deck, and a way to wait for what will be."""

    def __init__(self, root: Path, out: Path | None = None) -> None:
        self._root = root
        self._out = out
        self._settings = Config(root, out or root / "build")
        """What the last deckpress.toml said that could be read."""
        self._changed = threading.Condition()
        self._seen = file_facts(root)
        self.shown = self._read(1, {})

    def watch(self) -> None:
        """Look at the files for ever.

        In the main thread, where a page that takes too long is stopped.
        """
        while True:
            time.sleep(PAUSE)
            self.look()

    def look(self) -> bool:
        """Read the deck again if a file differs from the last look; whether one did."""
        facts = file_facts(self._root)
        if facts == self._seen:
            return False
        self._seen = facts
        shown = self._read(self.shown.version + 1, self.shown.cards)
        with self._changed:
            self.shown = shown
            self._changed.notify_all()
        return True

    def wait(self, version: int, seconds: float) -> int:
        """Return when what is shown is newer than `version`, or after that time; its version."""
        with self._changed:
            self._changed.wait_for(lambda: self.shown.version > version, seconds)
            return self.shown.version

    def _read(self, version: int, last: Mapping[str, ShownCard]) -> ShownDeck:
        start = time.perf_counter()
        problems: list[Problem] = []
        try:
            self._settings, problems = config.load(self._root, self._out, 1)
            shown = _rendered(self._settings, problems)
        except Exception as error:  # an author's file must never end the preview
            shown = ShownDeck(
                self._settings,
                last,
                problems=tuple(problems),
                failure=_failure(error),
            )
        seconds = time.perf_counter() - start
        return replace(shown, version=version, seconds=seconds)


def _rendered(settings: Config, early: Iterable[Problem]) -> ShownDeck:
    deck, found = sources.read(settings)
    problems = {*early, *found, *checks.run(deck, settings)}
    book, more = render.book(deck, settings)
    problems.update(more)
    # In one go, and remembered: the page of a card then finds its formulas.
    fields.typeset_all(deck.cards, settings.cache)
    by_card = _by_card(deck, sorted(problems))
    return ShownDeck(
        settings,
        {card.key: card for card in _cards(book, by_card)},
        {made.kind: made for made in book.note_types},
        tuple(sorted(problems)),
    )


def file_facts(root: Path) -> dict[str, FileFacts]:
    """Time and size of every file that the deck is made of; what vanishes meanwhile is left out."""
    # watchfiles, which has the system tell of changes, was tried: it is blind once a folder moves
    # away and back, or deckpress.toml is saved by renaming, as many editors do.
    paths = [os.path.join(root, FILE)]
    for name in ("content", "templates"):
        # Not `rglob`, which fails for a folder that is gone.
        for folder, _, files in os.walk(root / name):
            for file in files:
                paths.append(os.path.join(folder, file))
    facts = {}
    for path in paths:
        with contextlib.suppress(OSError):  # gone between the two calls, as editors do
            found = os.stat(path)
            facts[path] = (found.st_mtime_ns, found.st_size)
    return facts


def _failure(error: Exception) -> str:
    if isinstance(error, templating.BadTemplate):
        return f"{error.problem.span}: {error.problem.message}"
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"deckpress itself failed at {place}: {type(error).__name__}: {error}"


def _by_card(deck: Deck, problems: Iterable[Problem]) -> ByCard:
    """The problems of each card; what stands above a page's first card belongs to none."""
    card_at = card_finder(deck.pages)
    by_card = defaultdict(list)
    for problem in problems:
        card = card_at(problem.span)
        if card:
            by_card[card.span.path, card.span.line].append(problem)
    return by_card


def _cards(book: Book, by_card: ByCard) -> Iterator[ShownCard]:
    for chapter in book.chapters:
        for note in chapter.notes:
            path = note.card.span.path
            line = note.card.span.line
            problems = tuple(by_card.get((path, line), ()))
            # Until its author gives it an id, its place has to do.
            name = note.card.id or f"{path}:{line}"
            for ordinal in note.ordinals:
                key = name
                if ordinal != note.ordinals[0]:
                    key += f"/{ordinal + 1}"
                yield ShownCard(key, note, chapter, ordinal, problems)
