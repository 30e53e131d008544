"""Two states of a deck -> what changes for the learners of the first.

Notes are matched as Anki does it: by GUID.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from deckpress.releases import text_changes
from deckpress.releases.text_changes import Piece

DERIVED = ("Topics", "Choices")
"""Fields that say again what tags and other fields say."""

IMPACT = {
    "kind-changed": "Learners who have it get no update: Anki never changes the type of a note.",
    "guid-changed": "Learners get it a second time, without their progress.",
    "renumbered": "Progress stays, but a card that is gone stays behind, empty.",
    "added": "New cards, not yet studied.",
    "changed": "Progress stays; a learner's own edits of this note are replaced.",
    "retagged": "Progress stays; a learner's own edits of this note are replaced.",
    "moved": "Cards that learners have stay in the deck where they are.",
    "retired": "Stays with learners until they delete it, with its progress.",
}
"""Each status of a note, and what it means for a learner who has the deck; in order of weight."""

HARMFUL = ("kind-changed", "guid-changed", "renumbered")
"""What costs a learner progress, or this and every later update."""

_ORDER = tuple(IMPACT)


@dataclass(frozen=True, slots=True)
class Entry:
    """A note as learners get it."""

    guid: str
    id: str
    kind: str
    deck: str
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    """The numbers of its cards, from 1."""
    fields: tuple[tuple[str, str], ...]
    """`(name, HTML)` in order."""

    @property
    def question(self) -> str:
        """Its front as text."""
        for name, html in self.fields:
            if name != "ID":
                return text_changes.plain(html)
        return self.id


@dataclass(frozen=True, slots=True)
class State:
    """A deck at one time."""

    entries: tuple[Entry, ...]
    designs: tuple[tuple[str, str], ...] = ()
    """`(kind, hash of its templates and CSS)`, sorted."""
    minimums: tuple[tuple[str, int], ...] = ()
    """`(tag, how many cards the taxonomy wants)`, sorted."""
    settings: tuple[tuple[str, str], ...] = ()
    """`(check or its option, what deckpress.toml makes of it)`, sorted; a package has none."""
    releases: tuple[str, ...] = ()
    """The releases that the ledger records; a package has none."""


class FieldChange(NamedTuple):
    """A field that differs."""

    name: str
    before: str
    """Its HTML; empty if the note had no such field."""
    after: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What differs in it, as a learner reads it."""
        before = text_changes.plain(self.before)
        after = text_changes.plain(self.after)
        return text_changes.difference(before, after)


