"""What a repository can bring along to make git run a program or look elsewhere; none of it does, whatever is asked."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import REPOSITORY, MakeDeck, Run
from support.released import quiet

from deckpress.console import git_changes
from deckpress.deck import clock
from deckpress.releases import gate, history, revisions, trusted_ledgers
from deckpress.system import git, programs

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

PAGE = "## One?\n<!-- id: one-1 -->\n\nYes.\n"
HOSTILE = (
    '[core]\nrepositoryformatversion = 0\nbare = false\nworktree = .\nfsmonitor = "{program}"\n'
)


def command(root: Path, *arguments: str) -> str:
    """git as its user runs it."""
    who = (
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "-c",
        "protocol.file.allow=always",
    )
    done = subprocess.run(
        ["git", *who, *arguments], cwd=root, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def pwned(tmp_path: Path) -> Path:
    """The file that a program leaves behind if it was run."""
    return tmp_path / "PWNED"


@pytest.fixture
def program(tmp_path: Path, pwned: Path) -> Path:
    """A program that leaves the file behind."""
    path = tmp_path / "program"
    path.write_text(f"#!/bin/sh\ntouch '{pwned}'\nexec cat\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def deck(make_deck: MakeDeck, tmp_path: Path) -> Path:
    """A deck in a folder of a repository, committed twice, and changed since."""
    config = '[deck]\nname = "Test"\nnamespace = "test"\n' + quiet()
    pages = {"content/a.md": PAGE, "content/b.md": PAGE.replace("one", "two")}
    root = make_deck({**pages, "deckpress.toml": config}, "repository/decks/foo")
    command(tmp_path / "repository", "init", "-q")
    for message in ("one", "two"):
        (root / "content/a.md").write_text(PAGE.replace("Yes", message))
        command(root, "add", "-A")
        command(root, "commit", "-q", "-m", message)
    (root / "content/a.md").write_text(PAGE.replace("Yes", "No"))
    return root


def ask_everything(root: Path, folder: Path) -> None:
    """All questions of all commands; whether git answers is another matter."""
    questions: list[Callable[[], object]] = [
        lambda: clock.change_time(root),
        lambda: git_changes.changed_lines(root, "HEAD~1"),
        lambda: history.refuse_dirty(root),
        lambda: history.release_commits(root),
        lambda: history.commit_of(root, ("1.0", 1_600_000_000)),
        lambda: history.version_tags(root),
        lambda: trusted_ledgers.trusted_ledgers(root),
        lambda: revisions.unpack(root, "HEAD~1", folder),
    ]
    for question in questions:
        with contextlib.suppress(ValueError, revisions.UnreadableError):
            question()


# --- folders that look like a repository ---


def _lookalike(folder: Path, program: Path) -> None:
    """A bare repository, of ordinary files: what a pull request can bring."""
    for name in ("objects/info/x", "refs/heads/x"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "config").write_text(HOSTILE.format(program=f"{program}; false"))


def _lookalike_above(root: Path, program: Path) -> None:
    _lookalike(root.parent, program)


def _lookalike_elsewhere(root: Path, program: Path) -> None:
    """One whose parts are in another folder (gitrepository-layout: commondir)."""
    _lookalike(root / "parts", program)
    (root / "HEAD").write_text("ref: refs/heads/main\n")
    (root / "commondir").write_text("parts\n")
    shutil.copy(root / "parts/config", root / "config")


def _lookalike_by_link(root: Path, program: Path) -> None:
    _lookalike(root, program)
    (root / "HEAD").unlink()
    (root / "HEAD").symlink_to("refs/heads/main")


def _file_called_git(root: Path, program: Path) -> None:
    """No pull request can bring a `.git`; an archive can."""
    _lookalike(root / "elsewhere", program)
    (root / ".git").write_text("gitdir: elsewhere\n")


def _folder_called_git(root: Path, program: Path) -> None:
    _lookalike(root / ".git", program)


LOOKALIKES = [
    _lookalike, _lookalike_above, _lookalike_elsewhere, _lookalike_by_link, _file_called_git, _folder_called_git
]  # fmt: skip


@pytest.mark.parametrize("bring", LOOKALIKES)
def test_a_folder_that_looks_like_a_repository_is_none(
    deck: Path, tmp_path: Path, program: Path, pwned: Path, bring: Callable[[Path, Path], None]
) -> None:
    bring(deck, program)
    ask_everything(deck, tmp_path / "unpacked")
    assert not pwned.exists()


@pytest.mark.parametrize("bring", LOOKALIKES[:4])
def test_nor_is_it_one_to_a_git_that_does_not_know_the_setting(
    deck: Path,
    tmp_path: Path,
    program: Path,
    pwned: Path,
    bring: Callable[[Path, Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before 2.38 there was no `safe.bareRepository`."""
    known = [
        (name, value)
        for name, value in git.SETTINGS
        if name not in ("safe.bareRepository", "core.fsmonitor")
    ]
    monkeypatch.setattr(git, "SETTINGS", tuple(known))
    bring(deck, program)
    ask_everything(deck, tmp_path / "unpacked")
    assert not pwned.exists()


