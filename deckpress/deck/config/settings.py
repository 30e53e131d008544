"""Everything that a deck's owner can set, as the rest of deckpress sees it."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from deckpress.deck.toml import Table
from deckpress.system.cache_folder import NOWHERE
from deckpress.system.remembered import Memory

FILE = "deckpress.toml"

CODE = (".py", ".pyc")
"""Endings of what may lie in `content/` and is no part of the deck: tests, compiled or not."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What `[folders."05-losses"]` says of one folder of `content/`."""

    name: str = ""
    """The sub-deck's own name; empty means: made from the folder's name."""
    description: str = ""
    """Markdown, shown by Anki under the deck and on the site."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a deck's owner can set, with its defaults filled in."""

    root: Path
    out: Path
    name: str = "Deck"
    slug: str = "deck"
    """The stem of every file in `build/`."""
    namespace: str = "deck"
    """Goes into every GUID and id: two decks with the same card id must not share a note."""
    language: str = "en"
    author: str = ""
    license: str = ""
    description: str = ""
    """Markdown."""
    repository: str = ""
    fix_link: str = ""
    """Where "Fix this card" points; `{id}` stands for the card's id."""
    folders: Mapping[str, Folder] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)
    """Check code to severity, where it differs from the check's own."""
    options: Mapping[str, Table] = field(default_factory=dict)
    """Check code to that check's options."""
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A key of `LABEL_KEYS` to the deck's own words."""
    jobs: int = 0
    """Processes to use; 0 means one per core."""
    outputs: tuple[str, ...] = ()
    """What this run writes: an output may link to another."""
    card_size: str = "medium"
    """A key of `CARD_SIZES`: how large cut-out cards are."""
    flip: str = "long"
    """One of `FLIPS`: which backs belong behind which fronts."""
    shift: tuple[float, float] = (0.0, 0.0)
    """How far right and down (mm) the backs of cut-out cards go, to make up for the printer."""
    out_is_named: bool = False
    """Whether the user named `out`, so that it may lie anywhere and be a link."""
    cache: Path = NOWHERE
    """The folder of what is remembered; can be deleted at any time."""
    cache_is_borrowed: bool = False
    """Whether it is that of another state of the deck, for which it must stay as it is."""

    @property
    def content(self) -> Path:
        """The folder of the Markdown files."""
        return self.root / "content"

    @property
    def out_base(self) -> Path:
        """The folder on the way to the outputs that the user named: no link below it counts."""
        return self.out if self.out_is_named else self.root

    @property
    def processes(self) -> int:
        """How many processes may work at once: one where processes cannot be forked safely."""
        if sys.platform != "linux":
            return 1
        return self.jobs or len(os.sched_getaffinity(0))

    def memory(self, name: str, nouns: Collection[type]) -> Memory:
        """What is remembered of one kind of work, which may depend on whatever is set here.

        Where the deck lies, where outputs go and how many processes work makes no difference to it.
        """
        anywhere = replace(
            self,
            root=Path(),
            out=Path(),
            out_is_named=False,
            cache=NOWHERE,
            cache_is_borrowed=False,
            jobs=0,
            outputs=(),
        )
        place = self.cache / name
        return Memory(place, nouns, repr(anywhere), is_borrowed=self.cache_is_borrowed)
