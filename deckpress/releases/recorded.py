"""What releases wrote into the ledger, as far as git tells.

Anybody can change the ledger in a commit. Which of its versions are those of releases? The one
that a tag stands for (nobody who proposes a change can set one); without a tag, the first on the
main line; and whatever can have followed from one of these by a release (see `succession`). What
else there is, somebody wrote by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from deckpress.deck import ledger
from deckpress.model import Ledger
from deckpress.releases import history, states, succession


class Recorded(NamedTuple):
    """The ledger as a release wrote it."""

    revision: str
    """The tag of the release, or the commit that recorded it."""
    ledger: Ledger
    is_tagged: bool = False

    @property
    def version(self) -> str:
        """The last release in it."""
        releases = self.ledger.releases
        return releases[-1][0] if releases else ""

    @property
    def name(self) -> str:
        """What git takes for the revision, and people can type."""
        return self.revision if self.is_tagged else self.revision[:10]


def recorded(root: Path) -> list[Recorded]:
    """The ledgers of releases since the last tag.

    Empty without git, in a shallow clone (which cannot tell), and before the first release.
    """
    try:
        if history.is_shallow(root):
            return []
        waiting = _candidates(root)
        first = history.first_ledger(root)
    except states.UnreadableError:
        return []
    known = [r for r in waiting if r.is_tagged]
    known = known or [r for r in waiting if r.revision == first] or waiting[:1]
    # In whatever order git has the branches: what follows from a release is one, too.
    while found := next(_following(waiting, known), None):
        known.append(found)
    return known


def _following(waiting: Sequence[Recorded], known: Sequence[Recorded]) -> Iterator[Recorded]:
    for candidate in waiting:
        if candidate not in known:
            last = before(candidate.ledger, known)
            if not any(succession.faults(last.ledger, candidate.ledger)):
                yield candidate


def before(here: Ledger, known: Sequence[Recorded]) -> Recorded:
    """The release that a ledger goes on from, or is: the latest of those whose every release it
    has.

    A ledger without a release for which a tag stands is compared with that tag, and one that
    lacks a release of each with the newest: it has lost something.
    """
    names = {*here.releases}
    lost = [r for r in known if r.is_tagged and names < {*r.ledger.releases}]
    held = lost or [r for r in known if {*r.ledger.releases} <= names]
    return max(held, key=lambda r: len(r.ledger.releases), default=known[-1])


def _candidates(root: Path) -> list[Recorded]:
    """The ledgers of the last tag and of all commits since, the oldest first."""
    tags = history.tags(root)
    of_tags = (_read(root, tag, f"refs/tags/{tag}", tags) for tag in tags)
    last = next((r for r in of_tags if r and r.is_tagged), None)
    commits = history.ledgers(root, f"refs/tags/{last.revision}" if last else "")
    since = [_read(root, commit, commit, tags) for commit in commits]
    return [r for r in (last, *reversed(since)) if r]


def _read(root: Path, name: str, revision: str, tags: Sequence[str]) -> Recorded | None:
    """The ledger of a revision; None if there is none that could be read."""
    text = history.at(root, revision)
    parsed, faults = ledger.parse(text.encode())
    if faults or not text:
        return None
    found = Recorded(name, parsed)
    tag = f"v{found.version}"
    if tag in tags and history.at(root, f"refs/tags/{tag}") == text:
        return Recorded(tag, parsed, is_tagged=True)
    return found
