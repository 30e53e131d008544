"""A note type with other fields or card templates than it was released with.

Anki then makes a second note type for new notes, and updates none of the notes that learners have. Change what is in a
template, not how many there are.

Bad:
    FIELDS = ("ID", "Question", "Answer", "Mnemonic", …)

Good:
    FIELDS = ("ID", "Question", "Answer", …, "Extra1", "Extra2")   (Extra1 is free for the mnemonic)
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck import identity, ledger
from deckpress.model import Deck, Fault, Span

FIX = (
    "restore FIELDS and TEMPLATES in deckpress/deck/identity.py; "
    "use a spare field, or make a new kind"
)
WAIVABLE = False


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each note type that is gone, and for each of its schemas that changed."""
    for old in deck.ledger.types:
        span = Span(ledger.FILE, old.line)
        templates = identity.TEMPLATES.get(old.kind)
        if templates is None:
            message = f"the note type {old.kind} was released in {old.first} and is gone"
            yield Fault(span, message)
            continue
        fields = identity.fields(old.kind)
        if old.fields != fields:
            yield Fault(span, _changed(f"fields of {old.kind}", old.fields, fields))
        if old.templates != templates:
            yield Fault(span, _changed(f"templates of {old.kind}", old.templates, templates))


def _changed(what: str, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    return f"the {what} were released as {', '.join(old)}; now they are {', '.join(new)}"
