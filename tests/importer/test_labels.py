"""The words by which pages name the parts of a card: in many languages, and those that a deck adds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import MakeDeck, Run

from deckpress.deck import config
from deckpress.deck.config import keys
from deckpress.importer import labels
from deckpress.importer.reading import question_labels

PAGE = """\
Swali: Mji mkuu wa Kenya ni upi?

Jibu: Nairobi.

Swali: Mji mkuu wa Uganda ni upi?

Jibu: Kampala.
"""
OWN = '[deck]\nname = "Test"\n[labels]\nquestion = ["Swali"]\nanswer = ["Jibu", "Jibu sahihi"]\n'


def test_a_decks_own_words_are_labels(make_deck: MakeDeck, run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    deck = make_deck({"deckpress.toml": OWN, "content/README.md": ""})
    assert run(deck, "import", page).exit_code == 0
    (written,) = (deck / "content").rglob("01-*.md")
    text = written.read_text(encoding="utf-8")
    assert "## Mji mkuu wa Kenya ni upi?" in text and "\nNairobi.\n" in text
    assert "Jibu" not in text and "Swali" not in text


def test_without_them_they_are_text(make_deck: MakeDeck, run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    output = run(make_deck({"content/README.md": ""}), "import", page).output
    assert "2 questions (2 labels)" not in output
    assert question_labels.question_label("Swali: nani?") is None


def test_they_hold_for_one_import_only() -> None:
    with labels.using({"question": ("swali",)}):
        assert question_labels.question_label("Swali: nani?")
        assert question_labels.question_label("Frage: wer?")
    assert question_labels.question_label("Swali: nani?") is None


@pytest.mark.parametrize("word", ["a.b", "c++", "(x)", "wh at", "#", "[q]"])
def test_a_word_is_no_pattern(word: str) -> None:
    with labels.using({"answer": (word,)}):
        assert re.compile(labels.either("answer")).fullmatch(word)


LONG, MANY = str(["a" * 61]), str(["a"] * 101)


@pytest.mark.parametrize("value", ["1", '"Jibu"', "[1]", '[""]', LONG, MANY])
def test_what_is_no_list_of_words_is_located(tmp_path: Path, value: str) -> None:
    (tmp_path / "deckpress.toml").write_text(f"[labels]\nquestion = {value}\n", encoding="utf-8")
    settings, problems = config.load(tmp_path)
    assert [(p.code, p.span.line) for p in problems] == [("bad-config", 2)]
    assert settings.labels == {}


def test_an_unknown_role_names_the_one_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "deckpress.toml").write_text('[labels]\nanswers = ["Jibu"]\n', encoding="utf-8")
    (problem,) = config.load(tmp_path)[1]
    assert "answers" in problem.message and "answer" in problem.fix


def test_every_role_of_a_deck_is_one_of_ours() -> None:
    assert {*keys.LABEL_KEYS} <= {*labels.roles()}


def test_words_are_in_lower_case_and_each_language_says_them_once() -> None:
    for role, words in labels.roles().items():
        assert all(word == word.lower() == word.strip() for word in words), role
