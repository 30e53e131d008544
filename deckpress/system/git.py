"""The one way to ask git: it is never changed, and runs no program that is not git itself.

A pull request can bring any file but those in `.git`: attributes, submodules, a folder that looks
like a repository with settings of its own. And a repository's settings may name programs that such
files then call for. So every question is asked with all of that off, and in an environment of its
own. What the user has set up for himself stays: who he is, and which folders he trusts.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from deckpress.model import printable
from deckpress.system import programs

SECONDS = 120
"""What one question may take."""

SETTINGS = (
    # Else a folder with HEAD, objects/ and refs/ is a repository, whose `config` says what to run.
    ("safe.bareRepository", "explicit"),
    ("core.fsmonitor", "false"),  # a program that is asked what has changed
    ("core.hooksPath", os.devnull),
    ("core.pager", "cat"),
    ("credential.helper", ""),
    ("log.showSignature", "false"),  # runs gpg
    # Else git runs in every submodule, with the settings of that; a new commit of it still counts.
    ("diff.ignoreSubmodules", "dirty"),
    ("diff.submodule", "short"),
    ("submodule.recurse", "false"),
    # Not a matter of safety: the same answer on every machine.
    ("core.quotePath", "false"),
    ("diff.autoRefreshIndex", "false"),
    ("diff.renames", "true"),
    ("status.showUntrackedFiles", "normal"),
)
"""git's own settings for a question, over those of all its files."""

DIFF = ("--no-ext-diff", "--no-textconv", "--no-color", "--text")
"""What `git diff` needs besides: the first two are programs, and without the last an attribute
(`*.md -diff`) or a zero byte would hide what has changed."""

FILTERING = ("archive", "diff", "status")
"""Commands that send files through the programs of `filter.*`, as any `.gitattributes` can ask."""

KEPT = (
    "GIT_CEILING_DIRECTORIES",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
)
"""Variables that say where git and the user's settings are. All others lead to programs, or
(`GIT_DIR`, inside a hook) to another repository than that of the deck."""

ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "-",  # no connection: what a partial clone lacks is not fetched
    "GIT_ASKPASS": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",  # `git status` likes to take one, which would stay if it was killed
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",  # messages that we can read
}

_LAYOUT = ("HEAD", "objects", "commondir")
"""By what git knows a repository: the first, and what is in it, or where that is (its manual,
gitrepository-layout)."""

Settings = Iterable[tuple[str, str]]


class GitError(Exception):
    """git gave no answer; says why, in one line."""


class Failed(GitError):
    """git answered that it cannot: there is no such revision, no repository, no such setting …"""


def asked(root: Path, command: str, *arguments: str) -> bytes:
    """What git prints in a folder.

    Raises Failed if git says that it cannot, GitError if it is missing, not to be trusted here, or
    takes too long.
    """
    place = lookalike(root)
    if place:
        raise GitError(f"{place} looks like a git repository, but it is a folder with other files")
    settings = [*SETTINGS]
    if command in FILTERING:
        settings += _filters_off(root)
    flags = DIFF if command == "diff" else ()
    return _run(root, settings, command, *flags, *arguments)


def work_tree(folder: Path) -> Path | None:
    """The folder, at or above one, that holds `.git`; None if it is in no repository."""
    real = folder.resolve()
    for place in (real, *real.parents):
        if os.path.lexists(place / ".git"):
            return place
    return None


def lookalike(root: Path) -> Path | None:
    """A folder that git could take for the repository of a deck, and that is none.

    Before 2.38 it does so, whatever the settings say.
    """
    real = root.resolve()
    top = work_tree(real)
    for place in (real, *real.parents):
        if place == top:
            break
        has_head, *has_others = (os.path.lexists(place / name) for name in _LAYOUT)
        if has_head and any(has_others):
            return place
    return None


def _filters_off(root: Path) -> Settings:
    """Settings that switch off the programs of every filter, through which files are sent."""
    options = ("--null", "--name-only", "--get-regexp")
    try:
        listed = _run(root, SETTINGS, "config", *options, r"^filter\.")
    except Failed:
        return  # `git config` ends with 1 if there is none
    # `filter.lfs.clean`, `filter.lfs.smudge` ...
    keys = os.fsdecode(listed).rstrip("\0").split("\0")
    names = {key.rpartition(".")[0] for key in keys}
    for name in sorted(names):
        if "=" in name:  # `-c` would cut the name there
            raise GitError(f"its settings have a {name!r}, which cannot be switched off")
        yield f"{name}.clean", ""
        yield f"{name}.smudge", ""
        yield f"{name}.process", ""
        yield f"{name}.required", "false"


def _run(root: Path, settings: Settings, *arguments: str) -> bytes:
    program = programs.find("git")
    if program is None:
        raise GitError("there is no git here")
    command = [program, "--no-pager"]
    for name, value in settings:
        command += ["-c", f"{name}={value}"]
    command += ["-C", str(root), *arguments]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            env=_environment(),
        )
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise GitError(f"git does not answer: {error}") from error
    if done.returncode:
        raise Failed(_reason(done.stderr.decode("utf-8", "replace")))
    return done.stdout


def _environment() -> dict[str, str]:
    """Our own, without what could lead git elsewhere."""
    own = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT or not name.startswith("GIT_")
    }
    return own | ENVIRONMENT


def _reason(stderr: str) -> str:
    """The first line of what git complains of, without its own "fatal:"."""
    lines = stderr.strip().splitlines() or ["git failed"]
    reason = lines[0].removeprefix("fatal: ").removeprefix("warning: ")
    return printable(reason)
