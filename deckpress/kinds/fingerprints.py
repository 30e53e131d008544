"""What tells whether a release changed a note: hashes over what its author wrote.

Never over what we make of it: a new renderer, another Pygments or another place in the deck changes
none of them. Recorded in the ledger of every deck, so they are frozen: another way to hash would
touch all notes of all learners and cost them their own edits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from deckpress.deck import identity, ledger
from deckpress.kinds import fields
from deckpress.model import (
    Card,
    Deck,
    Ledger,
    NoteType,
    Released,
    ReleasedType,
    Section,
)

LENGTH = 16
"""Hexadecimal digits of a hash: 64 bits."""

BODY_LENGTH = 6
"""Hexadecimal digits of the hash of a cloze's text: enough to see two numbers change places."""

_PART, _FIELD = "\x1f", "\x1e"
"""ASCII's separators of units and records: no page can hold them, so what they join stays apart."""


def notes(deck: Deck) -> Iterator[tuple[Card, Released]]:
    """Each card that is exported, in deck order, with the line that a release would write.

    The line is without `mod` and releases.
    """
    for card, digests in _exported(deck):
        line = Released(
            id=card.id,
            kind=card.kind,
            content=content(card),
            media=media(card, digests),
            cards=cards(card),
            deck=card.deck,
            guid=identity.guid(deck.namespace, card),
        )
        yield card, line


def _exported(deck: Deck) -> Iterator[tuple[Card, Mapping[str, str]]]:
    """Each card that is no draft, and the SHA-256 of each media target of its page."""
    by_path = dict(deck.digests)
    for page in deck.pages:
        digests = {target: by_path.get(path, "") for target, path in page.media}
        for card in page.cards:
            if not card.draft:
                yield card, digests


def content(card: Card) -> str:
    """The hash of kind, tags and sections; their order and blank space around them do not count."""
    # Of two sections of one name, which is an error, the last counts.
    parts = {section.name: section for section in card.sections}
    parts["Question"] = card.question
    sources = []
    for name, part in sorted(parts.items()):
        sources.append(f"{name}{_FIELD}{_source(part)}")
    return _hash(card.kind, *card.tags, *sources)


def _source(section: Section) -> str:
    """The Markdown, and the targets that it takes from a definition elsewhere on the page."""
    source = section.source.strip("\n").rstrip()
    # `[the paper][1]`: what stands in `[1]: https://…` changes what a learner gets.
    pieces = [source]
    for mark in section.marks:
        if mark.kind in ("link", "image") and mark.value not in source:
            pieces.append(mark.value)
    return _FIELD.join(pieces)


def media(
    card: Card,
    digests: Mapping[str, str],
) -> str:
    """The hash of the bytes of the card's media; empty without any.

    `digests` are those of the targets of its page.
    """
    targets = {mark.value for mark in card.marks("image")}
    known = targets & digests.keys()
    if not known:
        return ""
    return _hash(*sorted(digests[target] for target in known))


def cards(card: Card) -> tuple[tuple[int, str], ...]:
    """The cards of a note, numbered from 1, with a hash of what each cloze hides."""
    hidden = _hidden_texts(card)
    found = []
    for ordinal in fields.ordinals(card):
        number = ordinal + 1
        texts = hidden.get(str(number), [])
        hashed = ""
        if any(texts):
            hashed = _hash(*texts)[:BODY_LENGTH]
        found.append((number, hashed))
    return tuple(found)


def _hidden_texts(card: Card) -> dict[str, list[str]]:
    """What a cloze card hides, in the order of the text, by the written numbers of its clozes."""
    texts: dict[str, list[str]] = {}
    if card.kind != "cloze" or not card.answer:
        return texts
    for mark in card.answer.marks:
        if mark.kind == "cloze":
            for number in {*mark.value.split(",")}:  # {{c1,2::…}}
                texts.setdefault(number, []).append(mark.note)
    return texts


def note_type(made: NoteType) -> ReleasedType:
    """A note type's line (without `mod` and release)."""
    # Ids and the order of fields are not hashed: they are frozen and recorded as they are.
    sides = []
    for name, _, front, back in made.templates:
        sides.append(_FIELD.join((name, front, back)))
    return ReleasedType(
        kind=made.kind,
        id=made.id,
        content=_hash(made.name, made.css, *sides),
        fields=tuple([name for name, _ in made.fields]),
        templates=identity.TEMPLATES[made.kind],
    )


def note_times(
    deck: Deck,
    change: int,
) -> dict[str, int]:
    """The `mod` of each card that the ledger knows, by id.

    `change` is the time of what no release has recorded, in epoch seconds.
    """
    recorded = {note.id: note for note in deck.ledger.notes}
    times: dict[str, int] = {}
    if not recorded:
        return times
    for card, digests in _exported(deck):
        old = recorded.get(card.id)
        if old:
            same_text = old.content == content(card)
            unchanged = same_text and old.media == media(card, digests)
            times[old.id] = ledger.mod(old, unchanged, change)
    return times


def note_type_time(
    made: NoteType,
    recorded: Ledger,
    change: int,
) -> int:
    """The `mod` that the ledger gives a note type."""
    for old in recorded.types:
        if old.kind == made.kind:
            unchanged = old.content == note_type(made).content
            return ledger.mod(old, unchanged, change)
    return ledger.mod(None, False, change)


def same(recorded: Released, found: Released) -> bool:
    """Whether a learner who has the one would see no change in the other."""
    if recorded.content != found.content:
        return False
    return recorded.media == found.media


def _hash(*parts: str) -> str:
    joined = _PART.join(parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:LENGTH]
