"""What the command line promises: exit codes, all problems at once, nothing half-written, no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY, MakeDeck, Run

CARD = "## What is an epoch?\n<!-- id: epoch -->\n\nOne pass over all examples.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--nonsense"],
        ["check", "nowhere.md"],
        ["check", "--format", "xml"],
        ["check", "--select", "no-such-check"],
        ["build", "--only", "pdf-of-everything"],
        ["explain", "no-such-check"],
        ["nonsense"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], make_deck: MakeDeck, run: Run) -> None:
    result = run(make_deck({"content/a.md": CARD}), *arguments)
    assert result.exit_code == 2, result.output


def test_a_missing_folder_ends_with_2(tmp_path: Path, run: Run) -> None:
    assert run(tmp_path / "nowhere", "check").exit_code == 2
    assert run(tmp_path, "check").exit_code == 2


def test_a_clean_deck_ends_with_0(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck({"content/a.md": CARD})
    assert run(root, "check").exit_code == 0
    built = run(root, "build")
    assert built.exit_code == 0, built.output
    assert {path.name for path in (root / "build").glob("*.*")} >= {
        "test.apkg",
        "test-booklet.html",
    }


def test_an_error_stops_the_build_and_leaves_the_last_one(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck({"content/a.md": CARD})
    run(root, "build", "--only", "apkg")
    before = (root / "build" / "test.apkg").read_bytes()
    (root / "content" / "a.md").write_text("## No id?\n\nNone.\n")
    result = run(root, "build", "--only", "apkg")
    assert result.exit_code == 1
    assert "[missing-id]" in result.output and "nothing was written" in result.output
    assert (root / "build" / "test.apkg").read_bytes() == before
    assert sorted(path.name for path in (root / "build").iterdir()) == ["test.apkg"]


def test_select_ignore_and_paths_narrow_the_report(make_deck: MakeDeck, run: Run) -> None:
    broken = "## One?\n\n[x](javascript:y) <div>\n"
    root = make_deck({"content/a.md": broken, "content/b.md": broken})

    def codes(*arguments: str | Path) -> list[tuple[str, str]]:
        rows = json.loads(run(root, "check", "--format", "json", *arguments).output)
        return [
            (row["path"][-4:], row["code"]) for row in rows if row["code"] != "duplicate-question"
        ]

    everything = codes()
    assert {path for path, _ in everything} == {"a.md", "b.md"}
    assert set(codes("--select", "raw-html,unsafe-link")) == {
        (path, code) for path in ("a.md", "b.md") for code in ("raw-html", "unsafe-link")
    }
    assert all(code != "raw-html" for _, code in codes("--ignore", "raw-html"))
    assert {path for path, _ in codes(root / "content" / "b.md")} == {"b.md"}


def test_python_pipeline_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "pipeline.py", "--help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Anki decks as code" in done.stdout and "build" in done.stdout
