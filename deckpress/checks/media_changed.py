"""Another picture or sound under the same name, on released cards whose text did not change.

Learners get it with the next release, since the name in Anki comes from the content. As with any change, the note is
replaced: what a learner wrote into it is lost.

Bad:
    media/lstm-cell.svg    (saved again by another program, looks the same)

Good:
    media/lstm-cell.svg    (corrected)
"""

from deckpress.checks._contract import Faults, Options
from deckpress.kinds import fingerprints
from deckpress.model import Deck, Fault

FIX = "nothing, if it is meant; else restore the file: git checkout TAG -- the file"
SEVERITY = "info"


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each such card, at its first picture."""
    released = {note.id: note for note in deck.ledger.notes if note.media}
    if not released:
        return
    for card, note in fingerprints.notes(deck):
        old = released.get(card.id)
        if not old or note.content != old.content or note.media == old.media:
            continue
        pictures = [*card.marks("image")]
        if pictures:  # none, if somebody wrote a hash into the ledger for a card without pictures
            names = ", ".join(dict.fromkeys(mark.value for mark in pictures))
            message = f"the media of {card.id} changed since {old.first}: {names}"
            yield Fault(pictures[0].span, message)
