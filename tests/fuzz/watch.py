"""What a process does to the machine, seen by Python's audit events: files, programs, network.

`begin` cannot be undone, so it is for child processes. A hook sees what Python itself is asked to
do: every `open`, every removed file, every program started, whoever asks for it (a template, a
library, our own code).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.fuzz.case import OUTSIDE

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

CHANGES = {
    "os.chmod": 1, "os.chown": 1, "os.link": 2, "os.mkdir": 1, "os.remove": 1, "os.rename": 2,
    "os.rmdir": 1, "os.setxattr": 1, "os.symlink": 2, "os.truncate": 1, "os.utime": 1,
    "shutil.rmtree": 1, "shutil.move": 2,
}  # fmt: skip
"""Events that change files, and how many of their arguments are paths."""

PROGRAMS = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn")
NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "urllib.Request")

ALLOWED_PROGRAMS = ("git", os.path.basename(sys.executable))
"""What deckpress starts itself: git, and Python for a learner on the real Anki."""


class Watch:
    """Collects what no command may do."""

    def __init__(self, folder: Path) -> None:
        self.folder = os.path.realpath(folder)
        self.outside = os.path.join(self.folder, OUTSIDE)
        self.seen: list[str] = []
        self.asleep = True

    def begin(self) -> None:
        """Watch this process for the rest of its life, whenever `asleep` is false."""
        sys.addaudithook(self._hook)

    def taken(self) -> list[str]:
        """What was seen since the last call."""
        seen, self.seen = sorted(set(self.seen)), []
        return seen

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.asleep or event not in _EVENTS:
            return
        self.asleep = True  # what the handler does itself is not meant
        try:
            _EVENTS[event](self, event, arguments)
        finally:
            self.asleep = False

    def _opened(self, event: str, arguments: Sequence[Any]) -> None:
        path, mode, flags = arguments
        if isinstance(path, int):
            return
        writes = (
            bool(flags & WRITING)
            if isinstance(flags, int)
            else any(c in (mode or "") for c in "wax+")
        )
        if writes:
            self._changed("open", [path])
        elif self._real(path).startswith(self.outside):
            self.seen.append(f"read {os.path.basename(self._real(path))} outside of the deck")

    def _change(self, event: str, arguments: Sequence[Any]) -> None:
        self._changed(
            event, [path for path in arguments[: CHANGES[event]] if not isinstance(path, int)]
        )

    def _changed(self, event: str, paths: Sequence[Any]) -> None:
        for path in paths:
            real = self._real(path)
            inside = real.startswith(self.folder) and not real.startswith(self.outside)
            if not inside and real != os.devnull:
                self.seen.append(f"{event} outside of the deck: {real.replace(self.folder, '…')}")

    def _program(self, event: str, arguments: Sequence[Any]) -> None:
        program = os.path.basename(os.fsdecode(arguments[0] or ""))
        if program not in ALLOWED_PROGRAMS:
            self.seen.append(f"{event} {arguments[:2]!r:.200}")

    def _network(self, event: str, arguments: Sequence[Any]) -> None:
        self.seen.append(f"{event} {arguments[1:]!r:.200}")

    @staticmethod
    def _real(path: Any) -> str:
        return os.path.realpath(os.fsdecode(path))


_EVENTS: dict[str, Callable[[Watch, str, Sequence[Any]], None]] = {
    "open": Watch._opened,
    **dict.fromkeys(CHANGES, Watch._change),
    **dict.fromkeys(PROGRAMS, Watch._program),
    **dict.fromkeys(NETWORK, Watch._network),
}
