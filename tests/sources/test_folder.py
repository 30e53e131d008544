"""What lies in `content/` and is what."""

from __future__ import annotations

from support import MakeDeck

from deckpress.deck import config
from deckpress.sources import folder

PAGE = "## What?\n<!-- id: what -->\n\nThat.\n"


def test_code_and_tables_are_neither_pages_nor_media(make_deck: MakeDeck) -> None:
    """A deck's own tests lie beside its pages; a picture among them is still one."""
    code = ("content/tests/test_a.py", "content/tests/__pycache__/test_a.pyc", "content/B.PY")
    others = ("content/tags.toml", "content/tests/dot.svg")
    root = make_deck({"content/a.md": PAGE, **dict.fromkeys((*code, *others), "")})
    found = folder.contents(config.load(root)[0])
    assert [path.name for path in found.pages] == ["a.md"]
    assert found.media == ("content/tests/dot.svg",)
    assert found.faults == ()
