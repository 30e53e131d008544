"""Each folder of tests/golden is a deck; expected.txt is what `check` says of it, to the letter.

`make golden` renews them; the diff is reviewed like code.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import TESTS, Run

CASES = sorted(path.name for path in (TESTS / "golden").iterdir() if (path / "content").is_dir())


@pytest.mark.parametrize("case", CASES)
def test_check_says_exactly_what_is_recorded(
    case: str, run: Run, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """On a copy: the history of this repository says nothing of the deck."""
    folder = TESTS / "golden" / case
    shutil.copy(TESTS / "conftest.py", tmp_path)  # the link of unsafe-path leads to it
    result = run(Path(shutil.copytree(folder, tmp_path / "golden" / case, symlinks=True)), "check")
    expected = folder / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text(result.output, encoding="utf-8")
    assert result.output == expected.read_text(encoding="utf-8"), (
        "renew with `make golden`, then review the diff"
    )
    assert result.exit_code == (1 if _has_errors(result.output) else 0)


@pytest.mark.parametrize("case", CASES)
def test_the_case_shows_its_check_and_its_silent_twin_stays_silent(case: str) -> None:
    text = (TESTS / "golden" / case / "expected.txt").read_text(encoding="utf-8")
    assert f"[{case}]" in text
    assert not _places(text, "content/silent.md")


def _has_errors(output: str) -> bool:
    return "error" in output.splitlines()[-1]


def _places(output: str, path: str) -> list[str]:
    return [line for line in output.splitlines() if line.startswith(f"{path}:")]


def test_the_goldens_are_all_here() -> None:
    """A folder without expectation, or a check without a folder, would test nothing."""
    assert all((Path(TESTS / "golden" / case / "expected.txt")).is_file() for case in CASES)
