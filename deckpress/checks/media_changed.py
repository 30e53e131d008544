"""Another picture or sound under the same name, on released cards whose text did not change.

Learners get it with the next release, since the name in Anki comes from the content. As with any change, the note is
replaced: what a learner wrote into it is lost.

Bad:
    media/lstm-cell.svg    (saved again by another program, looks the same)

Good:
    media/lstm-cell.svg    (corrected)
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.kinds import fingerprints
from deckpress.model import Deck, Fault

FIX = "nothing, if it is meant; else restore the file: git checkout TAG -- the file"
SEVERITY = "info"


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    released = {note.id: note for note in deck.ledger.notes if note.media}
    for card, found in fingerprints.notes(deck) if released else ():
        old = released.get(card.id)
        if old and found.content == old.content and found.media != old.media:
            marks = [m for part in card.parts for m in part.marks if m.kind == "image"]
            names = ", ".join(dict.fromkeys(m.value for m in marks))
            if marks:  # none, if somebody wrote a hash into the ledger for a card without pictures
                yield Fault(
                    marks[0].span, f"the media of {card.id} changed since {old.first}: {names}"
                )
