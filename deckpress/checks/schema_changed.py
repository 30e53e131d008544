"""A note type with other fields or card templates than it was released with.

Anki then makes a second note type for new notes, and updates none of the notes that learners have. Change what is in a
template, not how many there are.

Bad:
    FIELDS = ("ID", "Question", "Answer", "Mnemonic", …)

Good:
    FIELDS = ("ID", "Question", "Answer", …, "Extra1", "Extra2")   (Extra1 is free for the mnemonic)
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck import identity, ledger
from deckpress.model import Deck, Fault, Span

FIX = "restore FIELDS and TEMPLATES in deckpress/deck/identity.py; use a spare field, or make a new kind"
WAIVABLE = False


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    for released in deck.ledger.types:
        templates = identity.TEMPLATES.get(released.kind)
        span = Span(ledger.FILE, released.line)
        if templates is None:
            yield Fault(
                span, f"the note type {released.kind} was released in {released.first} and is gone"
            )
            continue
        for what, old, new in (
            ("fields", released.fields, identity.fields(released.kind)),
            ("templates", released.templates, templates),
        ):
            if old != new:
                message = f"the {what} of {released.kind} were released as {', '.join(old)}; now they are {', '.join(new)}"
                yield Fault(span, message)
