"""The runner: what checks of the whole deck get, and what becomes of their faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from support import MakeDeck

from deckpress import checks, similarity, sources
from deckpress.checks import _findings
from deckpress.deck import config
from deckpress.model import Card, Fault, Page
from deckpress.system import steps

CARD = "## What is {0}?\n<!-- id: card-{0}; tags: x -->\n\nIt is {1}.\n"
LINK = "## What links?\n<!-- id: card-link -->\n\nSee [it](#card-two).\n"


def test_checks_that_share_what_they_gather_have_it_gathered_once(
    make_deck: MakeDeck, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[str] = Counter()

    def noted(card: Card, options: Any) -> similarity.Question:
        asked[card.id] += 1
        return similarity.question(card)

    sharing = [
        check
        for check in checks.modules().values()
        if getattr(check, "gather", None) is similarity.asked
    ]
    for check in sharing:
        monkeypatch.setattr(check, "gather", noted)
    pages = {"content/a.md": CARD.format("one", 1) + CARD.format("one", 2)}
    given = config.load(make_deck(pages), jobs=1)[0]
    deck = sources.read(given)[0]
    found = {problem.code for problem in checks.run(deck, given)}
    assert len(sharing) == 4 and "duplicate-question" in found
    assert {*asked.values()} == {2}  # once for each of the two cards of that id


def test_what_is_gathered_stands_in_the_order_of_the_deck(
    make_deck: MakeDeck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is that of all cards, of drafts too, whether a page was looked at now or earlier."""
    check = checks.modules()["broken-link"]
    seen: list[list[str]] = []

    def noted(deck: Any, options: Any, gathered: list[str]) -> Iterator[Fault]:
        seen.append(gathered)
        yield from ()

    monkeypatch.setattr(check, "gather", lambda card, options: card.id)
    monkeypatch.setattr(check, "check", noted)
    pages = {f"content/{name}.md": CARD.format(name, 1) for name in ("one", "two", "three")}
    root = make_deck(pages)
    given = config.load(root, jobs=1)[0]
    for _ in "12":
        deck = sources.read(given)[0]
        checks.run(deck, given)
        assert seen[-1] == [card.id for card in deck.cards]
        (root / "content/two.md").write_text(CARD.format("two", 2) + CARD.format("four", 1))


def test_cards_of_a_page_whose_checks_were_stopped_are_still_cards_of_the_deck(
    make_deck: MakeDeck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link to one of them is not broken."""
    original = _findings._PageChecks.findings

    def slow(self: _findings._PageChecks, page: Page) -> _findings.Findings:
        while page.path == "content/two.md":
            pass
        return original(self, page)

    monkeypatch.setattr(_findings._PageChecks, "findings", slow)
    monkeypatch.setattr(steps, "seconds", lambda size: 0.1)
    pages = {"content/two.md": CARD.format("two", 2), "content/link.md": LINK}
    given = config.load(make_deck(pages), jobs=1)[0]
    problems = checks.run(sources.read(given)[0], given)
    stopped = [problem for problem in problems if problem.span.path == "content/two.md"]
    assert [problem.code for problem in stopped if problem.severity == "error"] == [
        "takes-too-long"
    ]
    assert "broken-link" not in {problem.code for problem in problems}


def test_the_runner_changes_nothing_that_it_is_given(make_deck: MakeDeck) -> None:
    given = config.load(make_deck({"content/a.md": CARD.format("one", 1) + LINK}), jobs=1)[0]
    deck, again = sources.read(given)[0], sources.read(given)[0]
    first = checks.run(deck, given)
    assert deck == again and checks.run(deck, given) == first
