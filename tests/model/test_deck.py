"""Where a place lies: in the last card that begins at its line or above it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deckpress.model import Card, Page, Section, Span, card_finder


def page(path: str, lines: list[int]) -> Page:
    """A page with a card at each line."""
    cards = [Card(Section("Title", path, line, 1), (), (), "", (), (), "", line) for line in lines]
    return Page(path, cards=tuple(cards))


LINES = st.lists(st.integers(1, 40), max_size=6, unique=True).map(sorted)


@given(LINES, LINES, st.sampled_from(["a.md", "b.md", "c.md"]), st.integers(1, 50))
def test_a_place_lies_in_the_card_that_begins_last_before_it(
    first: list[int], second: list[int], path: str, line: int
) -> None:
    starts = {"a.md": first, "b.md": second, "c.md": []}[path]
    above = [start for start in starts if start <= line]
    card = card_finder([page("a.md", first), page("b.md", second)])(Span(path, line))
    if above:
        assert card is not None and card.span == Span(path, above[-1])
    else:
        assert card is None
