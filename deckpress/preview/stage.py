"""The deck as it is now: read, checked and rendered again when a file changes; what is wrong is part of it."""

from __future__ import annotations

import contextlib
import os
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deckpress import checks, render, sources, templating
from deckpress.deck import config
from deckpress.deck.config import FILE, Config
from deckpress.kinds import fields
from deckpress.model import Book, Chapter, Deck, Note, NoteType, Problem, card_finder

PAUSE = 0.25
"""Seconds between two looks at the files."""

Facts = tuple[int, int]
"""When a file was written (nanoseconds), and its size: another file if one of them differs."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One card of one note."""

    key: str
    """`id`, or `id/2` for the note's second card: stable as long as the id is."""
    note: Note
    chapter: Chapter
    ordinal: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """All cards at one moment."""

    version: int
    config: Config
    cards: dict[str, Shown]
    note_types: dict[str, NoteType]
    problems: tuple[Problem, ...]
    seconds: float
    failure: str = ""
    """Why the deck could not be shown at all; the cards are then those of the last time."""


class Stage:
    """The newest scene, and a way to wait for the next one."""

    def __init__(self, root: Path, out: Path | None = None) -> None:
        self._root, self._out = root, out
        self._settings = Config(root, out or root / "build")
        """What the last deckpress.toml said that could be read."""
        self._changed = threading.Condition()
        self._seen = self._snapshot()
        self.scene = self._read(1, {})

    def watch(self) -> None:
        """Look at the files for ever: in the main thread, where a page that takes too long is stopped."""
        while True:
            time.sleep(PAUSE)
            self.look()

    def look(self) -> bool:
        """Make a new scene if a file differs from the last look; whether one did."""
        now = self._snapshot()
        if now == self._seen:
            return False
        self._seen = now
        scene = self._read(self.scene.version + 1, self.scene.cards)
        with self._changed:
            self.scene = scene
            self._changed.notify_all()
        return True

    def wait(self, version: int, seconds: float) -> int:
        """Return when the scene is newer than `version`, or after that time; the version then."""
        with self._changed:
            self._changed.wait_for(lambda: self.scene.version > version, seconds)
            return self.scene.version

    def _snapshot(self) -> dict[str, Facts]:
        """Time and size of every file that the deck is made of; what vanishes meanwhile is left out."""
        paths = [os.path.join(self._root, FILE)]
        for folder in (
            "content",
            "templates",
        ):  # not `rglob`, which fails for a folder that is gone
            for place, _, names in os.walk(self._root / folder):
                paths += (os.path.join(place, name) for name in names)
        found = {}
        for path in paths:
            with contextlib.suppress(OSError):  # gone between the two calls, as editors do
                facts = os.stat(path)
                found[path] = (facts.st_mtime_ns, facts.st_size)
        return found

    def _read(self, version: int, last: dict[str, Shown]) -> Scene:
        start = time.perf_counter()
        early: list[Problem] = []
        try:
            self._settings, early = config.load(self._root, self._out, 1)
            settings = self._settings
            deck, found = sources.read(settings)
            problems = [*early, *found, *checks.run(deck, settings)]
            book, more = render.book(deck, settings)
            fields.typeset_all(deck.cards, settings.cache)
        except Exception as error:  # an author's file must never end the preview
            seconds = time.perf_counter() - start
            return Scene(version, self._settings, last, {}, tuple(early), seconds, _told(error))
        problems = sorted({*problems, *more})
        types = {made.kind: made for made in book.note_types}
        cards = dict(_cards(book, _by_card(deck, problems)))
        return Scene(version, settings, cards, types, tuple(problems), time.perf_counter() - start)


def _told(error: Exception) -> str:
    if isinstance(error, templating.BadTemplate):
        return f"{error.problem.span}: {error.problem.message}"
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"deckpress itself failed at {Path(frame.filename).name}:{frame.lineno}: {type(error).__name__}: {error}"


def _by_card(deck: Deck, problems: list[Problem]) -> dict[tuple[str, int], list[Problem]]:
    """The problems of each card, by its path and line; what stands above a page's first card belongs to none."""
    card_at = card_finder(deck.pages)
    found = defaultdict(list)
    for problem in problems:
        card = card_at(problem.span)
        if card:
            found[card.span.path, card.span.line].append(problem)
    return found


def _cards(
    book: Book, problems: dict[tuple[str, int], list[Problem]]
) -> Iterator[tuple[str, Shown]]:
    for chapter in book.chapters:
        for note in chapter.notes:
            span = note.card.span
            name = note.card.id or f"{span.path}:{span.line}"
            mine = tuple(problems.get((span.path, span.line), ()))
            for ordinal in note.ordinals:
                key = name if ordinal == note.ordinals[0] else f"{name}/{ordinal + 1}"
                yield key, Shown(key, note, chapter, ordinal, mine)
