"""Pages, and the deck that they and its tables make."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from deckpress.model.card import Card, Setting
from deckpress.model.places import Fault, Span
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
    targets: tuple[str, ...] = ()
    """What its pictures name, as written; sorted, each once."""
    # (("plot.png", "content/media/plot.png"), …)
    media: tuple[tuple[str, str], ...] = ()
    """Each of these targets with the file it means, relative to the root, if there is one."""
    digest: str = ""
    """A hash of the path, the file's bytes and those of its pictures; empty if it was not read."""
    size: int = 0
    """Bytes of the file."""

    def card_at(self, line: int) -> Card | None:
        """The card in which a line lies; None above the first."""
        # By the line of the title, as the parser has left it: sorted.
        index = bisect_right(self.cards, line, key=lambda card: card.title.line)
        return self.cards[index - 1] if index else None


def card_finder(pages: Iterable[Page]) -> Callable[[Span], Card | None]:
    """Tells in which card of some pages a place lies; None in no card, and in other files."""
    by_path = {page.path: page for page in pages}

    def card_at(span: Span) -> Card | None:
        page = by_path.get(span.path)
        return page.card_at(span.line) if page else None

    return card_at


@dataclass(frozen=True, slots=True)
class Deck:
    """Everything the author wrote, in deck order: folders and files sorted, cards as they stand."""

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
    """Each media file that a card uses, relative to the root, and the SHA-256 of what is packed of
    it; sorted."""
    unsafe_media: tuple[Fault, ...] = ()
    """What is wrong with the content of media files, at its lines in them."""
    clashing_media: tuple[tuple[str, str], ...] = ()
    """`(media path, or page path + newline + target; the other file it can mean)`, sorted."""
    contrasts: tuple[tuple[str, ...], ...] = ()
    """Lists of terms that exclude each other: questions that differ in them are different
    (content/similarity.toml)."""
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
