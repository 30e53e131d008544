"""Pages, note types and documents from templates: the only room that imports Jinja.

A deck's own `templates/` come first, then the built-in ones, so that a deck can replace one file
and keep the rest. `loading` finds them, `sandbox` is what they run in, `values` what they see and
`budget` how much they may do. Whatever goes wrong is a `BadTemplate` at a line of a template.
"""

from __future__ import annotations

from collections.abc import Iterator

from deckpress.deck.config import Config
from deckpress.templating.loading import BUILT_IN, PREFIX, BadTemplate
from deckpress.templating.note_types import check, check_pages, note_types
from deckpress.templating.sandbox import Sandbox
from deckpress.templating.values import LazyText, View

__all__ = [
    "BUILT_IN",
    "BadTemplate",
    "LazyText",
    "View",
    "check",
    "check_pages",
    "note_types",
    "page",
    "stream",
    "words",
]


def stream(
    config: Config,
    name: str,
    /,
    **values: object,
) -> Iterator[bytes]:
    """The page that a template makes, as UTF-8, piece by piece. Raises BadTemplate."""
    pieces = Sandbox(config).pieces(name, values)
    return (piece.encode() for piece in pieces)


def page(
    config: Config,
    name: str,
    /,
    **values: object,
) -> str:
    """The page that a template makes. Raises BadTemplate."""
    pieces = Sandbox(config).pieces(name, values)
    return "".join(pieces)


def words(config: Config) -> dict[str, str]:
    """What the pages say themselves, by name: `_words.html`. Raises BadTemplate.

    A word that the deck's own file lacks is the built-in one.
    """
    sandbox = Sandbox(config)
    built_in = sandbox.variables(f"{PREFIX}_words.html")
    both = built_in | sandbox.variables("_words.html")
    texts = {}
    for word, value in both.items():
        if isinstance(value, str) and not word.startswith("_"):
            texts[word] = value
    return texts
