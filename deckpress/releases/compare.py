"""Two states of a deck -> what changes for the learners of the first. Notes are matched as Anki does it: by GUID."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from deckpress.releases import text_changes

DERIVED = ("Topics", "Choices")
"""Fields that say again what tags and other fields say."""


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
        return next(
            (text_changes.plain(html) for name, html in self.fields if name != "ID"), self.id
        )


@dataclass(frozen=True, slots=True)
class State:
    """A deck at one time."""

    name: str
    """The deck's name, or what it was read from."""
    entries: tuple[Entry, ...]
    designs: tuple[tuple[str, str], ...] = ()
    """`(kind, hash of its templates and CSS)`, sorted."""
    minimums: tuple[tuple[str, int], ...] = ()
    """`(tag, how many cards the taxonomy wants)`, sorted."""
    settings: tuple[tuple[str, str], ...] = ()
    """`(check or its option, what deckpress.toml makes of it)`, sorted; a package has none."""
    releases: tuple[str, ...] = ()
    """The releases that the ledger records; a package has none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One note that differs."""

    before: Entry | None
    after: Entry | None

    @property
    def entry(self) -> Entry:
        """The note as it is now, or as it last was."""
        return self.after or self.before  # type: ignore[return-value]

    @property
    def status(self) -> str:
        """`added`, `retired`, `kind-changed`, `guid-changed`, `renumbered`, `changed`, `retagged` or `moved`."""
        if not self.before or not self.after:
            return "retired" if self.before else "added"
        if self.before.kind != self.after.kind:
            return "kind-changed"
        if self.before.guid != self.after.guid:
            return "guid-changed"
        if {*self.before.cards} - {*self.after.cards}:
            return "renumbered"
        if self.fields:
            return "changed"
        return "retagged" if self.before.tags != self.after.tags else "moved"

    @property
    def moved(self) -> bool:
        """Whether it stands in another deck."""
        return bool(self.before and self.after and self.before.deck != self.after.deck)

    @property
    def fields(self) -> tuple[tuple[str, str, str], ...]:
        """`(name, HTML before, HTML after)` of the fields that differ, without those made from tags or other fields."""
        if not self.before or not self.after:
            return ()
        old, new = dict(self.before.fields), dict(self.after.fields)
        names = [name for name in dict.fromkeys((*old, *new)) if name not in DERIVED]
        return tuple(
            (n, old.get(n, ""), new.get(n, "")) for n in names if old.get(n, "") != new.get(n, "")
        )

    @property
    def impact(self) -> str:
        """What it means for a learner who has the deck."""
        text = IMPACT[self.status]
        return f"{text} {IMPACT['moved']}" if self.moved and self.status != "moved" else text


IMPACT = {
    "added": "New cards, not yet studied.",
    "retired": "Stays with learners until they delete it, with its progress.",
    "kind-changed": "Learners who have it get no update: Anki never changes the type of a note.",
    "guid-changed": "Learners get it a second time, without their progress.",
    "renumbered": "Progress stays, but a card that is gone stays behind, empty.",
    "changed": "Progress stays; a learner's own edits of this note are replaced.",
    "retagged": "Progress stays; a learner's own edits of this note are replaced.",
    "moved": "Cards that learners have stay in the deck where they are.",
}

HARMFUL = ("kind-changed", "guid-changed", "renumbered")
"""What costs a learner progress, or this and every later update."""

ORDER = (
    "kind-changed",
    "guid-changed",
    "renumbered",
    "added",
    "changed",
    "retagged",
    "moved",
    "retired",
)


def changes(before: State, after: State) -> tuple[Change, ...]:
    """Everything that differs: by status, then in the order of the deck."""
    found = [
        c
        for c in _pairs(before, after)
        if c.before is None or c.after is None or c.before != c.after
    ]
    return tuple(sorted(found, key=lambda change: ORDER.index(change.status)))


def _pairs(before: State, after: State) -> Iterator[Change]:
    by_guid = {entry.guid: entry for entry in before.entries}
    new_guids = {entry.guid for entry in after.entries}
    by_id = {e.id: e for e in before.entries if e.guid not in new_guids}
    met = set()
    for entry in after.entries:
        old = by_guid.get(entry.guid) or by_id.get(entry.id)
        met.add(old.guid if old else "")
        yield Change(old, entry)
    yield from (Change(entry, None) for entry in before.entries if entry.guid not in met)


def designs(before: State, after: State) -> tuple[str, ...]:
    """The kinds whose templates or CSS differ."""
    old = dict(before.designs)
    return tuple(kind for kind, design in after.designs if kind in old and old[kind] != design)


def coverage(before: State, after: State) -> tuple[tuple[str, int, int, int], ...]:
    """`(tag, notes before, notes after, wanted)` of each tag whose count differs, sorted."""
    old, new = (
        Counter(tag for entry in state.entries for tag in entry.tags) for state in (before, after)
    )
    wanted = dict(after.minimums)
    return tuple(
        (t, old[t], new[t], wanted.get(t, 0)) for t in sorted({*old, *new}) if old[t] != new[t]
    )


def settings(before: State, after: State) -> tuple[tuple[str, str, str], ...]:
    """`(check or its option, before, after)` of each that deckpress.toml sets in another way; nothing of packages."""
    old, new = dict(before.settings), dict(after.settings)
    return tuple(
        (name, old[name], new[name]) for name in sorted({*old} & {*new}) if old[name] != new[name]
    )


def releases(before: State, after: State) -> tuple[tuple[str, bool], ...]:
    """`(release, whether it was added)` of each that one ledger records and the other does not; nothing of packages."""
    if not (before.settings and after.settings):
        return ()
    added = ((name, True) for name in after.releases if name not in before.releases)
    gone = ((name, False) for name in before.releases if name not in after.releases)
    return (*added, *gone)
