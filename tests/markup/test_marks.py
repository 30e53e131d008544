"""What a section says, and the places of its marks."""

from __future__ import annotations

from deckpress import markup


def test_a_cloze_in_a_hint_keeps_its_own_text() -> None:
    """The hint before it is that of the outer cloze."""
    source = "{{c1::a::{{c2::b}}}}"
    text, marks = markup.text_and_marks(
        markup.parse(source), markup.Places("a.md", [source], [source])
    )
    assert [(mark.value, mark.note) for mark in marks] == [("2", "b"), ("1", "a")]
    assert text == "a"
