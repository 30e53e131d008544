"""Which text a learner's note was before it was edited in Anki: only against that is a difference
an edit."""

from __future__ import annotations

import functools

from deckpress.anki.normal_form import normal_form
from deckpress.deck.config import Config
from deckpress.kinds import fingerprints
from deckpress.model import SECTIONS, Deck
from deckpress.pull.learner_notes import Learned
from deckpress.releases import history, states
from deckpress.releases.compare import Entry, State
from deckpress.releases.revisions import UnreadableError

MOST_RELEASES = 12
"""How many releases are read to tell an edit from a text that was not updated yet; each takes as
long as a build."""


class Bases:
    """Finds the text that each note of a collection was made of (the rule is in the command's
    help)."""

    def __init__(
        self,
        config: Config,
        deck: Deck,
        today: State,
        given: State | None,
    ) -> None:
        self._config, self._given = config, given
        self._today = {entry.guid: entry for entry in today.entries}
        self._ledger = {note.guid: note for note in deck.ledger.notes}
        self._last = deck.ledger.releases[-1:]
        self._times = {time for _, time in deck.ledger.releases}
        self._unchanged = self._as_recorded(deck) if self._ledger else set()

    def _as_recorded(self, deck: Deck) -> set[str]:
        """The GUIDs of the notes that are as their release left them."""
        guids = set()
        for _, now in fingerprints.notes(deck):
            released = self._ledger.get(now.guid)
            if released and fingerprints.same(released, now):
                guids.add(now.guid)
        return guids

    def as_released(self, note: Learned) -> bool:
        """Whether Anki has the note as a release gave it: an edit would have dated it anew."""
        recorded = self._ledger.get(note.guid)
        return recorded is not None and note.mod in {recorded.mod, *self._times}

    def of(self, note: Learned) -> Entry | None:
        """The note before it was edited; None if nothing tells."""
        if self._given is not None:
            entries = {entry.guid: entry for entry in self._given.entries}
            return entries.get(note.guid)
        recorded = self._ledger.get(note.guid)
        today = self._today[note.guid]
        if recorded is None:
            return today if _mostly(today, note) else None
        if note.mod < recorded.mod:  # of an older release, and edited
            return None
        # The common case, told without git.
        if note.guid in self._unchanged:
            return today
        return self._released.get(note.guid)

    def was(
        self,
        guid: str,
        name: str,
        html: str,
    ) -> bool:
        """Whether a field said this in an earlier release: its learner has not edited it, but not
        updated either."""
        theirs = normal_form(html)
        for entries in self._earlier:
            fields = dict(entries[guid].fields) if guid in entries else {}
            if name in fields and normal_form(fields[name]) == theirs:
                return True
        return False

    @functools.cached_property
    def _earlier(self) -> list[dict[str, Entry]]:
        """The notes of all releases that git has, the newest first."""
        if not self._ledger or self._given:
            return []
        # Each is checked out and rendered, so that fields can be compared as Anki got them.
        commits = history.release_commits(self._config.root)
        return [self._notes_of(commit) for commit in commits[:MOST_RELEASES]]

    @functools.cached_property
    def _released(self) -> dict[str, Entry]:
        """The notes of the last release, as git has it."""
        try:
            commit = history.commit_of(self._config.root, *self._last) if self._last else ""
        except UnreadableError:  # a shallow clone
            commit = ""
        return self._notes_of(commit) if commit else {}

    def _notes_of(self, commit: str) -> dict[str, Entry]:
        """The notes of a commit, by their GUIDs; none if it cannot be read any more."""
        try:
            entries = states.of_revision(self._config, commit).entries
        except UnreadableError:
            return {}
        return {entry.guid: entry for entry in entries}


def _mostly(today: Entry, note: Learned) -> bool:
    """Whether at least half of what an author writes is the same, and at least one field of it."""
    same, written = 0, 0
    for name, ours in today.fields:
        theirs = note.fields.get(name, "")
        if name in SECTIONS and (ours or theirs):
            written += 1
            same += normal_form(ours) == normal_form(theirs)
    return same > 0 and same * 2 >= written
