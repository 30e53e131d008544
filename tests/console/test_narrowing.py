"""`check` on a part: what a change touches, and what is new since a baseline."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from support import MakeDeck, Run

CLEAN = "## One?\n<!-- id: one-1 -->\n\nYes.\n\n## Two?\n<!-- id: two-2 -->\n\nNo.\n"
BROKEN = CLEAN.replace("Yes.", "Yes <div>.").replace("No.", "No <div>.")


def codes(run: Run, root: Path, *arguments: str) -> list[tuple[str, int]]:
    rows = json.loads(run(root, "check", "--format", "json", *arguments).stdout)
    return [(row["code"], row["line"]) for row in rows]


needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def git(root: Path, *arguments: str) -> None:
    author = (
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "-c",
        "protocol.file.allow=always",
    )
    subprocess.run(["git", *author, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "a")):
        git(root, *arguments)


@needs_git
def test_changed_since_reports_the_touched_cards_alone(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck(
        {"content/a.md": BROKEN, "content/b.md": "## Three?\n<!-- id: three -->\n\nYes.\n"}
    )
    commit(root)
    assert codes(run, root, "--changed-since", "HEAD") == []
    page = root / "content" / "a.md"
    page.write_text(page.read_text().replace("No <div>", "Nope <div>"))
    assert codes(run, root, "--changed-since", "HEAD") == [("raw-html", 9)]
    (root / "content" / "new.md").write_text("## Four?\n<!-- id: one-1 -->\n\nAgain.\n")
    found = codes(run, root, "--changed-since", "HEAD")
    assert (
        ("raw-html", 9) in found and ("duplicate-id", 2) in found and ("raw-html", 4) not in found
    )
    assert run(root, "check", "--changed-since", "--output=x").exit_code == 2


@needs_git
def test_a_renamed_page_is_not_changed_and_its_new_card_is_compared_with_all(
    make_deck: MakeDeck, run: Run
) -> None:
    cards = "".join(
        f"## What is the {name} of a cell?\n<!-- id: {name} -->\n\nIt <div>.\n\n"
        for name in ("wall", "core")
    )
    root = make_deck({"content/a.md": cards, "content/b.md": CLEAN})
    commit(root)
    git(root, "mv", "content/a.md", "content/ü b.md")
    assert codes(run, root, "--changed-since", "HEAD") == []
    page = root / "content" / "ü b.md"
    page.write_text(page.read_text() + "## One?\n<!-- id: again -->\n\nYes.\n")
    assert codes(run, root, "--changed-since", "HEAD") == [("duplicate-question", 11)]


@needs_git
def test_what_git_cannot_tell_is_a_usage_error_with_the_way_out(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    root = make_deck({"content/a.md": CLEAN})
    alone = run(root, "check", "--changed-since", "HEAD")
    assert alone.exit_code == 2 and "is in no git repository" in alone.output
    commit(root)
    git(root, "commit", "-q", "--allow-empty", "-m", "b")
    unknown = run(root, "check", "--changed-since", "no-such-revision")
    assert unknown.exit_code == 2 and "name a commit, a branch or a tag" in unknown.output
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "shallow")
    shallow = run(tmp_path / "shallow", "check", "--changed-since", "HEAD~1")
    assert shallow.exit_code == 2 and "fetch-depth: 0" in shallow.output
    assert run(tmp_path / "shallow", "check", "--changed-since", "HEAD").exit_code == 0


def test_a_baseline_knows_old_problems_wherever_they_move(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    root = make_deck({"content/a.md": BROKEN})
    known = str(tmp_path / "known.json")
    assert run(root, "check", "--write-baseline", known).exit_code == 0
    assert codes(run, root, "--baseline", known) == []
    page = root / "content" / "a.md"
    page.write_text(
        "# A title\n\n" + page.read_text() + "\n## Three?\n<!-- id: three -->\n\n<div> more\n"
    )
    assert [code for code, _ in codes(run, root, "--baseline", known)] == ["raw-html"]
    (tmp_path / "known.json").write_text("[1]")
    assert run(root, "check", "--baseline", known).exit_code == 2
