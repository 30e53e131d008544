"""Patterns that strangers add can be wrong, never endless."""

from __future__ import annotations

import time
import tomllib

import pytest
from support import REPOSITORY, MakeDeck, Run

from deckpress.deck import misconceptions, patterns

ENDLESS = (
    r"(a+)+$",
    r"(a|aa)+$",
    r"(a|a)*weights",
    r"(.*weights){20}",
    r"(\w+\s?)+weights",
    r"weights.*shift.*loss",
    r"[a-z ]*(?:a|a|a|a|a|a)(?:a|a|a|a|a|a)(?:a|a|a|a|a|a)loss",
    "a?" * 30 + "weights",
    "weights" + "(?:a|a)" * 12,
    r"(?:[a-z ]{0,20}a){5}loss",
    r"a[ab]{200}c",
    r"(?:(?:a*)*)*loss",
    r"^(?:a?){200}a{200}$",
)


@pytest.mark.parametrize("pattern", ENDLESS)
def test_what_takes_python_forever_takes_no_time(pattern: str) -> None:
    """The last of the text never matches; each would need more steps than there are atoms, one way after the other."""
    assert patterns.refusal(pattern) == ""
    text = "ab" * 5000 + "!"
    start = time.process_time()
    assert not patterns.search(pattern, text)
    assert time.process_time() - start < 1


REFUSED = {
    r"(?=(a+))weights": "invalid perl operator",
    r"(weights)\1": "invalid escape sequence",
    r"weights(?!a)": "invalid perl operator",
    "weights (": "missing )",
    "[weights": "missing ]",
    "*weights": "no argument",
    r"\Qweights": "missing )",
    "(" * 900: "missing )",
    r"weights{2000}": "invalid repetition",
    r"(?:a{100}){100}": "invalid repetition",
    r"(?P<name>weights)": "it names a group",
    "weights" * 200: "longer than 1,000 characters",
    r"\pL{100}": "steps; the limit is 1,000",
    r"weights.{0,900}": "steps; the limit is 1,000",
    "": "it fits every text",
    "(?:weights)?": "it fits every text",
}


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_cannot_be_read_or_would_be_too_much_is_refused(pattern: str) -> None:
    start = time.process_time()
    assert REFUSED[pattern] in patterns.refusal(pattern)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    (
        (
            r"backpropagation [^.]*updates? the weights",
            "Backpropagation thus updates the weights.",
            True,
        ),
        (
            r"backpropagation [^.]*updates? the weights",
            "Backpropagation ends. SGD updates the weights.",
            False,
        ),
        (r"binary cross[- ]entropy is (?:only )?used", "Binary Cross Entropy is used", True),
        (r"\bANNs? are basic|uniform.*bad", "a uniform start is bad", True),
        (r"steps are:.*weight update", "steps are: " + "word " * 90 + "4. Weight Update", True),
        (r"weights", "x" * 5000 + " weights", True),
        (r"größe|ÉCOLE", "Die GRÖSSE und die école", True),
        ("weights", "Die Gewichte \U0001f600", False),
    ),
)
def test_what_is_accepted_finds_what_it_should(pattern: str, text: str, found: bool) -> None:
    assert patterns.refusal(pattern) == ""
    assert bool(patterns.search(pattern, text)) is found
    assert patterns.any_of(("no such words", pattern))(text) is found


def test_every_entry_of_the_deck_is_read_and_finds_its_example() -> None:
    text = (REPOSITORY / misconceptions.FILE).read_text(encoding="utf-8")
    register, problems = misconceptions.register(REPOSITORY)
    assert problems == []
    assert len(register) == len(tomllib.loads(text)["misconception"]) > 28


ENTRY = '[[misconception]]\nid = "{0}"\npattern = {1}\nwhy = "It is not so."\nsource = "A book 2016"\n\n'


def test_a_bad_entry_is_a_located_error_and_the_good_ones_still_work(
    make_deck: MakeDeck, run: Run
) -> None:
    register = (
        ENTRY.format("good", '"weights vanish"')
        + ENTRY.format("bad", "'(a)\\1$'")
        + ENTRY.format("odd", "3")
    )
    card = (
        f"## What do weights do?\n<!-- id: what-weights -->\n\nThe weights vanish. {'a' * 2000}!\n"
    )
    result = run(
        make_deck({"content/a.md": card, "content/misconceptions.toml": register}), "check"
    )
    assert "content/misconceptions.toml:9:1: pattern: RE2 cannot read it" in result.output
    assert "content/misconceptions.toml:15:1: 'pattern' must be text" in result.output
    assert "content/a.md:4:5: warning: a known misconception (good): It is not so." in result.output


@pytest.mark.parametrize(
    "text", ("misconception = 3", "[misconception]\nid = 'a'", "misconception = ['a']", "x = [")
)
def test_a_register_of_another_shape_is_a_located_error(
    text: str, make_deck: MakeDeck, run: Run
) -> None:
    deck = make_deck(
        {
            "content/a.md": "## What?\n<!-- id: what -->\n\nThat.\n",
            "content/misconceptions.toml": text,
        }
    )
    result = run(deck, "check")
    assert result.exit_code == 1
    assert "content/misconceptions.toml:1:" in result.output


def test_entries_that_would_be_lost_are_a_located_error(make_deck: MakeDeck, run: Run) -> None:
    """As a list in one line they have no heads of their own, by which an entry's faults are located."""
    entry = '{id = "a", pattern = "weights vanish", why = "x", source = "y"}'
    files = {"content/a.md": "## What?\n<!-- id: what -->\n\nThat.\n"}
    deck = make_deck({**files, "content/misconceptions.toml": f"misconception = [{entry}]\n"})
    assert "content/misconceptions.toml:1:1: entries of another form" in run(deck, "check").output


def test_ten_thousand_costly_entries_are_a_located_error(make_deck: MakeDeck, run: Run) -> None:
    """One such entry took a quarter of a second on a card of a thousand letters, fifty took fourteen."""
    costly = "'[a-z ]*(?:a|a|a|a|a|a)(?:a|a|a|a|a|a)(?:a|a|a|a|a|a)loss'"
    register = "".join(ENTRY.format(f"entry-{i}", costly) for i in range(10_000))
    cards = "".join(
        f"## What is it {i}?\n<!-- id: what-{i} -->\n\n{'a' * 1000}\n\n" for i in range(200)
    )
    deck = make_deck({"content/a.md": cards, "content/misconceptions.toml": register})
    start = time.process_time()
    result = run(deck, "check")
    assert time.process_time() - start < 20
    assert (
        "with this entry the patterns mean more than 20,000 steps [bad-misconception]"
        in result.output
    )
