"""What the checks of language see at a second glance: words between words, clozes inside formulas."""

from __future__ import annotations

import pytest

from deckpress import checks
from deckpress.model import Fault
from deckpress.sources import canonical


def found(code: str, page: str) -> list[Fault]:
    """What a check says of the only card of a page."""
    (card,) = canonical.parse(page, "a.md", "Deck").cards
    check = checks.modules()[code]
    return [*check.check_card(card, getattr(check, "OPTIONS", {}))]


def answered(text: str, kind: str = "basic") -> str:
    """A page with one card and its answer."""
    return f"## What does it do?\n<!-- id: card-1; type: {kind} -->\n\n{text}\n"


@pytest.mark.parametrize(
    ("code", "text", "phrase"),
    (
        ("embedded-analogy", "It is like a door.", "is like"),
        ("embedded-analogy", "It is a bit like a door.", "is a bit like"),
        ("embedded-analogy", "It works in a way similar to a door.", "works in a way similar to"),
        ("chatter", "Here are some cards for you.", "Here are some cards"),
        ("chatter", "These examples above should help you.", "These examples above"),
    ),
)
def test_a_phrase_may_have_words_between_its_words(code: str, text: str, phrase: str) -> None:
    (fault,) = found(code, answered(text))
    assert f"“{phrase}" in fault.message


@pytest.mark.parametrize(
    ("code", "text"),
    (("embedded-analogy", "It is likely a door."), ("chatter", "These examples show it.")),
)
def test_a_text_with_similar_words_is_no_such_phrase(code: str, text: str) -> None:
    assert not found(code, answered(text))


def test_a_request_is_one_however_it_is_written() -> None:
    page = "## Can You explain weight decay?\n<!-- id: card-1 -->\n\nIt shrinks weights.\n"
    assert found("request-form", page)
    assert not found("request-form", page.replace("Can You explain", "What is"))


def test_vague_words_are_named_in_their_order_at_the_first() -> None:
    (fault,) = found("vague-filler", answered("Various and essential, with various means."))
    assert fault.message == "vague words: various, essential"
    assert fault.span.column == 1
    assert not found("vague-filler", answered("Various means, and various others."))


def test_clozes_inside_one_formula_count_too() -> None:
    text = "$" + " + ".join(f"{{{{c{n}::x_{n}}}}}" for n in (1, 2, 3, 4)) + "$"
    (fault,) = found("too-many-clozes", answered(text, "cloze"))
    assert fault.message == "4 cloze numbers; the limit is 3"
    assert not found("too-many-clozes", answered(text.replace("c4", "c3"), "cloze"))


def test_a_facet_may_have_a_lower_limit_than_other_cards() -> None:
    (card,) = canonical.parse(
        f"## Why?\n<!-- id: card-1; facet: quick -->\n\n{'so ' * 30}\n", "a.md", "Deck"
    ).cards
    check = checks.modules()["answer-too-long"]
    assert [*check.check_card(card, {"words": 45, "spoken": {"quick": 20}})]
    assert not [*check.check_card(card, {"words": 45, "spoken": {"interview": 20}})]
