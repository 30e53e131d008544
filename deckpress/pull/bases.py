"""Which text a learner's note was before it was edited in Anki: only against that is a difference an edit."""

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
"""How many releases are read to tell an edit from a text that was not updated yet; each takes as long as a build."""


class Bases:
    """Finds the text that each note of a collection was made of (the rule is in the command's help)."""

    def __init__(self, config: Config, deck: Deck, today: State, given: State | None) -> None:
        self.config, self.given = config, given
        self.today = {entry.guid: entry for entry in today.entries}
        self.ledger = {note.guid: note for note in deck.ledger.notes}
        self.last = deck.ledger.releases[-1:]
        self.times = {time for _, time in deck.ledger.releases}
        made = (
            {released.guid: released for _, released in fingerprints.notes(deck)}
            if self.ledger
            else {}
        )
        self.unchanged = {
            g
            for g, note in made.items()
            if g in self.ledger and fingerprints.same(self.ledger[g], note)
        }

    def as_released(self, note: Learned) -> bool:
        """Whether Anki has the note as a release gave it: an edit would have dated it anew."""
        recorded = self.ledger.get(note.guid)
        return recorded is not None and (note.mod == recorded.mod or note.mod in self.times)

    def of(self, note: Learned) -> Entry | None:
        """The note before it was edited; None if nothing tells."""
        if self.given is not None:
            return next((entry for entry in self.given.entries if entry.guid == note.guid), None)
        recorded = self.ledger.get(note.guid)
        today = self.today[note.guid]
        if recorded is None:
            return today if _mostly(today, note) else None
        if note.mod < recorded.mod:
            return None
        return today if note.guid in self.unchanged else self._released.get(note.guid)

    def was(self, guid: str, name: str, html: str) -> bool:
        """Whether a field said this in an earlier release: its learner has not edited it, but not updated either."""
        said = normal_form(html)
        fields = (dict(entries[guid].fields) for entries in self._earlier if guid in entries)
        return any(normal_form(found[name]) == said for found in fields if name in found)

    @functools.cached_property
    def _earlier(self) -> list[dict[str, Entry]]:
        """The notes of all releases that git has, the newest first."""
        found = []
        for commit in (
            history.release_commits(self.config.root)[:MOST_RELEASES]
            if self.ledger and not self.given
            else ()
        ):
            try:
                found.append(
                    {entry.guid: entry for entry in states.of_revision(self.config, commit).entries}
                )
            except UnreadableError:
                continue
        return found

    @functools.cached_property
    def _released(self) -> dict[str, Entry]:
        """The notes of the last release, as git has it."""
        try:
            commit = history.commit_of(self.config.root, *self.last) if self.last else ""
            found = states.of_revision(self.config, commit).entries if commit else ()
        except UnreadableError:
            found = ()
        return {entry.guid: entry for entry in found}


def _mostly(today: Entry, note: Learned) -> bool:
    """Whether at least half of what an author writes is the same, and at least one field of it."""
    pairs = [(html, note.fields.get(name, "")) for name, html in today.fields if name in SECTIONS]
    written = [pair for pair in pairs if any(pair)]
    same = sum(normal_form(ours) == normal_form(theirs) for ours, theirs in written)
    return same * 2 >= len(written) and same > 0
