"""What git knows of earlier releases: is the tree clean, which commit recorded a release."""

from __future__ import annotations

from pathlib import Path

from deckpress.deck import ledger
from deckpress.releases.states import UnreadableError, git, told


def refuse_dirty(root: Path) -> None:
    """Raises UnreadableError unless the folder is in git and everything in it is committed."""
    if git(root, "rev-parse", "--is-inside-work-tree") != "true" or not git(
        root, "rev-parse", "HEAD"
    ):
        fix = "git init, commit the deck, then release: git remembers what each release held"
        raise UnreadableError(f"{root} is not in a git repository with a commit", fix)
    changed = told(root, "status", "--porcelain", "--", ".")
    if changed:
        shown = "\n".join(f"    {line}" for line in changed.split("\n")[:10])
        raise UnreadableError(
            f"there are changes that no commit holds:\n{shown}", "commit them, or git stash -u"
        )


def is_shallow(root: Path) -> bool:
    """Whether git has not the whole history. Raises UnreadableError without git."""
    return git(root, "rev-parse", "--is-shallow-repository") == "true"


def refuse_shallow(root: Path) -> None:
    """Raises UnreadableError in a shallow clone: what was released before may not be in it."""
    if is_shallow(root):
        fix = "git fetch --unshallow --tags"
        raise UnreadableError("this is a shallow clone: the last release is not in it", fix)


def commit_of(root: Path, release: tuple[str, int]) -> str:
    """The commit that recorded a release, `(version, epoch seconds)`; empty if git has none.

    Raises UnreadableError in a shallow clone, where git cannot tell.
    """
    refuse_shallow(root)
    wanted = ledger.release_line(*release)
    return next((commit for commit, line in _recorded(root) if line == wanted), "")


def releases(root: Path) -> list[str]:
    """The commits that recorded a release, the newest first."""
    return [commit for commit, _ in _recorded(root)]


def _recorded(root: Path) -> list[tuple[str, str]]:
    """`(commit, line)`: for each release the commit that recorded it, the newest first.

    It holds the deck that learners have. Later commits may touch the ledger without a release: a
    revert, or an edit that was mended.
    """
    commits: dict[str, str] = {}
    for commit in ledgers(root):
        rows = at(root, commit).splitlines()
        lines = [row.strip() for row in rows if row.startswith("release\t")]
        if lines:
            commits.pop(lines[-1], None)
            commits[lines[-1]] = commit
    return [(commit, line) for line, commit in commits.items()]


def ledgers(root: Path, without: str = "") -> list[str]:
    """The commits that changed the ledger, children before their parents.

    Of all branches that were merged, and of the one that is being merged; not what the revision
    `without` has behind it. Raises UnreadableError without git.
    """
    heads = ["HEAD", "MERGE_HEAD", *(["--not", without] if without else [])]
    shape = ("--topo-order", "--full-history", "--ignore-missing")
    return git(root, "rev-list", *shape, *heads, "--", ledger.FILE).split()


def first_ledger(root: Path) -> str:
    """The first commit on the main line that changed the ledger; empty if there is none.

    The main line are the first parents: what others brought was proposed, and merged into it.
    """
    commits = git(root, "rev-list", "--first-parent", "HEAD", "--", ledger.FILE).split()
    return commits[-1] if commits else ""


def tags(root: Path) -> list[str]:
    """The tags of versions behind HEAD, such as v1.2.0, the newest version first."""
    shape = ("--list", "v*", "--merged", "HEAD", "--sort=-version:refname")
    return git(root, "tag", *shape).split()


def at(root: Path, revision: str) -> str:
    """The ledger of a revision; empty if it has none."""
    return git(root, "cat-file", "blob", f"{revision}:./{ledger.FILE}")
