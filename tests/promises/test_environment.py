"""Whatever the machine is like, there is no traceback: no home, odd times, names that are no text, locked folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import REPOSITORY, MakeDeck, Run
from support.released import quiet

from deckpress.deck import clock, config
from deckpress.system import browser, cache_folder

CARD = "## What is an epoch?\n<!-- id: epoch -->\n\nOne pass over all examples $x$.\n"
TOML = '[deck]\nname = "Test"\nnamespace = "test"\n' + quiet()
DECK = {"content/a.md": CARD, "deckpress.toml": TOML}


def process(
    *arguments: str | bytes | Path, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The real command, in an environment of which only PATH is kept."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "SYSTEMROOT", "SOURCE_DATE_EPOCH")
        if name in os.environ
    }
    command = [sys.executable, str(REPOSITORY / "pipeline.py"), *arguments]
    return subprocess.run(
        command, env={**kept, **environment}, capture_output=True, check=False, timeout=120
    )


def no_traceback(done: subprocess.CompletedProcess[bytes]) -> bool:
    """Whether a run ended with a message, if it failed."""
    told = done.stdout + done.stderr
    return (
        b"Traceback" not in told
        and b"internal-error" not in told
        and b"UnicodeEncodeError" not in told
    )


# --- no home -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="the users of Unix")
@pytest.mark.parametrize("variable", [None, "", "relative/cache"])
def test_without_a_home_nothing_is_remembered_and_all_works(
    make_deck: MakeDeck, run: Run, variable: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that is run by a number which is nobody there."""

    def unknown(number: int) -> None:
        raise KeyError(number)

    monkeypatch.setattr("pwd.getpwuid", unknown)
    monkeypatch.delenv("HOME", raising=False)
    if variable is None:
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", variable)
    root = make_deck(DECK)
    monkeypatch.chdir(root)
    assert config.load(root)[0].cache == cache_folder.NOWHERE
    for _ in range(2):
        assert run(root, "check").output == "no problems\n"
        assert run(root, "build").exit_code == 0
    assert sorted(path.name for path in root.iterdir()) == ["build", "content", "deckpress.toml"]
    monkeypatch.setattr(sys, "platform", "darwin")
    browser.find()


@pytest.mark.parametrize("home", ["", "/nowhere/at/all", "."])
def test_an_odd_home_is_no_fault(make_deck: MakeDeck, tmp_path: Path, home: str) -> None:
    root = make_deck(DECK)
    shutil.copytree(root, tmp_path / "work" / "deck")
    done = process("--root", tmp_path / "work" / "deck", "check", HOME=home)
    assert done.returncode == 0 and no_traceback(done), done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep caches elsewhere")
@pytest.mark.parametrize("home", ["", ".", "relative", None])
def test_whatever_the_home_a_cache_lies_nowhere_but_in_the_users_own_folder(
    make_deck: MakeDeck, tmp_path: Path, home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the system knows it, if the variable leads to where we happen to be."""
    root = make_deck(DECK)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    if home is not None:
        monkeypatch.setenv("HOME", home)
    pwd = pytest.importorskip("pwd")
    own = Path(pwd.getpwuid(os.getuid()).pw_dir) / ".cache" / "deckpress"
    assert config.load(root)[0].cache.parent == own


@pytest.mark.parametrize(
    "place", ["file", "/dev/null", "/proc/self", "/nowhere\udcff", "long", "loop"]
)
def test_a_cache_that_cannot_be_made_costs_time_only(
    make_deck: MakeDeck, run: Run, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to("loop")
    places = {name: str(tmp_path / name) for name in ("file", "loop")}
    places["long"] = str(tmp_path / ("x" * 300))
    monkeypatch.setenv("XDG_CACHE_HOME", places.get(place, place))
    root = make_deck(DECK)
    for _ in range(2):
        assert run(root, "check").output == "no problems\n"
        assert run(root, "build", "--only", "booklet").exit_code == 0


# --- the time ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given", ["²", "٣", "-1", "1.5", " 1", "1e9", "0", "0x1", "9" * 5000, "1_000", "", "x"]
)
def test_a_time_that_is_none_is_not_used(
    make_deck: MakeDeck, run: Run, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_deck(DECK)
    os.utime(root / "content/a.md", (1_600_000_000, 1_600_000_000))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert clock.source_date_epoch() == 0
    assert run(root, "build", "--only", "apkg").exit_code == 0
    assert abs(clock.change_time(root) - time.time()) < 3600
    assert (
        "no version" in run(root, "release", "²").output
        or "git" in run(root, "release", "²").output
    )


def test_a_time_in_the_future_is_now(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "9" * 18)
    assert abs(clock.change_time(tmp_path) - time.time()) < 60
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12345")
    assert clock.change_time(tmp_path) == 12345


# --- names that are no text --------------------------------------------------------------------------------------

ODD = os.fsdecode(b"d\xe9ck \xff")

COMMANDS = [
    ["check"], ["check", "--format", "json"], ["build"], ["stats"], ["ids"], ["fmt"], ["diff", "HEAD"],
    ["release", "1.0"], ["check", "--changed-since", "HEAD"], ["pdf", "--only", "crib", "--browser", "/bin/false"],
]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="other systems store no such names")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_root_that_is_no_text_is_no_fault(
    make_deck: MakeDeck, tmp_path: Path, command: list[str]
) -> None:
    root = make_deck({"content/a.md": CARD, "deckpress.toml": quiet()}, ODD)
    for encoding in ("utf-8", "ascii"):
        done = process("--root", root, *command, HOME=str(tmp_path), PYTHONIOENCODING=encoding)
        assert no_traceback(done), done.stderr.decode("utf-8", "replace")
        assert (
            done.returncode == 0
            or command[0] in ("diff", "release", "pdf")
            or "--changed-since" in command
        )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems store no such names")
@pytest.mark.parametrize("command", [
    ["check", ODD], ["check", "--changed-since", ODD], ["check", "--baseline", ODD], ["check", "--select", ODD],
    ["check", "--write-baseline", ODD], ["build", "--only", ODD], ["build", "--out", ODD], ["diff", ODD],
    ["explain", ODD],
    ["import", ODD], ["import", "content/a.md", "--into", ODD], ["import", f"{ODD}.md"], ["new", f"{ODD}-new"],
    ["new", "other", "--name", ODD], ["release", ODD], ["pull", ODD], ["pull", f"{ODD}.md"], ["schema", ODD], [ODD],
    ["new", "third", "--from", f"{ODD}.md"], ["diff", f"{ODD}.apkg"], ["build", "--out", f"{ODD}.md"],
], ids=lambda command: " ".join(command).encode("ascii", "replace").decode())  # fmt: skip
def test_an_argument_that_is_no_text_is_no_fault(
    make_deck: MakeDeck, tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_deck(DECK)
    (root / f"{ODD}.md").write_text("## What is new?\n\nThis.\n\n## What is old?\n\nThat.\n")
    monkeypatch.chdir(root)
    subprocess.run(["git", "init", "-q"], check=True)
    for encoding in ("utf-8", "ascii"):
        done = process(*command, HOME=str(tmp_path), PYTHONIOENCODING=encoding)
        assert no_traceback(done), done.stderr.decode("utf-8", "replace")
