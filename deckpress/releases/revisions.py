"""A revision of the deck, as git has it: what git says, and the files in a folder."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import zipfile
from pathlib import Path

from deckpress.deck.config import FILE
from deckpress.model.refused import Unable
from deckpress.system.git import Failed, GitError, asked


class UnreadableError(Unable):
    """A state that cannot be read."""


class _DeclinedError(UnreadableError):
    """git says that it cannot."""


def git(root: Path, *arguments: str) -> str:
    """What git prints, without blanks at its ends. Raises UnreadableError if it gives no answer."""
    printed = _printed(root, *arguments)
    return printed.decode("utf-8", "replace").strip()


def git_if_possible(root: Path, *arguments: str) -> str:
    """The same, but an empty text if git says that it cannot. Raises UnreadableError without it."""
    try:
        return git(root, *arguments)
    except _DeclinedError:
        return ""


def _printed(root: Path, *arguments: str) -> bytes:
    try:
        return asked(root, *arguments)
    except Failed as error:
        fix = "see what `git status` says in the deck's folder"
        raise _DeclinedError(f"git cannot tell: {error}", fix) from error
    except GitError as error:
        fix = "install git; or remove what looks like a repository"
        raise UnreadableError(str(error), fix) from error


def unpack(
    root: Path,
    revision: str,
    folder: Path,
) -> None:
    """Write the deck's files of a git revision into an empty folder.

    As a zip, in which links are files: nothing lands outside of the folder. Raises UnreadableError.
    """
    commit = _commit(root, revision)
    deck = ("content", "templates", FILE)
    listed = git(root, "ls-tree", "--name-only", commit, *deck)
    names = listed.split("\n")
    if "content" not in names:
        fix = "name a revision that holds the deck"
        raise UnreadableError(f"{revision} holds no content/", fix)
    data = _printed(root, "archive", "--format=zip", "-0", commit, "--", *names)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) < _count_files(root, commit, *names):
            fix = (
                "remove `export-ignore` from .gitattributes: "
                "a card that it hides would count as new"
            )
            raise UnreadableError(f"git leaves out files of {revision}", fix)
        archive.extractall(folder)
    for member in members:
        # A zip that git makes holds the mode of Unix in the upper half.
        if stat.S_ISLNK(member.external_attr >> 16):
            _make_link(folder / member.filename)


def _commit(root: Path, revision: str) -> str:
    # `--end-of-options`: a revision that begins with a hyphen is none of git's options.
    options = ("--verify", "--quiet", "--end-of-options")
    commit = git_if_possible(root, "rev-parse", *options, f"{revision}^{{commit}}")
    if not commit:
        fix = "name a tag, a branch, a commit, or an .apkg file"
        raise UnreadableError(f"git knows no revision {revision!r}", fix)
    return commit


def _count_files(root: Path, commit: str, *names: str) -> int:
    """How many files git has there, not counting what submodules hold."""
    listed = git(root, "ls-tree", "-r", "-z", commit, "--", *names)
    count = 0
    for row in listed.split("\0"):
        # `100644 blob 78981922…<tab>content/a.md`; of a submodule, `160000 commit …`.
        facts, _, _ = row.partition("\t")
        count += " blob " in facts
    return count


def _make_link(path: Path) -> None:
    """Make a file that says where a link leads that link again.

    If it leads out of the folder, nobody reads it.
    """
    target = os.fsdecode(path.read_bytes())
    with contextlib.suppress(OSError):  # a system without links
        path.unlink()
        path.symlink_to(target)
