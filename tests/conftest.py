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

# A test machine may be busy: time is for `make bench`. No run is green or red by luck; `make test-random` tries more.
settings.register_profile("seeded", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile("seeded")

SLOW = {
    *(
        "test_anki",
        "test_browser",
        "test_inert",
        "test_look",
        "test_paper",
        "test_preview",
        "test_upgrade",
    ),
    *(
        "test_environment",
        "test_fuzz",
        "test_guards",
        "test_hostile",
        "test_limits",
        "test_same_bytes",
    ),
    *(
        "test_audit",
        "test_broken_input",
        "test_import_pages",
        "test_packages",
        "test_release",
        "test_remembered",
    ),
    *("test_fixing", "test_pull", "test_svg", "test_template_files"),
}
"""What takes most of the time: browsers, the real Anki, attacks, long inputs. `make test-quick` leaves it out.

Single tests of other modules are marked where they stand."""

Files = Mapping[str, str | bytes]
MakeDeck = Callable[[Files], Path]
Run = Callable[..., Result]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes what the goldens should be; review the diff."""
    parser.addoption(
        "--update-golden", action="store_true", help="renew tests/golden and tests/looks"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test of a slow module."""
    for item in items:
        if item.path.stem in SLOW:
            item.add_marker(pytest.mark.slow)


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
        return CliRunner().invoke(
            cli, ["--root", str(root), *map(str, arguments)], catch_exceptions=False
        )

    return invoke
