"""Runs the upgrade gate where `anki` is installed, in a process of its own: a panic of Anki ends only that."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PACKAGES = Path(__file__).parents[2]
"""Where `deckpress` is imported from."""

SKIPPED: dict[str, Any] = {"run": False, "why": "the package `anki` is not installed here"}


def run(old: Path, new: Path, refresh: bool = False) -> dict[str, Any]:
    """What became of a learner of `old` who imported `new`: `{run, anki, steps: [{losses, …}]}` (see `upgrade`)."""
    if not importlib.util.find_spec("anki"):
        return SKIPPED
    # Without `-P`, Python would first look where we are, and a deck could bring an `anki.py`.
    command = [sys.executable, "-P", "-m", "deckpress.releases.upgrade"]
    command += [str(old.resolve()), str(new.resolve())]
    command += ["--refresh"] if refresh else []
    places = (str(PACKAGES), os.environ.get("PYTHONPATH", ""))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    try:
        return {"run": True, **json.loads(done.stdout)}
    except ValueError:
        last = (done.stderr.strip() or "it said nothing").splitlines()[-1]
        return {"run": True, "steps": [{"losses": {"ill": [f"Anki failed: {last}"]}}]}


def losses(report: dict[str, Any]) -> list[str]:
    """One line for each kind of loss; empty if nobody lost anything."""
    found = (item for step in report.get("steps", ()) for item in step["losses"].items())
    return [f"{what}: {len(which)}, the first: {which[0]}" for what, which in found]