@dataclass(frozen=True, slots=True)
class Change:
    """One note that differs."""

    entry: Entry
    """The note as it is now, or as it last was."""
    before: Entry | None
    after: Entry | None

    @property
    def status(self) -> str:
        """A key of `IMPACT`: the heaviest thing that happened to it."""
        old, new = self.before, self.after
        if not old:
            return "added"
        if not new:
            return "retired"
        if old.kind != new.kind:
            return "kind-changed"
        if old.guid != new.guid:
            return "guid-changed"
        # A card that no template or cloze makes any more keeps its progress and shows nothing.
        if not {*old.cards} <= {*new.cards}:
            return "renumbered"
        if self.fields:
            return "changed"
        return "retagged" if old.tags != new.tags else "moved"

    @property
    def route(self) -> tuple[str, str] | None:
        """The deck it left and the deck it came to; None if it did not move."""
        if not self.before or not self.after:
            return None
        old = self.before.deck
        new = self.after.deck
        return (old, new) if old != new else None

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields that differ, without those made from tags or other fields."""
        if not self.before or not self.after:
            return ()
        old = dict(self.before.fields)
        new = dict(self.after.fields)
        changes = []
        for name in dict.fromkeys((*old, *new)):
            before = old.get(name, "")
            after = new.get(name, "")
            if before != after and name not in DERIVED:
                changes.append(FieldChange(name, before, after))
        return tuple(changes)

    @property
    def impact(self) -> str:
        """What it means for a learner who has the deck."""
        status = self.status
        if self.route and status != "moved":
            return f"{IMPACT[status]} {IMPACT['moved']}"
        return IMPACT[status]


class Coverage(NamedTuple):
    """A tag that is on more notes than before, or on fewer."""

    tag: str
    before: int
    after: int
    wanted: int
    """What the taxonomy asks for; 0 if it asks for nothing."""


class SettingChange(NamedTuple):
    """A check, or an option of one, that deckpress.toml sets in another way."""

    check: str
    before: str
    after: str


class ReleaseChange(NamedTuple):
    """A release that one ledger records and the other does not."""

    version: str
    added: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Two states, compared."""

    base: str
    head: str
    changes: tuple[Change, ...]
    designs: tuple[str, ...] = ()
    """The kinds whose templates or CSS differ."""
    coverage: tuple[Coverage, ...] = ()
    settings: tuple[SettingChange, ...] = ()
    releases: tuple[ReleaseChange, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many notes of each status, in order of weight.

        Those that moved besides count as moved, too.
        """
        found: Counter[str] = Counter()
        for change in self.changes:
            if change.route:
                found["moved"] += 1
            if change.status != "moved":
                found[change.status] += 1
        return {status: found[status] for status in _ORDER if found[status]}


def difference(
    before: State,
    after: State,
    base: str,
    head: str,
) -> Difference:
    """Everything that differs; `base` and `head` are what the states are called."""
    return Difference(
        base,
        head,
        changes(before, after),
        designs(before, after),
        tuple(_coverage(before, after)),
        tuple(_settings(before, after)),
        tuple(_releases(before, after)),
    )


def changes(before: State, after: State) -> tuple[Change, ...]:
    """The notes that differ: by status, then in the order of the deck."""
    differing = [pair for pair in _pairs(before, after) if pair.before != pair.after]
    # Stable: notes of one status stay in the order of the deck.
    differing.sort(key=lambda change: _ORDER.index(change.status))
    return tuple(differing)


def _pairs(before: State, after: State) -> Iterator[Change]:
    by_guid = {entry.guid: entry for entry in before.entries}
    new_guids = {entry.guid for entry in after.entries}
    # A note with another GUID is new to Anki; its id tells that its author means the same card.
    by_id = {}
    for entry in before.entries:
        if entry.guid not in new_guids:
            by_id[entry.id] = entry
    paired = set()
    for entry in after.entries:
        old = by_guid.get(entry.guid) or by_id.get(entry.id)
        if old:
            paired.add(old.guid)
        yield Change(entry, old, entry)
    for entry in before.entries:
        if entry.guid not in paired:
            yield Change(entry, entry, None)


def designs(before: State, after: State) -> tuple[str, ...]:
    """The kinds whose templates or CSS differ."""
    old = dict(before.designs)
    changed = []
    for kind, design in after.designs:
        if old.get(kind, design) != design:
            changed.append(kind)
    return tuple(changed)


def _coverage(before: State, after: State) -> Iterator[Coverage]:
    old = _tags(before)
    new = _tags(after)
    wanted = dict(after.minimums)
    for tag in sorted({*old, *new}):
        # A Counter has 0 of a tag that it does not know.
        if old[tag] != new[tag]:
            least = wanted.get(tag, 0)
            yield Coverage(
                tag,
                old[tag],
                new[tag],
                least,
            )


def _tags(state: State) -> Counter[str]:
    """How many notes have each tag."""
    counts: Counter[str] = Counter()
    for entry in state.entries:
        counts.update(entry.tags)
    return counts


def _settings(before: State, after: State) -> Iterator[SettingChange]:
    """Nothing of packages, which have no settings."""
    old = dict(before.settings)
    for name, setting in after.settings:
        if old.get(name, setting) != setting:
            yield SettingChange(name, old[name], setting)


def _releases(before: State, after: State) -> Iterator[ReleaseChange]:
    """Nothing of packages: only a deck has settings, and a ledger."""
    if not before.settings or not after.settings:
        return
    for name in after.releases:
        if name not in before.releases:
            yield ReleaseChange(name, added=True)
    for name in before.releases:
        if name not in after.releases:
            yield ReleaseChange(name, added=False)
