"""The text of a question without what stands around it."""

from __future__ import annotations

import pytest

from deckpress.importer.reading import page, page_blocks, title
from deckpress.importer.reading.page_text import Text

EMPTY = page.page("page.md", Text((), (), frozenset()), page_blocks.blocks([]))
BARE = page.Head(0, 0, 1, "", "form")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("**What?**", "What?"),
        ("__What__", "What"),
        ("~~x~~", "x"),
        ("What** is", "What is"),
        ("**What", "What"),
        ("a **b** c", "a **b** c"),
        ("*a* and *b*", "*a* and *b*"),
    ],
)
def test_emphasis_around_all_of_it_goes(text: str, wanted: str) -> None:
    assert title.unwrapped(text) == wanted


@pytest.mark.parametrize(
    ("text", "points"),
    [("[2 marks]", True), ("(5 pts)", True), ("2 marks", False), ("[2 marks] x", False)],
)
def test_points(text: str, points: bool) -> None:
    assert title.is_points(text) == points


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3. What?", ("What?", True, "", "")),
        ("**[3. What is it?](#3)** (easy)", ("What is it?", True, "easy", "")),
        ("What? ([Source](https://a.b))", ("What?", False, "", "- [Source](https://a.b)")),
        ("❓ What? [2 marks]", ("What?", False, "", "")),
        ("What is 3?", ("What is 3?", False, "", "")),
        ("3.", ("3.", False, "", "")),
    ],
)
def test_what_a_title_says(text: str, wanted: tuple[str, bool, str, str]) -> None:
    head = title.with_title(BARE, text, EMPTY)
    assert (head.text, head.numbered, head.level, head.sources) == wanted


def test_a_text_of_a_page_is_no_title() -> None:
    long = "3. " + "word " * 1000
    assert title.with_title(BARE, long, EMPTY).text == long.strip()
