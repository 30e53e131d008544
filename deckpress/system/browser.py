"""Prints a page to PDF with the Chromium, Chrome or Edge that is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deckpress.system import programs

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "msedge",
)
"""What the program is called, in the order of preference."""

MAC = ("Chromium", "Google Chrome", "Microsoft Edge")
"""Applications on a Mac."""

WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
"""Below the folders for programs."""

SECONDS = 900
"""What one volume may take; 500 cards with formulas take under a minute."""

FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--no-first-run",
    "--no-pdf-header-footer",
    # No request leaves the machine.
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    # Virtual time waits for the fonts and for the script that fits cards.
    "--virtual-time-budget=10000",
)


class BrowserError(Exception):
    """The browser printed nothing; holds what it said."""


def find() -> Path | None:
    """The browser to print with; None if none is found."""
    for name in NAMES:
        program = programs.find(name)
        if program:
            return Path(program)
    for path in _places():
        if path.is_file():
            return path
    return None


def _places() -> Iterator[Path]:
    """Where installers put browsers that are not on the path."""
    if sys.platform == "darwin":
        for folder in ("/Applications", os.path.expanduser("~/Applications")):
            for name in MAC:
                yield Path(folder, f"{name}.app/Contents/MacOS/{name}")
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        folder = os.environ.get(variable, "")
        for name in WINDOWS if folder else ():
            yield Path(folder, name)


def print_page(browser: Path, page: Path, pdf: Path) -> None:
    """Print an HTML file to `pdf`; raises BrowserError if nothing comes out."""
    command = [str(browser), *FLAGS, f"--print-to-pdf={pdf}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium's refuses to run as root
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command += [f"--user-data-dir={profile}", page.resolve().as_uri()]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                errors="replace",
            )
        except subprocess.TimeoutExpired as error:
            message = f"{browser.name} has printed nothing for {SECONDS // 60} minutes"
            raise BrowserError(message) from error
    if not pdf.is_file():
        complaints = done.stderr.strip().splitlines() or ["it said nothing"]
        raise BrowserError(f"{browser.name} printed nothing: {complaints[-1]}")
