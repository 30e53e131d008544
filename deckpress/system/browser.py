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
    "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge-stable",
    "microsoft-edge", "msedge",
)  # fmt: skip
"""What the program is called, in the order of preference."""

MAC = ("Chromium", "Google Chrome", "Microsoft Edge")
"""Applications on a Mac."""

WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
"""Below the folders for programs."""

SECONDS = 900
"""What one volume may take; 500 cards with formulas take under a minute."""

FLAGS = (
    "--headless", "--disable-gpu", "--disable-quic", "--disable-extensions", "--disable-sync", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer",
    "--virtual-time-budget=10000",
)  # fmt: skip
"""No request leaves the machine; virtual time waits for the fonts and for the script that fits cards."""


class BrowserError(Exception):
    """The browser printed nothing; holds what it said."""


def find() -> Path | None:
    """The browser to print with; None if none is found."""
    on_path = (Path(found) for name in NAMES if (found := programs.find(name)))
    return next(on_path, None) or next((path for path in _places() if path.is_file()), None)


def _places() -> Iterator[Path]:
    """Where installers put browsers that are not on the path."""
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path(os.path.expanduser("~/Applications"))):
            yield from (folder / f"{name}.app/Contents/MacOS/{name}" for name in MAC)
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if folder := os.environ.get(variable):
            yield from (Path(folder) / name for name in WINDOWS)


def print_page(browser: Path, page: Path, pdf: Path) -> None:
    """Print an HTML file to `pdf`; raises BrowserError if nothing comes out."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0  # Chromium's sandbox refuses to run as root
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        own = [
            f"--user-data-dir={profile}",
            f"--print-to-pdf={pdf}",
            *(["--no-sandbox"] if root else []),
        ]
        command = [str(browser), *FLAGS, *own, page.resolve().as_uri()]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=SECONDS, errors="replace"
            )
        except subprocess.TimeoutExpired as error:
            raise BrowserError(
                f"{browser.name} has printed nothing for {SECONDS // 60} minutes"
            ) from error
    if not pdf.is_file():
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise BrowserError(f"{browser.name} printed nothing: {said[-1]}")
