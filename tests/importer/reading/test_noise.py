"""What stands on pages beside questions and answers."""

from __future__ import annotations

import pytest

from deckpress.importer.reading import noise


@pytest.mark.parametrize(
    ("title", "contents", "apart"),
    [
        ("Table of Contents", True, True),
        ("**Inhalt**", True, True),
        ("📖 目录", True, True),
        ("License", False, True),
        ("About the author", False, True),
        ("Contributing", False, True),
        ("How to use this page", False, True),
        ("Adam", False, False),
        ("Contents of a packet", False, False),
    ],
)
def test_headings_of_the_page_itself(title: str, contents: bool, apart: bool) -> None:
    assert noise.is_contents_title(title) == contents
    assert noise.is_apart(title) == apart


@pytest.mark.parametrize(
    ("text", "preamble", "closing"),
    [
        ("Here are the most common questions", True, False),
        ("Here is Adam", False, False),
        ("Good luck!", False, True),
        ("If you found a mistake in this list", False, True),
        ("If you found it", False, False),
        (f"Good luck! {'word ' * 200}", False, False),
    ],
)
def test_remarks_about_the_page(text: str, preamble: bool, closing: bool) -> None:
    assert noise.is_preamble(text) == preamble
    assert noise.is_closing(text) == closing
