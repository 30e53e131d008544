"""git, asked and never changed: without the lock that `git status` likes to take, which would stay if it was killed."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

SECONDS = 120
"""What one question may take."""


def asked(root: Path, *arguments: str, settings: Sequence[str] = ()) -> subprocess.CompletedProcess[bytes]:
    """What git says in a folder; `settings` are options of git itself. Raises OSError or SubprocessError without it."""
    command = ["git", "--no-optional-locks", *settings, "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, timeout=SECONDS)
