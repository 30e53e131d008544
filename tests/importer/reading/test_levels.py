"""Marks of difficulty."""

from __future__ import annotations

import pytest

from deckpress.importer.reading import levels


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("What (easy)", ("What", "easy")),
        ("What ⭐⭐", ("What", "medium")),
        ("🟢 What", ("What", "easy")),
        ("What - **Difficulty: hard**", ("What", "hard")),
        ("What :star::star:", ("What", "")),
        ("What", ("What", "")),
    ],
)
def test_a_level_is_taken_off(text: str, wanted: tuple[str, str]) -> None:
    assert levels.without_level(text, {}) == wanted


def test_a_level_alone() -> None:
    assert (
        levels.is_level("(easy)") and not levels.is_level("easy") and not levels.is_level("(red)")
    )
