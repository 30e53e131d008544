"""Each output has its golden: `golden/deck` is a small deck with one of each, the folder beside it what is made of it.

`make golden` renews them; the diff is reviewed like code. An output that has none makes this test red.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import Run
from support.listings import listing

from deckpress import outputs

GOLDEN = Path(__file__).parent / "golden"
RENEW = "renew with `make golden`, then review the diff"
MOST = 60_000
"""Bytes of one golden: what somebody can still review."""


@pytest.mark.parametrize("name", outputs.names())
def test_an_output_writes_what_is_recorded(
    name: str, run: Run, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    deck = Path(shutil.copytree(GOLDEN / "deck", tmp_path / "deck"))
    result = run(deck, "build", "--only", name, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    made = listing(tmp_path / "out")
    if request.config.getoption("--update-golden"):
        _record(GOLDEN / name, made)
    assert (GOLDEN / name).is_dir(), f"the output {name} has no golden: {RENEW}"
    recorded = _recorded(GOLDEN / name)
    assert list(made) == list(recorded), RENEW
    for path, text in made.items():
        assert text == recorded[path], f"{path}: {RENEW}"


def test_no_golden_is_left_of_an_output_that_is_gone() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {"deck", *outputs.names()}


@pytest.mark.parametrize("name", outputs.names())
def test_a_golden_is_short_enough_to_be_read(name: str) -> None:
    assert sum(len(text.encode()) for text in _recorded(GOLDEN / name).values()) < MOST


def _record(folder: Path, made: dict[str, str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in made.items():
        target = folder / f"{path}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def _recorded(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*.txt"))
    texts = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return {path.removesuffix(".txt"): data.decode("utf-8") for path, data in texts.items()}
