"""The fixtures of all tests: a fixed time, a cache of their own, small decks, the command line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline import cli
from support import Files, MakeDeck, Run

DECK = '[deck]\nname = "Test"\nnamespace = "test"\n'


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in tests take a fixed time, unless a test says otherwise."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("DECKPRESS_TRACEBACK", "1")


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests leave nothing in the user's cache."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def make_deck(tmp_path: Path) -> MakeDeck:
    """Write files below a new folder: a deck."""

    def make(files: Files, name: str = "deck") -> Path:
        root = tmp_path / name
        for path, data in {"deckpress.toml": DECK, **files}.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data if isinstance(data, bytes) else data.encode())
        return root

    return make


@pytest.fixture
def run() -> Run:
    """Run the command line in this process: `run(root, "check", ...)`."""

    def invoke(root: Path, *arguments: str | os.PathLike[str]) -> Result:
        words = ["--root", str(root), *map(str, arguments)]
        return CliRunner().invoke(cli, words, catch_exceptions=False)

    return invoke
