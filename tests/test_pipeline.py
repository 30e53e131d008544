"""What the command line promises: exit codes, all problems at once, nothing half-written, no traceback."""

from __future__ import annotations

import json
import re
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


def test_explain_and_checks_agree(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck({"content/a.md": CARD})
    listed = [line.split()[0] for line in run(root, "checks").output.splitlines()]
    assert "missing-id" in listed and listed == sorted(listed)
    assert "Bad:" in run(root, "explain", "missing-id").output


def test_python_pipeline_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "pipeline.py", "--help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Anki decks as code" in done.stdout and "build" in done.stdout


def test_ids_adds_ids_and_changes_nothing_else(make_deck: MakeDeck, run: Run) -> None:
    text = "\ufeff# T\n\n## What is ReLU?\n\nA.\n\n## What is ReLU?\n<!-- level: core -->\n\nB.\n## Ähm"
    text = text.replace("\n", "\r\n")
    root = make_deck({"content/a.md": text.encode()})
    assert "3 ids written" in run(root, "ids").output
    lines = (root / "content" / "a.md").read_bytes().decode()
    assert (
        "## What is ReLU?\r\n<!-- id: what-is-relu -->\r\n\r\nA." in lines
        or "what-is-relu-2" in lines
    )
    stripped = lines.replace("<!-- id: what-is-relu -->\r\n", "").replace(
        "<!-- id: what-is-relu-2 -->\r\n", ""
    )
    stripped = stripped.replace("id: what-is-relu-2; ", "").replace("id: what-is-relu; ", "")
    assert stripped.startswith(text[:-5]) and "id: ahm" in lines
    assert "0 ids written" in run(root, "ids").output


def test_options_of_another_type_are_located_and_left_aside(make_deck: MakeDeck, run: Run) -> None:
    """No check meets a value that it cannot count with, and each is reported in its own table."""
    settings = """\
[deck]
name = "D"
language = "en"
[checks]
answer-too-long = 5
[checks.undefined-acronym]
known = [1]
[checks.source-format]
known = "x"
[checks.enumeration]
items = "three"
"""
    page = "## What?\n<!-- id: what -->\n\nA, b, c, and d from SMOTE.\n\n### Sources\n- x\n"
    output = run(make_deck({"content/a.md": page, "deckpress.toml": settings}), "check").output
    for place, key in (
        ("5:1", "'answer-too-long'"),
        ("7:1", "'known'"),
        ("9:1", "'known'"),
        ("11:1", "'items'"),
    ):
        assert re.search(rf"deckpress\.toml:{place}: .*{key}.* \[bad-config\]", output), output
