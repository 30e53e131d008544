"""The lists of words are sound, and a word that is added to one is known at once."""

from __future__ import annotations

import pytest

from deckpress.markup import prose, wordlists

ROLES = sorted(wordlists._lists())


@pytest.mark.parametrize("role", ROLES)
def test_a_list_holds_each_word_once_in_lower_case(role: str) -> None:
    for language, words in wordlists._lists()[role].items():
        assert words, f"[{role}] {language} is empty"
        assert words == [word.strip().lower() for word in words]
        assert len(words) == len({*words})


@pytest.mark.parametrize("verb", sorted(wordlists.english("instruction")))
def test_every_instruction_makes_an_imperative(verb: str) -> None:
    assert prose.imperative(f"{verb.capitalize()} the steps.")
    assert prose.imperative(f"In one line of Python, please {verb} the steps.")
    assert not prose.imperative(f"Steps to {verb}.")


@pytest.mark.parametrize("noun", sorted(wordlists.english("instruction-or-noun")))
def test_what_is_also_a_noun_instructs_only_before_some_words(noun: str) -> None:
    assert prose.imperative(f"{noun.capitalize()} the steps.")
    assert not prose.imperative(f"{noun.capitalize()} theory.")
