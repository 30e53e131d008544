"""Runs the upgrade gate where `anki` is installed.

In a process of its own: a panic of Anki ends only that. Needs nothing but the standard library.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

PACKAGES = Path(__file__).parents[2]
"""Where `deckpress` is imported from."""


class Step(TypedDict, total=False):
    """One update of the learner."""

    package: str
    """The file's name."""
    answers: int
    """How many cards were answered before."""
    acts: dict[str, int]
    """What else the learner did, and how often."""
    changed: int
    """How many notes the release changed."""
    log: dict[str, int]
    """How many notes Anki says were `new`, `updated`, `duplicate` and `conflicting`."""
    notes: int
    reviewed: int
    """How many cards had been studied."""
    losses: dict[str, list[str]]
    """What was lost, such as `lost schedule`: of which notes or cards."""


class Report(TypedDict, total=False):
    """What became of a learner of one package who imported the next."""

    run: bool
    why: str
    """Why it was not run."""
    anki: str
    """The version of Anki."""
    steps: list[Step]


def run(
    old: Path,
    new: Path,
    refresh: bool = False,
) -> Report:
    """Let a learner of `old` import `new`, on the Anki that is installed here."""
    if not importlib.util.find_spec("anki"):
        return {"run": False, "why": "the package `anki` is not installed here"}
    command = [
        sys.executable,
        "-P",  # else Python first looks where we are, and a deck could bring an `anki.py`
        "-m",
        "deckpress.releases.upgrade",
        str(old.resolve()),
        str(new.resolve()),
    ]
    if refresh:
        command.append("--refresh")
    environment = dict(os.environ)
    # This very deckpress, wherever it is installed; then what the user has set up.
    places = [str(PACKAGES), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, places))
    done = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
    )
    report: Report = {"run": True}
    # Where Anki panics, it leaves no report.
    try:
        report.update(json.loads(done.stdout))
    except ValueError:
        complaint = done.stderr.strip() or "it said nothing"
        message = f"Anki failed: {complaint.splitlines()[-1]}"
        report["steps"] = [{"losses": {"ill": [message]}}]
    return report


def losses(report: Report) -> list[str]:
    """One line for each kind of loss; empty if nobody lost anything."""
    lines = []
    for step in report.get("steps", ()):
        for what, which in step["losses"].items():
            lines.append(f"{what}: {len(which)}, the first: {which[0]}")
    return lines
