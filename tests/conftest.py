"""What the tests share: small decks, the command line, and `--update-golden`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from pipeline import cli

TESTS = Path(__file__).parent
REPOSITORY = TESTS.parent

settings.register_profile("patient", deadline=None)  # a test machine may be busy: time is for `make bench`
settings.load_profile("patient")

Files = Mapping[str, str | bytes]
MakeDeck = Callable[[Files], Path]
Run = Callable[..., Result]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes what the goldens should be; review the diff."""
    parser.addoption("--update-golden", action="store_true", help="renew tests/golden and tests/looks")


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
        for path, data in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data if isinstance(data, bytes) else data.encode())
        if "deckpress.toml" not in files:
            (root / "deckpress.toml").write_text('[deck]\nname = "Test"\nnamespace = "test"\n')
        return root

    return make


@pytest.fixture
def run() -> Run:
    """Run the command line in this process: `run(root, "check", ...)`."""

    def invoke(root: Path, *arguments: str | os.PathLike[str]) -> Result:
        return CliRunner().invoke(cli, ["--root", str(root), *map(str, arguments)], catch_exceptions=False)

    return invoke
