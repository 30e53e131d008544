"""What tells whether a release changed a note: hashes over what its author wrote, never over what we make of it.

Recorded in the ledger of every deck, so they are frozen: another way to hash would touch all notes of all learners and
cost them their own edits. A new renderer, another Pygments or another place in the deck changes none of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from deckpress.deck import identity, ledger
from deckpress.kinds import fields
from deckpress.model import Card, Deck, Ledger, NoteType, Released, ReleasedType, Section

LENGTH = 16
"""Hexadecimal digits of a hash: 64 bits."""

BODY_LENGTH = 6
"""Hexadecimal digits of the hash of a cloze's text: enough to see two numbers change places."""


def notes(deck: Deck) -> Iterator[tuple[Card, Released]]:
    """Each card that is exported, in deck order, with the line a release would write (without `mod` and releases)."""
    for card, files in _exported(deck):
        guid = identity.guid(deck.namespace, card)
        yield (
            card,
            Released(
                card.id, card.kind, content(card), media(card, files), cards(card), card.deck, guid
            ),
        )


def _exported(deck: Deck) -> Iterator[tuple[Card, Mapping[str, str]]]:
    """Each card that is no draft, and the SHA-256 of each media target of its page."""
    digests = dict(deck.digests)
    for page in deck.pages:
        files = {target: digests.get(path, "") for target, path in page.media}
        yield from ((card, files) for card in page.cards if not card.draft)


def content(card: Card) -> str:
    """The hash of kind, tags and sections; the order of sections and blank space around them do not count."""
    parts = {section.name: section for section in card.sections} | {"Question": card.question}
    sections = (f"{name}\x1e{_source(part)}" for name, part in sorted(parts.items()))
    return _hash(card.kind, *card.tags, *sections)


def _source(section: Section) -> str:
    """The Markdown, and the targets that it takes from a definition elsewhere on the page."""
    source = section.source.strip("\n").rstrip()
    far = (m.value for m in section.marks if m.kind in ("link", "image") and m.value not in source)
    return "\x1e".join([source, *far])


def media(card: Card, files: Mapping[str, str]) -> str:
    """The hash of the bytes of the card's media; empty without any."""
    used = {mark.value for part in card.parts for mark in part.marks if mark.kind == "image"}
    found = sorted(files[target] for target in used if target in files)
    return _hash(*found) if found else ""


def cards(card: Card) -> tuple[tuple[int, str], ...]:
    """The cards of a note, numbered from 1, with a hash of what each cloze hides."""
    numbers = [n + 1 for n in fields.ordinals(card)]
    if card.kind != "cloze" or not card.answer:
        return tuple((n, "") for n in numbers)
    hidden = [(m.value.split(","), m.note) for m in card.answer.marks if m.kind == "cloze"]
    bodies = {n: [text for values, text in hidden if str(n) in values] for n in numbers}
    return tuple((n, _hash(*bodies[n])[:BODY_LENGTH] if any(bodies[n]) else "") for n in numbers)


def note_type(made: NoteType) -> ReleasedType:
    """A note type's line (without `mod` and release)."""
    sides = (f"{name}\x1e{front}\x1e{back}" for name, _, front, back in made.templates)
    hashed = _hash(made.name, made.css, *sides)
    return ReleasedType(
        made.kind, made.id, hashed, tuple(n for n, _ in made.fields), identity.TEMPLATES[made.kind]
    )


def mods(deck: Deck, change: int) -> dict[str, int]:
    """The `mod` of each card that the ledger knows, by id; `change` is the time of what no release has recorded."""
    recorded = {note.id: note for note in deck.ledger.notes}
    known = (
        ((recorded.get(card.id), card, files) for card, files in _exported(deck))
        if recorded
        else ()
    )
    return {
        old.id: ledger.mod(old, _is(old, card, files), change) for old, card, files in known if old
    }


def dated(made: NoteType, recorded: Ledger, change: int) -> NoteType:
    """The note type with the `mod` that the ledger gives it."""
    old = next((t for t in recorded.types if t.kind == made.kind), None)
    return replace(
        made,
        mod=ledger.mod(old, old is not None and old.content == note_type(made).content, change),
    )


def _is(recorded: Released, card: Card, files: Mapping[str, str]) -> bool:
    return recorded.content == content(card) and recorded.media == media(card, files)


def same(recorded: Released, found: Released) -> bool:
    """Whether a learner who has the one would see no change in the other."""
    return (recorded.content, recorded.media) == (found.content, found.media)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:LENGTH]
