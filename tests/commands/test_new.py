"""`new`: a repository that works at once, and the workflows of it and of this one use only what there is."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from support import REPOSITORY, Run

from deckpress.deck import config
from deckpress.system import plugins
from pipeline import cli


def _new(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["new", *map(str, arguments)], catch_exceptions=False)


def _make(folder: Path, *targets: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *targets], cwd=folder, capture_output=True, text=True, timeout=300
    )


def test_a_new_deck_builds_and_passes_at_once(tmp_path: Path, run: Run) -> None:
    """Without network and without a word of warning, in a folder whose name needs quoting."""
    folder = tmp_path / "my deck's"
    done = _new(folder, "--name", 'The "first" deck', "--license", "CC BY 4.0")
    assert done.exit_code == 0, done.output
    assert run(folder, "check").output == "no problems\n"
    tested = _make(folder, "test")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "3 notes, 4 cards" in tested.stdout
    assert sorted(path.name for path in (folder / "build").iterdir()) == sorted(
        [
            *(
                f"the-first-deck{end}"
                for end in ("-booklet.html", "-cards-a4.html", "-cards-letter.html", "-crib.html")
            ),
            "the-first-deck.apkg",
            "site",
        ]
    )
    assert "CC BY 4.0" in (folder / "LICENSE.md").read_text()
    assert not list(tmp_path.glob(".my*"))


def test_what_is_of_this_machine_is_not_committed(tmp_path: Path) -> None:
    """Only local.mk knows where deckpress is, and git ignores it."""
    _new(tmp_path / "deck")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path / "deck", check=True)
    subprocess.run(["git", "add", "--all"], cwd=tmp_path / "deck", check=True)
    names = subprocess.run(
        ["git", "ls-files"], cwd=tmp_path / "deck", capture_output=True, text=True
    ).stdout.split()
    assert "local.mk" not in names and ".github/workflows/check.yml" in names
    assert not [name for name in names if str(REPOSITORY) in (tmp_path / "deck" / name).read_text()]


def test_without_a_tool_make_says_what_to_do(tmp_path: Path) -> None:
    """A clone on a machine without deckpress, while requirements.txt names none."""
    _new(tmp_path / "deck")
    (tmp_path / "deck/local.mk").write_text("DECKPRESS = no-such-deckpress\n")
    done = _make(tmp_path / "deck", "deck")
    assert done.returncode and "requirements.txt does not say where to get it" in done.stdout


def test_the_tool_is_pinned_where_it_is_known(tmp_path: Path) -> None:
    """--tool goes into requirements.txt, which pip reads."""
    pin = "git+https://example.org/owner/deckpress@0123456789abcdef0123456789abcdef01234567"
    _new(tmp_path / "deck", "--tool", pin)
    assert f"\ndeckpress @ {pin}\n" in (tmp_path / "deck/requirements.txt").read_text()


def test_a_deck_that_starts_from_an_import(tmp_path: Path) -> None:
    """Its cards are there, in canonical layout; their faults do not stop the first build."""
    (tmp_path / "page.md").write_text(
        "# T\n\n## What is sap?\nA fluid:\n- a\n- b\n\n## What has it?\n\nThree: 1. one, 2. two, 3. more.\n"
    )
    folder = tmp_path / "deck"
    done = _new(folder, "--from", tmp_path / "page.md")
    assert done.exit_code == 0, done.output
    tested = _make(folder, "test")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "2 notes, 2 cards" in tested.stdout
    settings, problems = config.load(folder)
    assert not problems and "warning" in settings.severities.values()
    assert not (folder / "content/tags.toml").exists()


def test_nothing_is_left_of_a_new_deck_that_cannot_be_made(tmp_path: Path) -> None:
    """A source that cannot be read, and a folder that holds something."""
    (tmp_path / "bad.apkg").write_bytes(b"PK\x03\x04 broken")
    assert _new(tmp_path / "deck", "--from", tmp_path / "bad.apkg").exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.apkg"]
    assert "[folder-not-empty]" in _new(tmp_path).output


# --- workflows --------------------------------------------------------------------------------------------------

FOLDERS = (".github/workflows", "templates/new/github")
WORKFLOWS = [path for folder in FOLDERS for path in sorted((REPOSITORY / folder).glob("*.yml"))]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: "-".join(path.parts[-3:]))
def test_workflows_are_valid_and_use_only_what_there_is(path: Path) -> None:
    """YAML with jobs and steps; every command, option and target in it exists; no secret but the job's own token."""
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert {"name", True, "permissions", "jobs"} <= {*workflow}  # `on` is a boolean in YAML 1.1
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    assert all(
        re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"]) for step in steps if "uses" in step
    )
    assert not re.search(r"secrets\.|pull_request_target", text)
    home = path.parents[2] if ".github" in path.parts else path.parents[1]
    for line in (line for step in steps for line in step.get("run", "").splitlines()):
        _exists(line, home)


def _exists(line: str, home: Path) -> None:
    found = re.search(r"(?:deckpress|pipeline\.py) ([a-z]+)((?: \S+)*)", line)
    if found:
        known = {"build", "check", *plugins.names("deckpress.commands")}
        assert found[1] in known, line
        help_text = CliRunner().invoke(cli, [found[1], "--help"]).output
        assert all(option in help_text for option in re.findall(r"--[a-z-]+", found[2])), line
    for target in re.findall(r"^make ([a-z-]+)", line):
        assert re.search(rf"^{target}:", (home / "Makefile").read_text(), re.MULTILINE), line
    for name in re.findall(r"(?:^| )((?:tests|\.ci)/\S+)", line):
        assert (home / name).exists(), line
