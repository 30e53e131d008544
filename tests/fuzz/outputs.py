"""What a build wrote, read without any of deckpress' own code."""

from __future__ import annotations

import html
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.fuzz.case import CANARY

TEXTS = (".html", ".css", ".js", ".json", ".svg", ".txt")
"""Outputs that people or browsers read as text."""

_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Control characters but tab and line ends; and what is no character."""

_ARTICLE = re.compile(r"<article\b[^>]*?\bid=\"?([\w-]+)")
_PAPER = ("booklet", "cards-a4", "cards-letter", "crib")


def notes(package: Path) -> list[list[str]]:
    """The fields of each note of a package; the first field is the id."""
    with zipfile.ZipFile(package) as archive:
        data = archive.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    try:
        return [
            row[0].split("\x1f") for row in connection.execute("SELECT flds FROM notes ORDER BY id")
        ]
    finally:
        connection.close()


def texts(out: Path) -> dict[str, str]:
    """Every text that was written, by its name below `out`; of the package, its fields in one."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.suffix == ".apkg":
            found[name] = "\n".join(field for note in notes(path) for field in note)
        elif path.suffix in TEXTS and path.is_file() and "/media/" not in name:
            found[name] = path.read_bytes().decode("utf-8")
    return found


def contents(out: Path) -> dict[str, bytes]:
    """Every file below `out`; packages by their entries, so that a difference says where it is."""
    found: dict[str, bytes] = {}
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        name, data = path.relative_to(out).as_posix(), path.read_bytes()
        found[name] = data
        if path.suffix == ".apkg":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                found |= {f"{name}/{entry}": archive.read(entry) for entry in archive.namelist()}
    return found


def dropped(out: Path, cards: Sequence[str]) -> Iterator[str]:
    """What does not hold all of the cards (P1)."""
    for package in sorted(out.glob("*.apkg")):
        ids = sorted(note[0] for note in notes(package))
        if missing := sorted({*cards} - {*ids}):
            yield f"cards missing in the package: {', '.join(missing)}"
        for name in (*_PAPER, "site"):
            page = (
                out / "site/index.html"
                if name == "site"
                else package.with_name(f"{package.stem}-{name}.html")
            )
            found = {*_ARTICLE.findall(page.read_text(encoding="utf-8"))}
            if len(found) != len(ids):
                yield f"{len(found)} of {len(ids)} cards in {name}"


def words(texts: Mapping[str, str], shown: Sequence[str], hidden: Sequence[str]) -> Iterator[str]:
    """Words that an author wrote and no reader gets (P1), and what should have stayed private."""
    for name, text in texts.items():
        plain = html.unescape(text)
        whole = name.endswith((".apkg", "booklet.html", "site/index.html"))
        if whole and (missing := [word for word in shown if word not in plain]):
            yield f"{_kind(name)} lacks {', '.join(missing[:5])}"
        if leaked := [word for word in (*hidden, CANARY) if word in plain]:
            yield f"{_kind(name)} shows {', '.join(leaked[:5])}"


def control_characters(texts: Mapping[str, str]) -> Iterator[str]:
    """Characters that no output may hold, raw or written as a number."""
    for name, text in texts.items():
        found = _ODD.search(text)
        if found:
            yield f"U+{ord(found[0]):04X} in {_kind(name)}"


def _kind(name: str) -> str:
    """`x-booklet.html` -> `booklet.html`: what it is, whatever the deck is called."""
    return name if "/" in name else re.sub(r"^.*?(?=booklet|crib|cards|\.apkg)", "", name)
