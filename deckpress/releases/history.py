"""What git knows of earlier releases: is the tree clean, which revision is the last release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from deckpress import ledger
from deckpress.releases.states import UnreadableError, git


def refuse_dirty(root: Path) -> None:
    """Raises UnreadableError unless the folder is in git and everything in it is committed."""
    if git(root, "rev-parse", "--is-inside-work-tree") != "true" or not git(root, "rev-parse", "HEAD"):
        fix = "git init, commit the deck, then release: git remembers what each release held"
        raise UnreadableError(f"{root} is not in a git repository with a commit", fix)
    changed = git(root, "status", "--porcelain", "--", ".")
    if changed:
        shown = "\n".join(f"    {line}" for line in changed.split("\n")[:10])
        raise UnreadableError(f"there are changes that no commit holds:\n{shown}", "commit them, or git stash -u")


def base(root: Path, version: str) -> str:
    """The commit of the release before `version`: the last whose ledger ends with another one; empty if none does.

    Raises UnreadableError in a shallow clone, where git cannot tell.
    """
    if git(root, "rev-parse", "--is-shallow-repository") == "true":
        raise UnreadableError("this is a shallow clone: the last release is not in it", "git fetch --unshallow --tags")
    return next((commit for commit, name in _releases(root) if name != version), "")


def releases(root: Path) -> list[str]:
    """The commits of all releases that git has, the newest first."""
    return list({name: commit for commit, name in reversed(list(_releases(root)))}.values())[::-1]


def _releases(root: Path) -> Iterator[tuple[str, str]]:
    """`(commit, last release)` of each ledger, the newest first."""
    for commit in git(root, "log", "--format=%H", "--", ledger.FILE).split():
        found = _last(git(root, "show", f"{commit}:./{ledger.FILE}"))
        if found:
            yield commit, found


def _last(text: str) -> str:
    """The last release that a ledger names."""
    names = [line.split("\t")[1] for line in text.splitlines() if line.startswith("release\t")]
    return names[-1] if names else ""
