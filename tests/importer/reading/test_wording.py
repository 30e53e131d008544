"""What reads like a question, and what only names what it hides."""

from __future__ import annotations

import pytest

from deckpress.importer.reading import wording


@pytest.mark.parametrize(
    ("text", "asks", "surely", "like"),
    [
        ("What?", True, True, True),
        ("什么？为什么", True, True, True),
        ("What is it", False, True, True),
        ("Explain this", False, True, True),
        ("difference between a and b", False, True, True),
        ("指针和引用的区别", False, True, True),
        ("클로저란", False, True, True),
        ("Compare:", False, True, False),
        ("Erkläre den Baum", False, False, True),
        ("TCP vs. UDP", False, False, True),
        ("Cats", False, False, False),
        ("List", False, False, False),
        ("a?b=c", False, False, False),
        ("`a?b`", False, False, False),
        ("see https://a.b/?c", False, False, False),
    ],
)
def test_what_asks(text: str, asks: bool, surely: bool, like: bool) -> None:
    assert wording.asks(text) == asks
    assert wording.surely_asks(text) == surely
    assert wording.like_question(text) == like


def test_only_the_ends_of_a_long_text_are_looked_at() -> None:
    filler = "word " * 1000
    assert wording.asks(f"What? {filler}") and wording.asks(f"{filler} what?")
    assert not wording.asks(f"{filler} what? {filler}")


@pytest.mark.parametrize(
    "text", ["Answer", "Show me the answer", "✅ Lösung 3", "点击查看", "", "ok"]
)
def test_what_names_what_it_hides(text: str) -> None:
    assert wording.generic_summary(text)


@pytest.mark.parametrize(
    "text", ["What is it?", "Cats and dogs", "one two three four five six seven eight answer"]
)
def test_what_is_a_question_of_its_own(text: str) -> None:
    assert not wording.generic_summary(text)