def test_it_is_located_since_no_check_of_the_ledger_would_see_what_was_released(
    deck: Path, run: Run, program: Path, pwned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    _lookalike(deck, program)
    for told in (run(deck, "build", "--only", "apkg"), run(deck, "check")):
        assert told.exit_code == 1
        assert (
            "HEAD:1:1: with what lies beside it, it makes the folder look like a git repository [unsafe-path]"
            in told.output
        )
    told = run(deck, "diff", "HEAD")
    assert told.exit_code == 1 and "looks like a git repository" in told.output
    assert not pwned.exists()


# --- programs that settings name, and files call for ---

SETTINGS = {
    "fsmonitor": ("", {"core.fsmonitor": "{program}"}),
    "hooks": ("", {"core.hooksPath": "{folder}"}),
    "clean": ("* filter=x", {"filter.x.clean": "{program}", "filter.x.smudge": "{program}"}),
    "process": ("* filter=x", {"filter.x.process": "{program}", "filter.x.required": "true"}),
    "a filter with a dot": (
        "* filter=a.b",
        {"filter.a.b.clean": "{program}", "filter.a.b.smudge": "{program}"},
    ),
    "textconv": ("* diff=x", {"diff.x.textconv": "{program}", "diff.x.cachetextconv": "true"}),
    "driver": ("* diff=x", {"diff.x.command": "{program}"}),
    "external diff": ("", {"diff.external": "{program}"}),
    "signatures": ("", {"log.showSignature": "true", "gpg.program": "{program}"}),
    "pager": (
        "",
        {
            "core.pager": "{program}",
            "pager.diff": "true",
            "pager.log": "true",
            "pager.status": "true",
        },
    ),
    "aliases": (
        "",
        {
            f"alias.{name}": "!{program}"
            for name in ("status", "diff", "log", "archive", "ls-files")
        },
    ),
    "included": ("", {"include.path": "{folder}/more"}),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_no_setting_of_a_repository_runs_a_program(
    deck: Path, tmp_path: Path, program: Path, pwned: Path, case: str
) -> None:
    attributes, values = SETTINGS[case]
    (tmp_path / "more").write_text(f'[core]\n\tfsmonitor = "{program}"\n')
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(program, tmp_path / hook)
    if attributes:
        (deck / ".gitattributes").write_text(f"{attributes}\n")
        command(deck, "add", "-A")
        command(deck, "commit", "-q", "-m", "attributes")
    (deck / "content/b.md").write_text(PAGE.replace("one", "two") + "\n")
    os.utime(deck / "content/a.md", (1_600_000_000, 1_600_000_000))
    for name, value in values.items():
        command(deck, "config", name, value.format(program=program, folder=tmp_path))
    ask_everything(deck, tmp_path / "unpacked")
    assert not pwned.exists()


def test_a_filter_that_cannot_be_switched_off_is_not_asked(
    deck: Path, program: Path, pwned: Path
) -> None:
    (deck / ".gitattributes").write_text("* filter=a=b\n")
    command(deck, "config", "filter.a=b.clean", str(program))
    os.utime(deck / "content/b.md", (1_600_000_000, 1_600_000_000))
    with pytest.raises(git.GitError, match="cannot be switched off"):
        git.asked(deck, "status", "--porcelain")
    assert not pwned.exists()


def test_a_submodule_is_not_asked_with_its_own_settings(
    deck: Path, tmp_path: Path, program: Path, pwned: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.md").write_text(PAGE)
    command(other, "init", "-q")
    command(other, "add", "-A")
    command(other, "commit", "-q", "-m", "c")
    command(deck, "submodule", "--quiet", "add", str(other), "content/sub")
    command(deck, "commit", "-q", "-m", "sub")
    for name in ("core.fsmonitor", "diff.external", "filter.x.clean"):
        command(deck / "content/sub", "config", name, str(program))
    (deck / "content/sub/.gitattributes").write_text("* filter=x\n")
    (deck / "content/sub/c.md").write_text(PAGE + "\n")
    ask_everything(deck, tmp_path / "unpacked")
    assert not pwned.exists()


@pytest.mark.parametrize("settings", [
    {"remote.origin.url": "ext::{program}", "protocol.ext.allow": "always"},
    {"remote.origin.url": "{other}", "remote.origin.uploadpack": "{program}"},
    {"remote.origin.url": "ssh://example.org/x", "core.sshCommand": "{program}"},
    {"remote.origin.url": "https://example.org/x", "credential.helper": "!{program}", "core.askPass": "{program}"},
    {"remote.origin.url": "x", "remote.origin.vcs": "ext"},
])  # fmt: skip
def test_what_a_partial_clone_lacks_is_not_fetched(
    deck: Path, tmp_path: Path, program: Path, pwned: Path, settings: dict[str, str]
) -> None:
    blob = command(deck, "rev-parse", "HEAD~1:./content/a.md").strip()
    (tmp_path / "repository/.git/objects" / blob[:2] / blob[2:]).unlink()
    values = {"extensions.partialClone": "origin", "remote.origin.promisor": "true", **settings}
    command(deck, "config", "core.repositoryFormatVersion", "1")
    for name, value in values.items():
        command(deck, "config", name, value.format(program=program, other=tmp_path / "repository"))
    ask_everything(deck, tmp_path / "unpacked")
    with pytest.raises(revisions.UnreadableError, match="git cannot tell"):
        revisions.unpack(deck, "HEAD~1", tmp_path / "again")
    assert not pwned.exists()


# --- the environment ---


@pytest.mark.parametrize("name", [
    "GIT_EXTERNAL_DIFF", "GIT_PAGER", "PAGER", "GIT_SSH_COMMAND", "GIT_SSH", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_EDITOR",
    "GIT_PROXY_COMMAND",
])  # fmt: skip
def test_no_variable_names_a_program(
    deck: Path,
    tmp_path: Path,
    program: Path,
    pwned: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(name, str(program))
    ask_everything(deck, tmp_path / "unpacked")
    assert not pwned.exists()


@pytest.mark.parametrize("values", [
    {"GIT_DIR": "{evil}"},
    {"GIT_DIR": "{evil}", "GIT_WORK_TREE": "/"},
    {"GIT_COMMON_DIR": "{evil}"},
    {"GIT_INDEX_FILE": "{evil}/index"},
    {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": "{program}"},
    {"GIT_CONFIG_PARAMETERS": "'core.fsmonitor'='{program}'"},
    {"GIT_PREFIX": "content/", "GIT_LITERAL_PATHSPECS": "1", "GIT_TRACE": "{evil}/trace"},
])  # fmt: skip
def test_it_asks_the_repository_of_the_deck_also_inside_a_hook(
    deck: Path,
    tmp_path: Path,
    program: Path,
    pwned: Path,
    values: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = git_changes.changed_lines(deck, "HEAD~1")
    evil = tmp_path / "evil"
    _lookalike(evil, program)
    for name, value in values.items():
        monkeypatch.setenv(name, value.format(program=program, evil=evil))
    assert git_changes.changed_lines(deck, "HEAD~1") == expected != {}
    ask_everything(deck, tmp_path / "unpacked")
    assert not pwned.exists() and not (evil / "trace").exists()


def test_a_program_in_the_current_folder_is_not_git(
    deck: Path, program: Path, pwned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows looks there first; elsewhere, a `.` or nothing between two colons of PATH does it."""
    monkeypatch.chdir(deck)
    for name in ("git", "chromium"):
        shutil.copy(program, deck / name)
    for places in (".", "", "./", ".."):
        monkeypatch.setenv("PATH", f"{places}{os.pathsep}{os.environ['PATH']}")
        assert git_changes.changed_lines(deck, "HEAD")
        assert programs.find("chromium") != str(deck / "chromium")
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(git.GitError, match="no git"):
        git.asked(deck, "status")
    assert not pwned.exists()


def test_the_upgrade_gate_takes_no_module_from_the_current_folder(
    deck: Path, pwned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`python -m` would look there first, and a deck can bring an `anki.py`."""
    for name in ("anki", "random", "json", "deckpress"):
        (deck / f"{name}.py").write_text(f"open({str(pwned)!r}, 'w')\n")
    monkeypatch.chdir(deck)
    gate.run(deck / "old.apkg", deck / "new.apkg")
    assert not pwned.exists()


def test_the_upgrade_gate_finds_what_is_on_the_python_path(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules/anki.py").write_text("raise ImportError('this one')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"))
    told = gate.run(deck / "old.apkg", deck / "new.apkg")
    assert "this one" in gate.losses(told)[0]


# --- what it answers ---


def test_a_page_cannot_hide_its_changes(deck: Path) -> None:
    """By a line that looks like the beginning of another file, an attribute, a zero byte, or its name."""
    page = deck / "content/a.md"
    command(deck, "commit", "-q", "-a", "-m", "three")
    page.write_text("++ content/b.md\n" + PAGE + "-- content/b.md\n\n## Two?\n")
    assert git_changes.changed_lines(deck, "HEAD") == {"content/a.md": [range(1, 2), range(5, 9)]}
    page.write_text(PAGE.replace("Yes", "N\0o"))
    assert git_changes.changed_lines(deck, "HEAD") == {"content/a.md": [range(4, 5)]}
    (deck / ".gitattributes").write_text("*.md -diff -text\n")
    page.write_text(PAGE.replace("Yes", "Not"))
    assert git_changes.changed_lines(deck, "HEAD")["content/a.md"] == [range(4, 5)]
    odd = deck / 'content/say "ü\\ö".md'
    odd.write_text(PAGE)
    command(deck, "add", "-A")
    assert git_changes.changed_lines(deck, "HEAD")['content/say "ü\\ö".md'] == [range(1, 5)]


def test_a_text_without_a_last_line_end_is_counted_right() -> None:
    diff = "--- a\n+++ a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+++ b\n\\ No newline at end of file\n"
    more = "--- c d\t\n+++ c d\t\n@@ -3,2 +2,0 @@\n-x\n-y\n"
    assert git_changes.hunks(diff + more) == {"a": [range(1, 2)], "c d": [range(2, 4)]}


def test_a_link_of_an_old_revision_is_one_again(deck: Path, tmp_path: Path) -> None:
    """Within the deck it is read; what leads out of it is not."""
    (deck / "content/again.md").symlink_to("b.md")
    (deck / "content/away.md").symlink_to("/etc/passwd")
    command(deck, "add", "-A")
    command(deck, "commit", "-q", "-m", "links")
    revisions.unpack(deck, "HEAD", tmp_path / "unpacked")
    assert (tmp_path / "unpacked/content/again.md").read_text() == PAGE.replace("one", "two")
    assert (tmp_path / "unpacked/content/away.md").is_symlink()


@pytest.mark.parametrize("place", [".gitattributes", "content/.gitattributes"])
def test_no_attribute_hides_a_card_of_an_old_revision(
    deck: Path, tmp_path: Path, place: str
) -> None:
    """Else the upgrade gate would not look at it."""
    (deck / place).write_text("*.md export-ignore\n")
    command(deck, "add", "-A")
    command(deck, "commit", "-q", "-m", "attributes")
    with pytest.raises(revisions.UnreadableError, match="leaves out"):
        revisions.unpack(deck, "HEAD", tmp_path / "unpacked")


def test_a_release_is_refused_if_git_cannot_tell_what_has_changed(deck: Path) -> None:
    command(deck, "config", "filter.a=b.clean", "x")
    with pytest.raises(revisions.UnreadableError, match="cannot be switched off"):
        history.refuse_dirty(deck)


def test_nothing_but_git_browser_and_gate_starts_a_program() -> None:
    found = (
        path
        for path in (REPOSITORY / "deckpress").rglob("*.py")
        if "import subprocess" in path.read_text("utf-8")
    )
    assert sorted(path.name for path in found) == ["browser.py", "gate.py", "git.py"]
    assert sys.version_info >= (3, 11)  # `python -P`
