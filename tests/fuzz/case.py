"""A case: the files of one deck, what is imported into it, and the commands that are run on it.

A failing case is kept as a folder of plain files beside a `case.json`, so that it can be read,
mended and run for ever.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DECK, SOURCE, OUTSIDE = "deck", "source", "outside"
"""The folders of a case: the deck (`--root`), what it imports, and what no command may read or
write.
"""

CANARY = "canary-that-nobody-may-read"
"""The content of every file in `outside/`."""

_SAFE_NAME = re.compile(r"[a-z0-9][\w.-]{0,60}(/[\w.-]{1,60})*", re.ASCII)
"""A path that any file system and any git checkout takes: `deck/content/a.md`."""


@dataclass(frozen=True)
class Case:
    """A deck, and what is done with it."""

    name: str
    """What makes it again: `pages:7:123` is case 123 of the generator `pages` with seed 7."""
    files: Mapping[str, bytes]
    """Content by path below the case's folder: `deck/content/a.md`."""
    commands: tuple[tuple[str, ...], ...]
    """What is run, in order; `{source}` in an argument is the folder of what is imported."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Symbolic links: path below the case's folder, and where it leads (relative to the link)."""
    cards: tuple[str, ...] = ()
    """Ids that every output must hold if the build passes."""
    shown: tuple[str, ...] = ()
    """Words that a package, the booklet and the site must hold if the build passes."""
    hidden: tuple[str, ...] = ()
    """Texts that no output may hold."""
    anki: bool = False
    """Whether a package that is built is given to the real Anki."""


def laid_out(case: Case, folder: Path) -> None:
    """Write a case's files and links below a new folder. A path that the file system refuses is
    left out.
    """
    for path, data in {f"{OUTSIDE}/secret.txt": CANARY.encode(), **case.files}.items():
        _written(folder, path, data)
    for path, target in case.links.items():
        place = _place(folder, path)
        if place and not place.exists() and not place.is_symlink():
            place.symlink_to(target)


def _written(folder: Path, path: str, data: bytes) -> None:
    place = _place(folder, path)
    if place and not place.is_dir():
        try:
            place.write_bytes(data)
        except (OSError, ValueError):  # a name that no file can have here tests nothing here
            return


def _place(folder: Path, path: str) -> Path | None:
    """Where a path stands; None if its folder cannot be made or it would leave the case."""
    place = folder / path
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError):
        return None
    return place if place.parent.resolve().is_relative_to(folder.resolve()) else None


def store(case: Case, folder: Path, why: str) -> None:
    """Write a case into a folder, in place of what was there, with the reason why it is kept."""
    names: dict[str, str] = {}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, (path, data) in enumerate(sorted(case.files.items())):
        safe = path if _SAFE_NAME.fullmatch(path) else f"odd/{number}"
        names |= {safe: path} if safe != path else {}
        place = folder / safe
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    facts = {
        "why": why,
        "name": case.name,
        "commands": case.commands,
        "names": names,
        "links": dict(case.links),
        "cards": case.cards,
        "shown": case.shown,
        "hidden": case.hidden,
        "anki": case.anki,
    }
    text = json.dumps({key: value for key, value in facts.items() if value}, indent=1)
    (folder / "case.json").write_text(f"{text}\n", encoding="utf-8")


def load(folder: Path) -> Case:
    """A case as `store` left it."""
    facts = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    names = facts.get("names", {})
    paths = sorted(
        path for path in folder.rglob("*") if path.is_file() and path.name != "case.json"
    )
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return Case(
        name=facts["name"],
        files={names.get(path, path): data for path, data in files.items()},
        commands=tuple(map(tuple, facts["commands"])),
        links=facts.get("links", {}),
        cards=tuple(facts.get("cards", ())),
        shown=tuple(facts.get("shown", ())),
        hidden=tuple(facts.get("hidden", ())),
        anki=facts.get("anki", False),
    )
