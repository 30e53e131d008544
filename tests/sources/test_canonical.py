"""Stage 1: the canonical syntax, and true places in whatever encoding an editor leaves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token
from support import MakeDeck, Run

from deckpress.markup import shortcuts
from deckpress.markup.parser import parser
from deckpress.model import Page
from deckpress.sources import canonical

PAGE = """---
deck: Deck::Sub
tags: [a::b, c]
---
# A title

## Why $x$?
<!-- id: why-x; tags: d, a::b; level: core; origin: A1 -->
<!-- a reason -->

Because **it** is `## not a heading`.

```md
## nor this
### Analogy
```

#### A detail

### Analogy
Like $y$ in ![a dot](dot.svg).

## A cloze
<!-- id: a-cloze; type: cloze -->

The {{c1::`std::x`::hint}} and {{c2::$\\frac{1}{2}$}}.
"""


def parsed(text: str) -> Page:
    return canonical.parse(text, "content/a.md", "Default deck")


def test_the_whole_syntax() -> None:
    page = parsed(PAGE)
    why, cloze = page.cards
    assert (page.title, page.faults) == ("A title", ())
    assert (why.id, why.kind, why.deck) == ("why-x", "basic", "Deck::Sub")
    assert why.tags == ("a::b", "c", "d", "level::core")
    assert why.reason == "a reason"
    assert [section.name for section in why.sections] == ["Answer", "Analogy"]
    assert (
        why.answer is not None
        and "## nor this" in why.answer.text
        and "A detail" in why.answer.text
    )
    assert cloze.kind == "cloze" and cloze.answer is not None
    assert [(m.kind, m.value, m.note) for m in cloze.answer.marks if m.kind == "cloze"] == [
        ("cloze", "1", "std::x"),
        ("cloze", "2", "$\\frac{1}{2}$"),
    ]


def test_a_page_without_front_matter_takes_the_folders_deck() -> None:
    assert parsed("## One?\n<!-- id: one -->\n\nYes.\n").cards[0].deck == "Default deck"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_places_are_true_whatever_the_line_ends(ending: str, start: str) -> None:
    page = parsed(start + PAGE.replace("\n", ending))
    analogy = page.cards[0].section("Analogy")
    assert analogy is not None
    marks = {mark.kind: (mark.span.line, mark.span.column) for mark in analogy.marks}
    assert marks == {"math": (21, 6), "image": (21, 13)}
    assert (page.cards[0].place("level").line, page.cards[0].place("level").column) == (8, 39)


def test_columns_count_the_code_points_of_the_stored_file() -> None:
    """NFD text has a code point for each accent; the card is NFC."""
    nfd = "## Caf\u0065\u0301 und $x$?\n"
    card = parsed(nfd).cards[0]
    assert card.title.text == "Caf\u00e9 und $x$?"
    assert card.title.marks[0].span.column == nfd.index("$") + 1


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("- a\n  - b $x$\n", 7),
        ("> q $x$\n", 5),
        ("| a | $x$ |\n|---|---|\n", 7),
        ("1. a\n\n   b $x$\n", 6),
    ],
)
def test_places_inside_lists_quotes_and_tables(line: str, column: int) -> None:
    answer = parsed(f"## One?\n\n{line}").cards[0].answer
    assert answer is not None
    span = next(mark.span for mark in answer.marks if mark.kind == "math")
    assert (span.column, line.split("\n")[span.line - 3][span.column - 1]) == (column, "$")


@pytest.mark.parametrize("text", ["$x$ of 2016", "- $x$ 2", "> $x$ = 1", "$x$5"])
def test_a_formula_at_the_start_is_one_whatever_the_text_ends_with(text: str) -> None:
    answer = parsed(f"## One?\n\n{text}\n").cards[0].answer
    assert answer is not None
    assert ("math" in [mark.kind for mark in answer.marks]) is (text != "$x$5")


def test_prices_are_text_and_formulas_are_formulas() -> None:
    answer = parsed("## One?\n\n$5 and $6, US$7, \\$x; $a_1$ and \\(b\\), $$c$$\n").cards[0].answer
    assert answer is not None
    assert [mark.value for mark in answer.marks] == ["a_1", "b", "c"]


@given(st.text(st.sampled_from(list("# \n-`$\\{}[]()<>!:;c1|*_~^=a\t\r\x08\u0301é")), max_size=200))
@settings(max_examples=300)
def test_no_text_can_break_the_parser_and_every_place_exists(text: str) -> None:
    page = parsed("## One?\n" + text)
    lines = ("## One?\n" + text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    spans = [fault.span for fault in page.faults]
    for card in page.cards:
        spans += [
            card.span,
            *(s.span for s in card.parts),
            *(m.span for s in card.parts for m in s.marks),
        ]
    for span in spans:
        assert 1 <= span.line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1


@given(
    st.lists(
        st.sampled_from(["## Q?", "### Analogy", "text", "", "- item", "```", "# T", "---", "> q"]),
        max_size=14,
    )
)
@settings(max_examples=200)
def test_nothing_is_dropped(lines: list[str]) -> None:
    """P1: each line with a word in it is in a card, in the title, or in a fault."""
    if lines[:1] == ["---"]:
        lines = ["", *lines]  # front matter is YAML, whose comments are for authors
    numbered = [
        f"{line}{i}" if line and line[-1].isalpha() else line for i, line in enumerate(lines)
    ]
    page = parsed("\n".join(numbered))
    kept = " ".join([page.title, *(s.text + s.name for c in page.cards for s in c.parts)])
    faulty = {fault.span.line for fault in page.faults}
    outside = any(
        fault.code in ("content-outside-card", "setext-heading", "bad-front-matter")
        for fault in page.faults
    )
    for i, line in enumerate(numbered):
        if line and line[-1].isdigit():
            assert line.split()[-1] in kept or i + 1 in faulty or outside


@given(st.text(max_size=40).filter(lambda text: text.strip() and not shortcuts.SYNTAX.search(text)))
@settings(max_examples=400)
def test_the_short_way_for_plain_text_gives_the_same_token(text: str) -> None:
    """No rule, of CommonMark or ours, makes anything of text that the short way takes."""
    children: list[Token] = []
    parser().inline.parse(text, parser(), {}, children)
    assert [(token.type, token.content) for token in children] == [("text", text)]


LINES = st.sampled_from(
    ("", " ", "text", "two  ", "\\", "# h", "## h ##", "#", "-", "- item", "  - sub", "1. one", "12) x", "> quote",
     "---", "===", "***", "***b***", "~~~", "```py", "$$", "$a$ b", "\\begin{align}", "\\end{align}", "| a | b |",
     "| - | - |",
     "    code", "\ttab", "<div>", "</div>", "<!-- c -->", "[x]: /url 't'", "[x]", "![x](y.svg)", "{{c1::a::b}}",
     "a {{c2::", "}}", "H~2~O^2^", "~~gone~~", "<b>", "<https://a.b>", "&amp; &#65;", "\\(x\\)", "`a` ``b`", "*a **b*",
     "_a_", "é — 中", "$5 and 5$"),
)  # fmt: skip


@given(st.lists(LINES, max_size=12), st.sampled_from(("\n", " ", "\n\n")))
@settings(max_examples=400)
def test_the_shortcuts_find_what_all_rules_find(lines: list[str], between: str) -> None:
    def unchanged(*_: object) -> None:
        """Every rule is asked, as in markdown-it itself."""

    quick, text = parser(), between.join(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shortcuts, "add_to", unchanged)
        slow = parser.__wrapped__()
    assert quick.parse(text) == slow.parse(text)


def test_columns_count_as_the_file_is_stored_also_for_what_a_check_finds(
    make_deck: MakeDeck, run: Run
) -> None:
    """Editors count the code points of an NFD file: two for an accented letter."""
    page = "## Cafe\u0301 and “tea”?\n<!-- id: tea -->\n\ne\u0301 e\u0301  x\n"
    deck = {"content/a.md": page, "deckpress.toml": '[deck]\nname = "D"\nlanguage = "en"\n'}
    output = run(make_deck(deck), "check", "--select", "typographic-quote,double-space").output
    assert "content/a.md:1:14: " in output  # ## C a f e ´ _ a n d _ “
    assert "content/a.md:4:7: " in output  # e ´ _ e ´ _ _


@pytest.mark.parametrize("name", [b"caf\xe9.md", b"new\nline.md"])
def test_a_name_that_cannot_be_printed_is_a_fault(
    make_deck: MakeDeck, run: Run, name: bytes
) -> None:
    root = make_deck({"content/a.md": "## What?\n<!-- id: what -->\n\nThat.\n"})
    try:
        Path(os.fsdecode(os.fsencode(root / "content") + b"/" + name)).write_text(
            "## Why?\n\nSo.\n"
        )
    except OSError:
        pytest.skip("this file system takes no such name")
    for form in ("text", "json", "github", "sarif"):
        result = run(root, "check", "--format", form)
        assert result.exit_code == 1 and result.output.count("a name that cannot be printed") == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_byte_that_is_not_utf_8_is_found_by_an_editors_lines(
    end: str, make_deck: MakeDeck, run: Run
) -> None:
    """With any line ends, behind a byte order mark or not."""
    for mark in (b"", b"\xef\xbb\xbf"):
        data = mark + f"## Größe?{end}{end}Stra".encode() + b"\xdf" + f"e{end}".encode()
        output = run(make_deck({"content/a.md": data}), "check").output
        assert "content/a.md:3:5: not UTF-8: byte 0xDF [not-utf-8]" in output


def test_a_line_of_no_break_spaces_moves_no_place() -> None:
    page = canonical.parse("## What?\n<!-- id: what -->\n\n\u00a0\n: ![](a.png)\n", "a.md", "Deck")
    (answer,) = page.cards[0].sections
    (image,) = [mark for mark in answer.marks if mark.kind == "image"]
    assert (image.span.line, image.span.column) == (5, 3)
