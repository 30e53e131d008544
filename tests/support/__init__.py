"""What tests of several rooms share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from click.testing import Result

TESTS = Path(__file__).parents[1]
REPOSITORY = TESTS.parent

Files = Mapping[str, str | bytes]
"""The files of a deck, by their paths in it."""
MakeDeck = Callable[[Files], Path]
Run = Callable[..., Result]
