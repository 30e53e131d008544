"""Patterns that strangers add can be wrong, never endless."""

from __future__ import annotations

import time

import pytest
from conftest import MakeDeck, Run

from deckpress import patterns

ENDLESS = (
    r"(a+)+$",
    r"(a|aa)+$",
    r"(a|a)*weights",
    r"(.*weights){20}",
    r"(\w+\s?)+weights",
    r"weights.*shift.*loss",
    r"weights[^.]*[a-z]+ing",
    "a?" * 30 + "weights",
    "weights" + "(?:a|a)" * 12,
    r"(?=(a+))weights",
    r"(weights)\1",
    r"(?i)weights",
    r"weights(?!a)",
    "(" * 5000,
    "weights" * 200,
    r"weights{1000000000000}",
)


@pytest.mark.parametrize("pattern", ENDLESS)
def test_what_could_take_forever_is_refused(pattern: str) -> None:
    assert patterns.refusal(pattern)


@pytest.mark.parametrize(
    "pattern", ("weights (", "[weights", "[[a]weights", "*weights", "ab", r"\w+ is", "", "weights|ab")
)
def test_what_is_no_pattern_or_fits_every_text_is_refused(pattern: str) -> None:
    assert patterns.refusal(pattern)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    (
        (r"backpropagation [^.]*updates? the weights", "Backpropagation thus updates the weights.", True),
        (r"backpropagation [^.]*updates? the weights", "Backpropagation ends. SGD updates the weights.", False),
        (r"binary cross[- ]entropy is (?:only )?used", "Binary Cross Entropy is used", True),
        (r"\bANNs? are basic|uniform.*bad", "a uniform start is bad", True),
        (r"steps are:.*weight update", "steps are: " + "word " * 90 + "4. Weight Update", True),
        (r"weights", "x" * 5000 + " weights", True),
    ),
)
def test_what_is_accepted_finds_what_it_should(pattern: str, text: str, found: bool) -> None:
    assert patterns.refusal(pattern) == ""
    assert bool(patterns.search(pattern, text)) is found


def test_the_words_of_a_pattern_stand_in_whatever_it_matches() -> None:
    assert patterns.words(r"\bANNs? are basic|(?:uniform) starts?.* Poor") == (("basic",), ("start", "poor"))
    assert patterns.words("layers? explode") == (("explode", "layer"),)


def test_the_hardest_accepted_pattern_takes_seconds_at_most() -> None:
    pattern = r"(?:a|aa)(?:a|aa|aaa)(?:aa)?[^.]*(?:a|aa)aaaax"
    assert patterns.refusal(pattern) == ""
    start = time.process_time()
    assert not patterns.search(pattern, "a" * patterns.LONGEST)
    assert time.process_time() - start < 10


ENTRY = '[[misconception]]\nid = "{0}"\npattern = {1}\nwhy = "It is not so."\nsource = "A book 2016"\n\n'


def test_a_bad_entry_is_a_located_error_and_the_good_ones_still_work(make_deck: MakeDeck, run: Run) -> None:
    register = ENTRY.format("good", '"weights vanish"') + ENTRY.format("bad", "'(a+)+$'") + ENTRY.format("odd", "3")
    card = f"## What do weights do?\n<!-- id: what-weights -->\n\nThe weights vanish. {'a' * 2000}!\n"
    result = run(make_deck({"content/a.md": card, "content/misconceptions.toml": register}), "check")
    assert "content/misconceptions.toml:9:1: pattern: a repeated bracket" in result.output
    assert "content/misconceptions.toml:15:1: 'pattern' must be text" in result.output
    assert "content/a.md:4:5: warning: a known misconception (good): It is not so." in result.output


@pytest.mark.parametrize("text", ("misconception = 3", "[misconception]\nid = 'a'", "misconception = ['a']", "x = ["))
def test_a_register_of_another_shape_is_a_located_error(text: str, make_deck: MakeDeck, run: Run) -> None:
    deck = make_deck({"content/a.md": "## What?\n<!-- id: what -->\n\nThat.\n", "content/misconceptions.toml": text})
    result = run(deck, "check")
    assert result.exit_code == 1
    assert "content/misconceptions.toml:1:" in result.output
