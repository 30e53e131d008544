"""Where other programs are: never in a deck, which may bring a `git` of its own."""

from __future__ import annotations

import os
import shutil


def find(name: str) -> str | None:
    """The full path of a program by its name; None if no folder of `PATH` has it."""
    path = os.environ.get("PATH", os.defpath)
    # Neither a folder that depends on where we are (`.`, or nothing between two colons) ...
    folders = filter(os.path.isabs, path.split(os.pathsep))
    found = shutil.which(name, path=os.pathsep.join(folders))
    # ... nor the current folder, in which Windows looks first.
    if found and os.path.isabs(found):
        return found
    return None
