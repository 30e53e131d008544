"""Which beginnings of a line mark a question, an answer or a part, and what stands behind them."""

from __future__ import annotations

import pytest

from deckpress.importer.reading import question_labels as labels


@pytest.mark.parametrize(
    ("line", "name", "text"),
    [
        ("Q: What", "Q", "What"),
        ("**Question 3:** What", "Question", "What"),
        ("Q12 What", "Q", "What"),
        ("[Q7] What", "Q", "What"),
        ("Frage: Was", "Frage", "Was"),
        ("问题：什么", "问题", "什么"),
        ("Exercise 3: do", "Exercise", "do"),
    ],
)
def test_what_marks_a_question(line: str, name: str, text: str) -> None:
    label = labels.question_label(line)
    assert label and label["name"] == name and line[labels.behind(label) :] == text
    assert not labels.is_only_label(line)


@pytest.mark.parametrize(
    "line", ["Exercise: do", "[link](x)", "> Q: x", "Question bank", "A: x", "Quark: x"]
)
def test_what_marks_none(line: str) -> None:
    assert labels.question_label(line) is None


@pytest.mark.parametrize(
    ("line", "only"), [("**Question 3**", True), ("Question 3: What", False), ("What", False)]
)
def test_a_label_alone(line: str, only: bool) -> None:
    assert labels.is_only_label(line) == only


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("A: This", "This"),
        ("**Answer:** This", "This"),
        ("Ans. This", "This"),
        ("Answer - This", "This"),
        ("Ответ: это", "это"),
        ("A12", ""),
    ],
)
def test_what_marks_an_answer(line: str, text: str) -> None:
    label = labels.answer_label(line)
    assert label and line[labels.behind(label) :] == text and not labels.is_key(label["name"])


def test_a_letter_with_a_bracket_is_an_option_unless_questions_have_letters() -> None:
    assert labels.answer_label("a) This") is None
    assert labels.answer_label("a) This", "q")
    assert labels.answer_label("Answer the phone") is None


def test_a_key_says_which_option_is_right() -> None:
    label = labels.answer_label("Answer key: B")
    assert label and labels.is_key(label["name"]) and not labels.is_key("answer")


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Analogy: x", "analogy"),
        ("**Example:** y", "application"),
        ("参考: z", "sources"),
        ("Hint: h", "hint"),
        ("Output: o", "output"),
        ("Explanation: e", "explanation"),
    ],
)
def test_what_marks_a_part(line: str, part: str) -> None:
    found = labels.part_label(line)
    assert found and found[0] == part


def test_what_marks_no_part() -> None:
    assert labels.part_label("Notes: n") is None and labels.part_label("Analogous: n") is None


def test_a_line_with_question_and_answer() -> None:
    assert labels.split_line("What is it? A: This.") == ("What is it?", "This.")
    assert labels.split_line("What is it? This.") == ("What is it? This.", "")


def test_a_source_is_a_link_to_the_web() -> None:
    assert labels.is_source_link("[Reference](https://a.b)")
    assert not labels.is_source_link("[Reference](a.md)")
    assert not labels.is_source_link("[Rain](https://a.b)")


def test_an_exercise_is_a_task() -> None:
    assert labels.is_task("exercise") and not labels.is_task("question")
