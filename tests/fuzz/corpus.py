"""What generators damage: the project's own pages, recorded decks, foreign pages and built-in
templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parent.parent
REPOSITORY = TESTS.parent


class Corpus(NamedTuple):
    """Everything sorted by path, so that the same seed makes the same cases."""

    pages: tuple[bytes, ...]
    """Pages of decks."""
    decks: tuple[Mapping[str, bytes], ...]
    """Small decks: path below the deck's root to content."""
    foreign: tuple[bytes, ...]
    """Pages that are imported."""
    templates: Mapping[str, bytes]
    """The built-in templates by path."""


def read(with_content: bool) -> Corpus:
    """The corpus; with the cards in `content/`, or of the tests alone, whose cases then do not
    change with the cards.
    """
    decks = tuple(_deck(path.parent) for path in sorted((TESTS / "golden").glob("*/content")))
    pages = [data for deck in decks for path, data in deck.items() if path.endswith(".md")]
    roots = [
        TESTS / "showcase",
        TESTS / "formulas" / "sixty",
        *([REPOSITORY / "content"] if with_content else []),
    ]
    pages += [path.read_bytes() for root in roots for path in sorted(root.rglob("*.md"))]
    foreign = tuple(
        path.read_bytes() for path in sorted((TESTS / "importer" / "pages").glob("*/source.md"))
    )
    folder = REPOSITORY / "templates"
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "new" not in path.relative_to(folder).parts
    ]
    templates = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return Corpus(tuple(pages), decks, foreign, templates)


def _deck(root: Path) -> dict[str, bytes]:
    paths = [
        path for path in sorted(root.rglob("*")) if path.is_file() and path.name != "expected.txt"
    ]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in paths
        if "build" not in path.parts
    }
