"""The ledgers that `release` wrote, as far as git tells.

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
from deckpress.releases import history, succession
from deckpress.releases.revisions import UnreadableError


class TrustedLedger(NamedTuple):
    """The ledger as a release wrote it."""

    revision: str
    """The tag of the release, or the commit that recorded it."""
    ledger: Ledger
    is_tagged: bool = False

    @property
    def releases(self) -> tuple[tuple[str, int], ...]:
        """`(version, epoch seconds)`, oldest first."""
        return self.ledger.releases

    @property
    def version(self) -> str:
        """The last release in it."""
        return self.releases[-1][0] if self.releases else ""

    @property
    def name(self) -> str:
        """What git takes for the revision, and people can type."""
        return self.revision if self.is_tagged else self.revision[:10]


def trusted_ledgers(root: Path) -> list[TrustedLedger]:
    """The ledgers of releases since the last tag.

    Empty without git, in a shallow clone (which cannot tell), and before the first release.
    """
    try:
        history.refuse_shallow(root)
        candidates = _candidates(root)
        first = history.first_ledger_commit(root)
    except UnreadableError:
        return []
    trusted = [candidate for candidate in candidates if candidate.is_tagged]
    if not trusted:
        trusted = [candidate for candidate in candidates if candidate.revision == first]
    if not trusted:
        trusted = candidates[:1]
    # In whatever order git has the branches: what follows from a release is one, too.
    while following := next(_following(candidates, trusted), None):
        trusted.append(following)
    return trusted


def last_release(here: Ledger, root: Path) -> TrustedLedger | None:
    """The release that a ledger goes on from, or is; None where git knows of none."""
    trusted = trusted_ledgers(root)
    return _predecessor(here, trusted) if trusted else None


def _following(
    candidates: Sequence[TrustedLedger],
    trusted: Sequence[TrustedLedger],
) -> Iterator[TrustedLedger]:
    for candidate in candidates:
        if candidate not in trusted:
            last = _predecessor(candidate.ledger, trusted)
            if not any(succession.faults(last.ledger, candidate.ledger)):
                yield candidate


def _predecessor(here: Ledger, trusted: Sequence[TrustedLedger]) -> TrustedLedger:
    """The latest of those whose every release a ledger has.

    A ledger without a release for which a tag stands is compared with that tag, and one that
    lacks a release of each with the newest: it has lost something.
    """
    releases = {*here.releases}
    tagged = [other for other in trusted if other.is_tagged]
    held = [other for other in tagged if releases < {*other.releases}]
    if not held:
        held = [other for other in trusted if releases.issuperset(other.releases)]
    return max(held, key=lambda other: len(other.releases), default=trusted[-1])


def _candidates(root: Path) -> list[TrustedLedger]:
    """The ledgers of the last tag and of all commits since, the oldest first."""
    tags = history.version_tags(root)
    candidates = []
    known = ""
    for tag in tags:
        revision = f"refs/tags/{tag}"
        last = _read(root, revision, tags)
        # Not any tag that looks like a version: `v2-draft` may stand where nothing was released.
        if last and last.is_tagged:
            candidates.append(last)
            known = f"refs/tags/{last.revision}"
            break
    for commit in reversed(history.ledger_commits(root, known)):
        candidate = _read(root, commit, tags)
        if candidate:
            candidates.append(candidate)
    return candidates


def _read(
    root: Path,
    revision: str,
    tags: Sequence[str],
) -> TrustedLedger | None:
    """The ledger of a revision; None if there is none that could be read."""
    text = history.ledger_at(root, revision)
    parsed, faults = ledger.parse(text.encode())
    if faults or not text:
        return None
    found = TrustedLedger(revision, parsed)
    # A tag stands for the ledger of its own version, letter for letter.
    tag = f"v{found.version}"
    if tag in tags and history.ledger_at(root, f"refs/tags/{tag}") == text:
        return TrustedLedger(tag, parsed, is_tagged=True)
    return found
