"""A released card whose id is gone, without a line in `content/retired.txt`.

Anki cannot delete a learner's card, so it stays with them for ever, and nobody corrects it again. If the card is still
here under another id, learners get it a second time, without their progress.

Bad:
    <!-- id: relu-slope-new -->   (released as relu-slope)

Good:
    <!-- id: relu-slope -->       or, in content/retired.txt:   relu-slope  replaced by relu-derivative
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck import ledger
from deckpress.kinds import fingerprints
from deckpress.model import Card, Deck, Fault, Released, Span

FIX = (
    "put the card back, or retire it: a line with its id, a blank and the reason "
    f"in {ledger.RETIRED_FILE}"
)
WAIVABLE = False


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each released card that is gone."""
    gone = _gone(deck)
    if not gone:
        return
    drafts = {card.id: card for card in deck.cards if card.draft}
    unreleased = _unreleased(deck)
    for note in gone:
        # The same text under an id that nobody knows is the same card.
        renamed = unreleased.get((note.kind, note.content))
        yield _fault(note, drafts.get(note.id), renamed)


def _gone(deck: Deck) -> list[Released]:
    """What learners have, no card carries any more, and nobody retires; sorted by id."""
    staying = {card.id for card in deck.cards if not card.draft}
    staying.update(line.id for line in deck.retirements)
    live = [note for note in deck.ledger.notes if not note.retired]
    return [note for note in live if note.id not in staying]


def _unreleased(deck: Deck) -> dict[tuple[str, str], Card]:
    """The cards with ids that no release knows, by kind and content."""
    known = {note.id for note in deck.ledger.notes}
    cards = {}
    for card, note in fingerprints.notes(deck):
        if card.id not in known:
            cards[note.kind, note.content] = card
    return cards


def _fault(note: Released, draft: Card | None, renamed: Card | None) -> Fault:
    """At the draft or at the card that carries another id now; else at the line of the ledger."""
    released = f"{note.id} was released in {note.first}"
    if draft:
        return Fault(draft.place("draft"), f"{released}; as a draft it leaves the deck")
    if renamed:
        message = f"{released} and is now called {renamed.id or 'nothing'}"
        return Fault(renamed.place("id"), message, f"write id: {note.id} again")
    return Fault(Span(ledger.FILE, note.line), f"{released} and is gone")
