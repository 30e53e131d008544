"""What the language checks read, and the edits that some of them offer."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.checks import double_space, request_form, typographic_quote
from deckpress.markup import prose
from deckpress.model import Card, Deck, Section, Span
from deckpress.sources import canonical


def answer(markdown: str) -> Section:
    page = canonical.parse(
        f"## Q\n<!-- id: card-1; type: cloze -->\n\n{markdown}\n", "a.md", "Deck"
    )
    section = page.cards[0].answer
    assert section is not None
    return section


def mended(check: ModuleType, markdown: str, *, heading: bool = False) -> str:
    """What the check's fix makes of a question, or else of an answer."""
    section = Section("Title" if heading else "Answer", *Span("a.md"), markdown)
    card = Card(section, () if heading else (section,), (), "Deck", (), (), "", 1)
    found = [text for part, text in check.fix(card, Deck(()), {}) if part is section]
    return found[-1]


@pytest.mark.parametrize(
    ("markdown", "plain"),
    (
        ("A **bold** word & more.", "A bold word & more."),
        ("It’s “so”.", 'It\'s "so".'),
        ("Slope $a < b$ in `x  y`.", f"Slope {prose.OBJECT} in {prose.OBJECT}."),
        ("See:\n\n```python\nx = 1\n```", f"See:\n{prose.OBJECT}"),
        ("See ![a plot](a.png) here.", f"See {prose.OBJECT} here."),
        ("The {{c1::cell::what?}} keeps {{c2::it}}.", "The cell keeps it."),
        ("- one\n- two", "\none\ntwo\n"),
    ),
)
def test_plain_text_has_no_markup_formulas_or_code(markdown: str, plain: str) -> None:
    assert prose.plain(answer(markdown)) == plain


def test_a_formula_counts_as_one_word_and_a_dash_as_none() -> None:
    assert prose.word_count(answer("One – two $a + b + c$ `x y` (three).")) == 5
    assert prose.word_count(answer("One two."), least=2) == 0


@pytest.mark.parametrize(
    ("text", "count"),
    (
        ("One. Two? Three!", 3),
        ("Use e.g. Adam, cf. Kingma et al. 2015, ch. 8.", 1),
        ("It grew by 1.5 per cent.", 1),
        ("One line\nanother line", 2),
        ('He said "no." Then he left.', 2),
        ("", 0),
    ),
)
def test_sentences(text: str, count: int) -> None:
    assert len(prose.sentences(text)) == count


def test_a_phrase_is_found_where_it_stands_although_markup_parts_it() -> None:
    section = answer("First line.\nThe **best** performance of all.")
    assert prose.find(section, "performance of") == section.at(
        section.source.index("performance of")
    )
    assert prose.find(section, "best performance") == section.at(section.source.index("best"))


@pytest.mark.parametrize(
    ("asked", "direct"),
    (
        ("Can you explain weight decay?", "Explain weight decay."),
        (
            "The loss rises. Could you please describe `a`, and why?",
            "The loss rises. Describe `a`, and why.",
        ),
        ("Can you explain `a?b` to me?", "Explain `a?b` to me."),
        ("How would you explain it?", "How would you explain it?"),
        ("Can you swim?", "Can you swim?"),
    ),
)
def test_a_request_becomes_an_instruction(asked: str, direct: str) -> None:
    assert mended(request_form, asked, heading=True) == direct


@pytest.mark.parametrize(
    ("source", "once"),
    (
        ("One.  Two", "One. Two"),
        ("-   item  x", "-   item x"),
        ("1.  item\n    code  y", "1.  item\n    code  y"),
        ("a  \nb", "a  \nb"),
        ("`a  b`  c", "`a  b` c"),
        ("$a  b$ and $$x  y$$", "$a  b$ and $$x  y$$"),
        ("```\na  b\n```\nc  d", "```\na  b\n```\nc d"),
        ("| a   | b |", "| a   | b |"),
        ("[a  b](c  d)", "[a b](c  d)"),
    ),
)
def test_double_spaces_go_where_they_mean_nothing(source: str, once: str) -> None:
    assert mended(double_space, source) == once


PIECES = (
    "a",
    " ",
    "  ",
    "’",
    "“",
    "$x  ’$",
    "`  ’`",
    "\n",
    "\n\n",
    "- ",
    "**b**",
    "```\n’  ’\n```\n",
    "| a  | ’ |\n",
    "é",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_edits_are_stable_and_leave_code_and_formulas_alone(source: str) -> None:
    for check in (double_space, typographic_quote):
        once = mended(check, source)
        assert mended(check, once) == once
    before, after = answer(f"{source}\n\na"), answer(mended(double_space, f"{source}\n\na"))
    kept = ("math", "display-math", "code")
    assert [m.value for m in before.marks if m.kind in kept] == [
        m.value for m in after.marks if m.kind in kept
    ]
    assert " ".join(before.text.split()) == " ".join(after.text.split())


@pytest.mark.parametrize(
    "text", ("Precision at 5 is 2/3 = 66.6 %", "It is 2/3 = 66.6%", "It stops here.", "Adam")
)
def test_what_ends_in_a_computed_number_is_not_cut_off(text: str) -> None:
    assert not prose.cut_off(answer(text), 3)


def test_what_ends_in_a_word_is_cut_off() -> None:
    assert prose.cut_off(answer("The loss then rises since the"), 3)
