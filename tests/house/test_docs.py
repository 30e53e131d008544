"""What is written about the tool is true: the checks' page, the schemas, the README and the editor's task."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from support import REPOSITORY, TESTS, Run

from deckpress.commands.schema import NAMES
from deckpress.deck.config import keys as config_keys
from deckpress.system import plugins

DOCS = REPOSITORY / "docs"


def test_the_page_of_checks_is_current(run: Run, request: pytest.FixtureRequest) -> None:
    _current(DOCS / "checks.md", run(REPOSITORY, "checks", "--format", "markdown").output, request)


@pytest.mark.parametrize("name", NAMES)
def test_the_schemas_are_current(name: str, run: Run, request: pytest.FixtureRequest) -> None:
    _current(DOCS / "schemas" / f"{name}.json", run(REPOSITORY, "schema", name).output, request)


def test_the_page_of_the_configuration_says_what_each_key_means() -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    tables = (
        config_keys.DECK_KEYS,
        config_keys.FOLDER_KEYS,
        config_keys.PRINT_KEYS,
        config_keys.LABEL_KEYS,
    )
    keys = [*chain.from_iterable(table.items() for table in tables)]
    assert re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", page, re.MULTILINE) == keys
    assert {*re.findall(r"`([a-z0-9]+)` \([\d.]+ × ", page)} == {*config_keys.CARD_SIZES}


def test_an_editor_shows_what_each_key_means(run: Run) -> None:
    schema = json.loads(run(REPOSITORY, "schema", "deckpress").output)["properties"]
    severities = schema["checks"]["properties"]["severity"]["properties"]
    for table in (
        *(schema[name]["properties"] for name in ("deck", "print", "labels")),
        severities,
    ):
        assert table and all(value["description"] for value in table.values())


def _current(path: Path, text: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "renew with `make docs`"


def test_the_readme_names_every_command() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    commands = {"build", "check", *plugins.names("deckpress.commands")}
    assert not [name for name in sorted(commands) if f"`{name}" not in readme]


def test_links_in_the_documents_lead_somewhere() -> None:
    documents = [*REPOSITORY.glob("*.md"), *DOCS.glob("*.md")]
    for document in documents:
        prose = re.sub(r"(`+).*?\1", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", prose):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_editors_task_reads_our_messages() -> None:
    task = json.loads((REPOSITORY / ".vscode" / "tasks.json").read_text())["tasks"][0]
    pattern = re.compile(task["problemMatcher"]["pattern"]["regexp"])
    expected = [(case / "expected.txt").read_text() for case in (TESTS / "golden").iterdir()]
    heads = [
        line for text in expected for line in text.splitlines() if re.match(r"\S+:\d+:\d+: ", line)
    ]
    assert len(heads) > 100
    assert all(pattern.match(line) for line in heads)


def test_the_messages_in_the_contributing_guide_are_what_the_tool_says(
    run: Run, tmp_path: Path
) -> None:
    """The guide is acted out on a copy of the deck: each page it shows is written, each command run and compared."""
    guide = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shutil.copytree(REPOSITORY / "content", tmp_path / "content")
    shutil.copy(REPOSITORY / "deckpress.toml", tmp_path)
    (page,) = {*re.findall(r"PAGE=(\S+)", guide)}
    makes = {
        "make check": ["check", tmp_path / page],
        "make fix": ["check", "--fix", tmp_path / page],
        "make ids": ["ids"],
    }
    ran = 0
    for kind, block in re.findall(r"```(md|console)\n(.*?)```", guide, re.DOTALL):
        if kind == "md":
            (tmp_path / page).write_text(block, encoding="utf-8")
            continue
        for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            said = run(tmp_path, *makes[command.removesuffix(f" PAGE={page}")]).output
            ran += 1
            assert said == output or said.startswith(f"{output}\n"), (
                command
            )  # after a fix, what is left is not repeated
    assert ran == 4


def test_pins_cover_what_pyproject_asks_for() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    pinned = (REPOSITORY / ".ci" / "requirements-test.txt").read_text().lower()
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = [re.split(r"[<>=\[; ]", name)[0].lower() for name in wanted]
    assert not [
        name for name in names if not re.search(rf"^{re.escape(name)}==", pinned, re.MULTILINE)
    ]
