"""Finding and reading templates: the deck's own file first, then the built-in one of that name.

A deck's template is a text file inside the deck, links followed. Whatever else stands in its place
is a located fault, and none of its content is ever repeated.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from deckpress.model import Problem, Span
from deckpress.system import files

FOLDER = "templates"
"""Of a deck's own templates, below its root."""

_PACKAGE = Path(__file__).parent.parent
_INSTALLED = _PACKAGE / FOLDER
_CHECKED_OUT = _PACKAGE.parent / FOLDER
BUILT_IN = _INSTALLED if _INSTALLED.is_dir() else _CHECKED_OUT
"""The default templates: inside the installed package, or beside it in a checkout."""

PREFIX = "built-in/"
"""`built-in/card.css` is the built-in file, for a deck that has its own `card.css`."""

LARGEST = 1_000_000
"""Bytes of a template: seventy times the largest built-in one, enough for a font in a style."""

FIX = "mend the template at this line"

# `basic/front.html`; nothing that leads out of its folder, on any system.
_NAME = re.compile(r"(?!.*\.\.)[^/\\:\0]+(?:/[^/\\:\0]+)*")


class BadTemplate(Exception):
    """A template cannot be used; holds the located problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def bad_template(
    name: str,
    message: str,
    line: int = 1,
    fix: str = FIX,
) -> BadTemplate:
    """What is wrong at a line of a template."""
    span = Span(f"{FOLDER}/{name}".rstrip("/"), line)
    return BadTemplate(Problem(span, "bad-template", message, fix=fix))


def read(root: Path, name: str) -> str | None:
    """The text of a template, or None if there is none of that name. Raises BadTemplate."""
    if not _NAME.fullmatch(name):
        return None
    folder = root / FOLDER
    if os.path.lexists(folder) and not folder.is_dir():
        raise bad_template(
            "", "this is no folder", fix="make it a folder of templates, or remove it"
        )
    if is_own(root, name):
        return _own(root, name)
    built_in = BUILT_IN / name.removeprefix(PREFIX)
    if not built_in.is_file():
        return None
    return built_in.read_text(encoding="utf-8")


def is_own(root: Path, name: str) -> bool:
    """Whether a template is the deck's own, and not a built-in one."""
    return os.path.lexists(root / FOLDER / name) and not name.startswith(PREFIX)


def file_name(root: Path, name: str) -> str:
    """What a template is called in tracebacks: `templates/…` or `built-in/…`."""
    folder = f"{FOLDER}/" if is_own(root, name) else PREFIX
    return folder + name.removeprefix(PREFIX)


def own_names(root: Path) -> list[str]:
    """The built-in templates in whose place a deck has its own, sorted.

    Not those of `new/`: they make new decks, and no deck is made from the templates of another.
    """
    folder = root / FOLDER
    if os.path.realpath(folder) == os.path.realpath(BUILT_IN):
        return []
    names = []
    for path in sorted(BUILT_IN.rglob("*")):
        name = path.relative_to(BUILT_IN).as_posix()
        own = path.is_file() and os.path.lexists(folder / name)
        if own and not name.startswith("new/"):
            names.append(name)
    return names


def _own(root: Path, name: str) -> str:
    path = root / FOLDER / name
    if not files.inside(path, root):
        fix = "put a text file of the deck there, or remove it"
        raise bad_template(name, _what_it_is(path), fix=fix)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        message = f"this cannot be read: {error.strerror}"
        raise bad_template(name, message, fix="give yourself the right to read it") from error
    if len(data) > LARGEST:
        message = f"this template has more than {LARGEST:,} bytes"
        raise bad_template(name, message, fix="move pictures and fonts out of it")
    return _text(name, data)


def _what_it_is(path: Path) -> str:
    if os.path.isdir(path):
        return "this is a folder, and no template"
    if os.path.isfile(path):
        return "this is a link that leads out of the deck"
    return "this is no file, or a link to none"


def _text(name: str, data: bytes) -> str:
    """A template as text; a BOM at its beginning does not belong to it."""
    fix = "save it as UTF-8 text"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise bad_template(name, "this is not UTF-8", line, fix) from error
    if "\0" in text:
        # What UTF-16 without a BOM looks like; and no page may hold one.
        line = text[: text.index("\0")].count("\n") + 1
        raise bad_template(name, "this is no text: it holds NUL characters", line, fix)
    return text
