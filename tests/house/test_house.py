"""The plan of the house is true: docs/architecture.md, the import contract, and the folders say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from support import REPOSITORY

PACKAGE = REPOSITORY / "deckpress"
PLAN = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
SETTINGS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = next(
    contract["layers"]
    for contract in SETTINGS["tool"]["importlinter"]["contracts"]
    if contract["type"] == "layers"
)
"""From the top down; rooms of one layer are joined by `|`."""
HEIGHT = {room: i for i, layer in enumerate(reversed(LAYERS)) for room in layer.split(" | ")}
LAZY = re.compile(r'plugins\.lazy\("(deckpress\.[a-z_.]+)"\)')
LAZY_LIBRARY = re.compile(r'plugins\.lazy\("((?!deckpress\.)[a-z_]+)')


def rooms() -> set[str]:
    """The folders of the package, and its loose modules."""
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    return folders | {path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def climbs(room: str, target: str) -> bool:
    """Whether a room that imports this module would look up, or at its neighbour."""
    other = target.split(".")[1]
    return other != room and HEIGHT[other] >= HEIGHT[room]


def test_every_room_has_its_place_among_the_layers() -> None:
    assert {*HEIGHT} == rooms()


def test_the_plan_names_each_room_once_in_the_order_of_the_layers() -> None:
    table = PLAN.partition("## The rooms")[2].partition("\n## ")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    named = [{*re.findall(r"`([a-z]+)(?:/|\.py)`", row)} for row in rows]
    assert named == [{*layer.split(" | ")} for layer in reversed(LAYERS)]


def test_only_the_stage_that_renders_is_a_loose_module() -> None:
    assert [path.stem for path in sorted(PACKAGE.glob("*.py"))] == ["__init__", "render"]


def test_every_file_that_the_plan_names_exists() -> None:
    named = re.findall(r"`((?:deckpress/|tests/)?[a-z_]+/[a-z_/]+\.py)`", PLAN)
    made = {"deckpress/checks/the_code.py"} | {name for name in named if name.endswith("/name.py")}
    assert len(named) > 15
    for name in {*named} - made:
        assert (REPOSITORY / name).is_file() or (PACKAGE / name).is_file(), name


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_lazy_imports_run_one_way_too(path: Path) -> None:
    """What import-linter does not see."""
    if path.parent == PACKAGE and path.stem == "__init__":
        return
    room = room_of(path)
    assert [name for name in LAZY.findall(path.read_text("utf-8")) if climbs(room, name)] == []


def test_a_lazy_import_of_a_room_above_is_seen() -> None:
    (name,) = LAZY.findall('report = plugins.lazy("deckpress.console.report")')
    assert climbs("sources", name) and climbs("importer", name)
    assert not climbs("commands", name) and not climbs("console", name)


def test_a_library_that_is_imported_lazily_is_imported_in_one_module() -> None:
    users: dict[str, set[str]] = {}
    for path in modules():
        for library in LAZY_LIBRARY.findall(path.read_text("utf-8")):
            users.setdefault(library, set()).add(path.relative_to(PACKAGE).as_posix())
    own = SETTINGS["project"]["dependencies"]
    known = {re.split(r"[<>=~;\[ ]", name)[0].lower().replace("-", "_") for name in own}
    shared = {
        library: names for library, names in users.items() if len(names) > 1 and library in known
    }
    assert users and not shared
