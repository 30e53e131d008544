"""What git knows of earlier releases: is the tree clean, which commit recorded a release."""

from __future__ import annotations

from pathlib import Path

from deckpress.deck import ledger
from deckpress.releases.revisions import UnreadableError, git, git_if_possible


def refuse_dirty(root: Path) -> None:
    """Raises UnreadableError unless the folder is in git and everything in it is committed."""
    is_inside = git_if_possible(root, "rev-parse", "--is-inside-work-tree")
    head = git_if_possible(root, "rev-parse", "HEAD")
    if is_inside != "true" or not head:
        fix = "git init, commit the deck, then release: git remembers what each release held"
        raise UnreadableError(f"{root} is not in a git repository with a commit", fix)
    changed = git(
        root,
        "status",
        "--porcelain",
        "--",
        ".",
    )
    if changed:
        # ?? content/new.md
        lines = changed.split("\n")
        shown = "\n    ".join(lines[:10])
        message = f"there are changes that no commit holds:\n    {shown}"
        raise UnreadableError(message, "commit them, or git stash -u")


def refuse_shallow(root: Path) -> None:
    """Raises UnreadableError in a shallow clone: what was released before may not be in it."""
    if git_if_possible(root, "rev-parse", "--is-shallow-repository") == "true":
        fix = "git fetch --unshallow --tags"
        raise UnreadableError("this is a shallow clone: the last release is not in it", fix)


def commit_of(root: Path, release: tuple[str, int]) -> str:
    """The commit that recorded a release, `(version, epoch seconds)`; empty if git has none.

    Raises UnreadableError in a shallow clone, where git cannot tell.
    """
    refuse_shallow(root)
    line = ledger.release_line(*release)
    return _by_release(root).get(line, "")


def release_commits(root: Path) -> list[str]:
    """The commits that recorded a release, the newest first."""
    return [*_by_release(root).values()]


def _by_release(root: Path) -> dict[str, str]:
    """Each release's line in the ledger, and the commit that recorded it; the newest first.

    It holds the deck that learners have. Later commits may touch the ledger without a release: a
    revert, or an edit that was mended.
    """
    commits: dict[str, str] = {}
    for commit in ledger_commits(root):
        line = ""
        for row in ledger_at(root, commit).splitlines():
            if row.startswith("release\t"):
                line = row.strip()
        if line:
            # The oldest commit whose last release it is recorded it, and takes the place of others.
            commits.pop(line, None)
            commits[line] = commit
    return commits


def ledger_commits(root: Path, without: str = "") -> list[str]:
    """The commits that changed the ledger, children before their parents.

    Of all branches that were merged, and of the one that is being merged; not what the revision
    `without` has behind it. Raises UnreadableError without git.
    """
    heads = ["HEAD", "MERGE_HEAD"]
    if without:
        heads += ["--not", without]
    # A merge that took one side whole is no reason to skip the commits of the other.
    shape = ("--topo-order", "--full-history", "--ignore-missing")
    arguments = (*shape, *heads, "--", ledger.FILE)
    return git_if_possible(root, "rev-list", *arguments).split()


def first_ledger_commit(root: Path) -> str:
    """The first commit on the main line that changed the ledger; empty if there is none.

    The main line are the first parents: what others brought was proposed, and merged into it.
    """
    arguments = ("--first-parent", "HEAD", "--", ledger.FILE)
    commits = git_if_possible(root, "rev-list", *arguments)
    return commits.rpartition("\n")[2]


def version_tags(root: Path) -> list[str]:
    """The tags of versions behind HEAD, such as v1.2.0, the newest version first."""
    arguments = ("--list", "v*", "--merged", "HEAD", "--sort=-version:refname")
    return git_if_possible(root, "tag", *arguments).split()


def ledger_at(root: Path, revision: str) -> str:
    """The ledger of a revision; empty if it has none."""
    # `./` is the deck's folder, which need not be that of the repository.
    return git_if_possible(
        root,
        "cat-file",
        "blob",
        f"{revision}:./{ledger.FILE}",
    )
