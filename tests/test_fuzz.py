"""The fuzzers with a fixed seed and a fixed number of cases; what they have found stays mended;
they notice what is broken.

`make fuzz MINUTES=60` looks for more; `tests/fuzz/__main__.py` says how.
"""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import REPOSITORY, TESTS

FOUND = sorted(path.name for path in (TESTS / "fuzz/found").glob("*/"))
CASES = {"pages": 60, "packages": 150, "tables": 60}
"""About 20 seconds each on one core."""


def fuzz(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the fuzzers in a process of their own: it must not have started a JavaScript engine, nor
    Anki.
    """
    command = [sys.executable, "-m", "tests.fuzz", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)


@pytest.mark.parametrize("generator", CASES)
def test_nothing_is_found_with_a_fixed_seed(generator: str) -> None:
    done = fuzz(
        generator,
        "--cases",
        str(CASES[generator]),
        "--seed",
        "1",
        "--corpus",
        "tests",
        "--jobs",
        "2",
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]


def test_what_was_found_once_stays_mended() -> None:
    done = fuzz("found")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    assert [f"{name}: fine" for name in FOUND] == done.stdout.splitlines()
