"""What learners have: the ledger of releases, and what is to be taken out of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from deckpress.model.places import Span


@dataclass(frozen=True, slots=True)
class Released:
    """A note as the ledger records it: what the last release that changed it gave to learners."""

    # The columns of a line of content/ledger.tsv that begins with `note`.
    id: str
    kind: str
    content: str
    """Hash of its source (see `fingerprints`)."""
    media: str
    """Hash of the bytes of its media; empty without any."""
    cards: tuple[tuple[int, str], ...]
    """Each card's number, from 1; of a cloze, with a short hash of the text it hides."""
    deck: str
    guid: str
    mod: int = 0
    """Epoch seconds of the release in which content or media last changed; Anki compares it."""
    first: str = ""
    """The first release that held it."""
    retired: str = ""
    """The first release that no longer held it; empty while it is in the deck."""
    line: int = 1
    """Where it stands in the ledger."""


@dataclass(frozen=True, slots=True)
class ReleasedType:
    """A note type as the ledger records it, with its schema: frozen since its first release."""

    kind: str
    id: int
    content: str
    """Hash of its name, templates and CSS."""
    fields: tuple[str, ...]
    templates: tuple[str, ...]
    """Stable keys, not names."""
    mod: int = 0
    first: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """`content/ledger.tsv`: what learners may have. Empty before the first release."""

    # (("1.0", 1735689600), ("1.1", 1738368000))
    releases: tuple[tuple[str, int], ...] = ()
    """`(version, epoch seconds)`, oldest first."""
    types: tuple[ReleasedType, ...] = ()
    notes: tuple[Released, ...] = ()
    """Sorted by id; the retired ones too."""
    release_lines: tuple[int, ...] = field(default=(), compare=False)
    """Where each release stands in the file."""


@dataclass(frozen=True, slots=True)
class Retirement:
    """A line of `content/retired.txt`: an author takes a released card out of the deck."""

    # dying-relu  says the same as relu-zero-gradient
    id: str
    reason: str
    span: Span


NOTHING_RELEASED = Ledger()
"""What a deck has before its first release."""
