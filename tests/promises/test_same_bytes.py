"""P4: the same input gives the same bytes, another day, folder, time zone and hash seed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY


def _copy(folder: Path) -> Path:
    """The repository's deck as a clean git tree with one commit of a fixed time."""
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy(REPOSITORY / "deckpress.toml", folder)
    when = "2024-05-01T10:00:00+02:00"
    environment = {
        **os.environ,
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    author = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for arguments in (("init", "-q"), ("add", "-A"), (*author, "commit", "-q", "-m", "deck")):
        subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)
    return folder


def _build(folder: Path, **environment: str) -> dict[str, str]:
    given = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    command = [sys.executable, str(REPOSITORY / "pipeline.py"), "--root", str(folder), "build"]
    subprocess.run(
        command, env={**given, **environment}, check=True, capture_output=True, cwd=folder.parent
    )
    outputs = sorted(
        p for p in (folder / "build").rglob("*") if p.is_file() and ".cache" not in p.parts
    )
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in outputs
    }


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_two_folders_two_days_two_hash_seeds(tmp_path: Path) -> None:
    first = _build(_copy(tmp_path / "one"), PYTHONHASHSEED="1", TZ="UTC")
    other = _copy(tmp_path / "elsewhere" / "two")
    for path in other.rglob("*"):
        if ".git" not in path.parts:
            os.utime(path, (1, 1_000_000_000))
    second = _build(other, PYTHONHASHSEED="2", TZ="Asia/Tokyo")
    assert len(first) >= 2
    assert first == second
