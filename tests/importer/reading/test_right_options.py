"""Which options of a multiple choice are right, by their marks or by the key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deckpress.importer.reading.right_options import Option, decided, is_marked, mark_from

COLOURS = [
    Option(0, 1, "a", "red", False),
    Option(1, 2, "b", "green", False),
    Option(2, 3, "c", "blue", False),
]


@pytest.mark.parametrize(
    ("key", "right", "rest"),
    [
        ("B", "green", ""),
        ("a) and c)", "red blue", ""),
        ("3", "blue", ""),
        ("Option 2: because green", "green", "because green"),
        ("green", "green", ""),
        ("**C**\n\nbecause", "blue", "because"),
        ("B: green\nas grass", "green", "as grass"),
        ("- A\n- B - Correct\n- C", "green", ""),
        (
            "- A - Correct\n- B - Correct\n- C - Correct",
            "",
            "- A - Correct\n- B - Correct\n- C - Correct",
        ),
        ("I think so", "", "I think so"),
        ("A word", "", "A word"),
        ("E", "", "E"),
        ("4", "", "4"),
        ("", "", ""),
    ],
)
def test_a_key_names_the_right_ones(key: str, right: str, rest: str) -> None:
    choices, remains = decided(COLOURS, key)
    assert [choice.text for choice in choices if choice.right] == right.split()
    assert [choice.text for choice in choices] == ["red", "green", "blue"]
    assert remains == rest


def test_a_tick_counts_more_than_a_key() -> None:
    red = replace(COLOURS[0], ticked=True)
    choices, remains = decided([red, *COLOURS[1:]], "B")
    assert [choice.right for choice in choices] == [True, False, False] and remains == "B"


@pytest.mark.parametrize("bold", [1, 2])
def test_one_bold_option_is_right(bold: int) -> None:
    options = [Option(i, i + 1, "", f"**{i}**" if i < bold else str(i), False) for i in range(3)]
    choices, _ = decided(options, "")
    assert [choice.right for choice in choices] == (
        [True, False, False] if bold == 1 else [False] * 3
    )
    assert choices[0].text == ("0" if bold == 1 else "**0**")


def test_marks_behind_an_option() -> None:
    assert is_marked("this (correct)") and not is_marked("this (wrong)")
    assert mark_from("this ✅") == 5 and mark_from("this") == 4 and mark_from("✅") == 1
