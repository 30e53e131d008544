"""When a deck last changed: its pages, templates and settings count, the code of its tests does not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from support import MakeDeck

from deckpress.deck import clock

CHANGED = 1_600_000_000
LATER = CHANGED + 86_400

PAGE = "content/a.md"
CODE = ("content/tests/test_a.py", "content/tests/__pycache__/test_a.pyc", "content/TEST.PY")


def touch(root: Path, name: str, time: int) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(f"changed at {time}\n")
    os.utime(root / name, (time, time))


def commit(root: Path, time: int) -> None:
    date = f"{time} +0000"
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    environment = {**os.environ, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date}
    for arguments in (("add", "-A"), (*who, "commit", "-q", "-m", "one")):
        subprocess.run(["git", *arguments], cwd=root, env=environment, check=True)


@pytest.fixture
def deck(make_deck: MakeDeck, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A deck of which every file is equally old."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    root = make_deck({PAGE: "## What?\n\nThat.\n"})
    for path in root.rglob("*"):
        os.utime(path, (CHANGED, CHANGED))
    return root


@pytest.mark.parametrize("name", [PAGE, "content/b.toml", "templates/basic/x.py", "deckpress.toml"])
def test_without_git_the_newest_file_tells(deck: Path, name: str) -> None:
    touch(deck, name, LATER)
    assert clock.change_time(deck) == LATER


@pytest.mark.parametrize("name", CODE)
def test_without_git_code_in_content_does_not_count(deck: Path, name: str) -> None:
    touch(deck, name, LATER)
    assert clock.change_time(deck) == CHANGED


@pytest.mark.parametrize("below", ["", "decks/foo"])
def test_with_git_the_newest_commit_to_the_deck_tells_and_code_does_not_count(
    deck: Path, tmp_path: Path, below: str
) -> None:
    """In the deck's own repository, and in one that holds more."""
    repository = tmp_path / "repository"
    root = repository / below
    root.parent.mkdir(parents=True, exist_ok=True)
    deck.rename(root)
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    commit(repository, CHANGED)
    assert clock.change_time(root) == CHANGED
    for name in CODE:
        touch(root, name, LATER)
        assert clock.change_time(root) == CHANGED
    commit(repository, LATER)
    assert clock.change_time(root) == CHANGED
    touch(root, PAGE, LATER)
    commit(repository, LATER)
    assert clock.change_time(root) == LATER
    touch(root, PAGE, LATER + 60)
    assert clock.change_time(root) == LATER + 60
