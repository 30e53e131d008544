"""Pages, and the deck that they and its tables make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from deckpress.model.book import Chapter
from deckpress.model.card import Card, Setting
from deckpress.model.places import Fault, Problem
from deckpress.model.released import NOTHING_RELEASED, Ledger, Retirement
from deckpress.model.tables import Misconception, Term, Topic


class Page(NamedTuple):
    """One Markdown file, parsed."""

    path: str
    title: str = ""
    """The `#` heading: a chapter title in print and on the site."""
    cards: tuple[Card, ...] = ()
    faults: tuple[Fault, ...] = ()
    """What the parser itself saw; the check named in `Fault.code` reports it."""
    settings: tuple[Setting, ...] = ()
    """The front matter, as written."""
    media: tuple[tuple[str, str], ...] = ()
    """Each media target as written, and the file it means, relative to the root; what does not exist is not here."""
    problems: tuple[Problem, ...] = ()
    """What the checks say of it, card by card."""
    questions: tuple[Any, ...] | None = None
    """What is compared of each card (`similarity.Question`); None until it is checked."""
    gathered: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    """Code of a check of the whole deck, and what it needs of each card."""
    chapters: tuple[Chapter, ...] | None = None
    """Its notes but for their `mod`; None until it is rendered."""


@dataclass(frozen=True, slots=True)
class Deck:
    """Everything the author wrote, in deck order (folders and files sorted, cards as they stand)."""

    pages: tuple[Page, ...]
    topics: tuple[Topic, ...] = ()
    faults: tuple[Fault, ...] = ()
    """What is wrong in files that are no pages: the taxonomy, the ledger, a folder."""
    misconceptions: tuple[Misconception, ...] = ()
    """The register, in the file's order."""
    namespace: str = ""
    """What makes this deck's GUIDs its own."""
    ledger: Ledger = NOTHING_RELEASED
    """What was released."""
    retirements: tuple[Retirement, ...] = ()
    """What the next release takes out."""
    digests: tuple[tuple[str, str], ...] = ()
    """Each media file that a card uses, relative to the root, and the SHA-256 of its bytes; sorted."""
    unsafe_media: tuple[Fault, ...] = ()
    """What is wrong with the content of media files, at its lines in them."""
    clashing_media: tuple[tuple[str, str], ...] = ()
    """`(media path, or page path + newline + target; the other file it can mean)`, sorted."""
    contrasts: tuple[tuple[str, ...], ...] = ()
    """Lists of terms that exclude each other: questions that differ in them are different (content/similarity.toml)."""
    aliases: tuple[tuple[str, str], ...] = ()
    """`(name, long name)` of the same thing, for comparing questions."""
    cache: str = ""
    """The folder in which checks may remember what took long; empty: nowhere."""
    glossary: tuple[Term, ...] = ()
    """How terms are spelled, in the file's order."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, drafts too."""
        return tuple(card for page in self.pages for card in page.cards)
