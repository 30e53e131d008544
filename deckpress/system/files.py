"""The one way to touch files: none outside its folder, none through a planted link, none torn.

A deck is a stranger's folder. A link in it can lead to any file of the machine, a pipe can be
called `page.md`, and `build` can be a link to somebody's photos. So each path is used together
with the folder that it must stay in.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

LEADS_AWAY = "a link that leads to no file of the deck"

PREFIX, SUFFIX = ".deckpress-", ".tmp"
"""Of the names of files that are being written: nobody else's are called so."""

Text = bytes | str
"""What a file is to hold; a text as UTF-8."""

_UNFINISHED = re.compile(r"\.deckpress-[a-z0-9_]{8}\.tmp")
"""`.deckpress-k3_x81ab.tmp`, as `tempfile` fills in the middle."""


class UnsafePath(OSError):
    """A path that is not what it should be.

    `filename` is the path, `strerror` says what is wrong with it, `fix` what to do.
    """

    def __init__(self, path: Path | str, message: str, fix: str = "") -> None:
        super().__init__(errno.EPERM, message, str(path))
        self.fix = fix or "put the file itself there, and no link"

    def __reduce__(self) -> tuple[object, ...]:
        """How it comes back from another process."""
        return UnsafePath, (self.filename, self.strerror, self.fix)


# --- reading ------------------------------------------------------------------------------


def read(path: Path, folder: Path) -> bytes:
    """The bytes of a file in a folder.

    Raises FileNotFoundError if there is none; UnsafePath for what `fault` finds, and for a
    file that cannot be read.
    """
    if not os.path.lexists(path):
        reason = os.strerror(errno.ENOENT)
        raise FileNotFoundError(errno.ENOENT, reason, str(path))
    wrong = fault(path, folder)
    if wrong:
        raise UnsafePath(path, wrong)
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise UnsafePath(path, message, "give yourself the right to read it") from error


def fault(path: Path, folder: Path) -> str:
    """Why a path is no file of a folder: it leads elsewhere, or to a pipe, a device, a folder.

    Empty if nothing is wrong.
    """
    if os.path.islink(path) and not inside(path, folder):
        return LEADS_AWAY
    if os.path.isdir(path):
        return "a folder, where a file belongs"
    if not os.path.isfile(path):
        return "no ordinary file"
    return "" if belongs(path, folder) else LEADS_AWAY


def inside(path: Path, folder: Path) -> bool:
    """Whether `path`, with all links followed, is an ordinary file below `folder`."""
    try:
        return os.path.isfile(path) and belongs(path, folder)
    except (OSError, ValueError):
        return False


def belongs(path: Path, folder: Path) -> bool:
    """Whether `path`, with all links followed, lies below `folder`.

    What git keeps there does not belong to it, nor what a link makes of a hidden file: `.env`
    lies in the folder of a deck as well, and is no part of it.
    """
    # As texts: paths are asked about by the thousand, and `Path` takes three times as long.
    base = os.path.realpath(folder)
    real = os.path.realpath(path)
    if not real.startswith(os.path.join(base, "")):
        return False
    place = os.path.relpath(real, base)
    if f"{os.sep}." not in f"{os.sep}{place}":
        return True  # nothing is hidden
    parts = place.lower().split(os.sep)
    return ".git" not in parts and place == os.path.relpath(path, folder)


# --- writing ------------------------------------------------------------------------------


def write(path: Path, data: Text | Iterable[bytes], folder: Path) -> Path:
    """Write `data` (text as UTF-8; or pieces) to a new file, then rename it to `path`.

    `path` lies in `folder`, which is what the user named: links on the way to that are his own,
    and none below it is followed. Raises UnsafePath for such a link, OSError if the file cannot
    be written; the old file is then untouched.
    """
    refuse_links(path.parent, folder)
    with _about(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _unfinished(path.parent) as (file, name):
            file.writelines(_pieces(data))
            file.flush()
            os.chmod(name, 0o644)
            if os.name == "nt":  # where no open file can be renamed
                file.close()
            os.replace(name, path)
    return path


def _pieces(data: Text | Iterable[bytes]) -> Iterable[bytes]:
    if isinstance(data, str):
        return [data.encode()]
    return [data] if isinstance(data, bytes) else data


def rewrite(changes: Mapping[Path, Text], folder: Path) -> None:
    """Write files of a deck, old or new; a link in the deck stays, and what it means changes.

    Raises UnsafePath, and writes none, if one of them is not inside `folder`; OSError if one cannot
    be written, which is then untouched.
    """
    for path in changes:
        if not belongs(path, folder):
            raise UnsafePath(path, LEADS_AWAY)
    # Not `resolve`, which fails for a link to itself.
    real = {Path(os.path.realpath(path)): data for path, data in changes.items()}
    for place in dict.fromkeys(path.parent for path in real):
        sweep(place)
    base = Path(os.path.realpath(folder))
    for path, data in real.items():
        write(path, data, base)


def refuse_links(path: Path, folder: Path) -> None:
    """Raises UnsafePath if `path`, or a folder between `folder` and it, is a link."""
    here = folder
    for part in path.relative_to(folder).parts:
        expected = os.path.join(os.path.realpath(here), part)
        here = here / part
        # Not `islink`, which does not know the junctions of Windows.
        real = os.path.realpath(here)
        if os.path.normcase(real) != os.path.normcase(expected):
            message = "a link, and nothing is written through it"
            fix = "remove the link, or name another folder with --out"
            raise UnsafePath(here, message, fix)


# --- unfinished files ---------------------------------------------------------------------


def sweep(folder: Path) -> None:
    """Remove the files that killed runs left unfinished, and none that is being written."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            is_ours = _UNFINISHED.fullmatch(entry.name)
            if is_ours and entry.is_file(follow_symlinks=False):
                _remove_if_idle(entry.path)


def _remove_if_idle(path: str) -> None:
    with contextlib.suppress(OSError), open(path, "rb") as file:
        _lock(file)  # fails as long as another run holds it
        if os.name == "nt":  # where no open file can be removed, ours as little as another's
            file.close()
        os.unlink(path)


@contextlib.contextmanager
def _unfinished(folder: Path) -> Iterator[tuple[IO[bytes], str]]:
    """A new file in a folder and its path: locked while open, gone afterwards unless renamed."""
    file, name = _locked(folder)
    try:
        with file:
            yield file, name
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def _locked(folder: Path) -> tuple[IO[bytes], str]:
    while True:
        handle, name = tempfile.mkstemp(SUFFIX, PREFIX, folder)
        file = os.fdopen(handle, "wb")
        with contextlib.suppress(OSError):  # a file system without locks
            _lock(file)
        if os.path.exists(name):  # else it was swept away before it was locked
            return file, name
        file.close()


def _lock(file: IO[bytes]) -> None:
    """Lock an open file until it is closed. Raises OSError if another process holds it."""
    if sys.platform != "win32":  # where every open file is locked
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def _about(path: Path) -> Iterator[None]:
    """Let a system error name the file that was to be written.

    A full disk names none, and a name that only we know helps nobody.
    """
    try:
        yield
    except OSError as error:
        if error.filename is None or PREFIX in str(error.filename):
            error.filename = str(path)
            error.filename2 = None
        raise
