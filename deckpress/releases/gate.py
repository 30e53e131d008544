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
    command = [sys.executable, "-m", "deckpress.releases.upgrade", str(old), str(new)]
    command += ["--refresh"] if refresh else []
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(PACKAGES)}, capture_output=True, text=True)
    try:
        return {"run": True, **json.loads(done.stdout)}
    except ValueError:
        last = (done.stderr.strip() or "it said nothing").splitlines()[-1]
        return {"run": True, "steps": [{"losses": {"ill": [f"Anki failed: {last}"]}}]}


def losses(report: dict[str, Any]) -> list[str]:
    """One line for each kind of loss; empty if nobody lost anything."""
    found = (item for step in report.get("steps", ()) for item in step["losses"].items())
    return [f"{what}: {len(which)}, the first: {which[0]}" for what, which in found]
