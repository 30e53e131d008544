"""`check --fix`: small edits that never make anything worse."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support import MakeDeck, Run

from deckpress import checks
from deckpress.sources import canonical
from pipeline import cli

CONFIG = '[deck]\nname = "Test"\nnamespace = "test"\nlanguage = "en"\n'
GLOSSARY = '[terms.backpropagation]\nnot = ["back-propagation", "back propagation"]\n[terms.ReLU]\nnot = ["relu", "RELU"]\n'
PAGE = """\
# Title

## Can you explain the “ReLU”  activation?
<!-- id: relu -->

**Answer:** It’s  max(0, x), not `a  ’b`, $x  ’y$ or back-propagation.

## What is dropout
<!-- id: dropout -->

Zeroed  units.
"""
MENDED = """\
# Title

## Explain the "ReLU" activation.
<!-- id: relu -->

It's max(0, x), not `a  ’b`, $x  ’y$ or backpropagation.

## What is dropout?
<!-- id: dropout -->

Zeroed units.
"""


def deck(page: str | bytes) -> dict[str, str | bytes]:
    return {"deckpress.toml": CONFIG, "content/glossary.toml": GLOSSARY, "content/a.md": page}


def test_every_safe_fault_is_mended_and_shown_with_its_place(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck(deck(PAGE))
    result = run(root, "check", "--fix")
    assert (root / "content/a.md").read_text() == MENDED
    assert (
        "content/a.md:3:4: fixed [double-space, request-form, typographic-quote]\n    - ## Can you"
        in result.output
    )
    codes = "double-space, glossary-spelling, markup-residue, typographic-quote"
    assert f"content/a.md:6:1: fixed [{codes}]" in result.output
    assert result.output.endswith("\nno problems\n")
    assert run(root, "check", "--fix").output == "no problems\n"


@pytest.mark.parametrize("end", ("\r\n", "\r"))
def test_line_ends_and_a_byte_order_mark_stay(make_deck: MakeDeck, run: Run, end: str) -> None:
    root = make_deck(deck(b"\xef\xbb\xbf" + PAGE.replace("\n", end).encode()))
    run(root, "check", "--fix")
    assert (root / "content/a.md").read_bytes() == b"\xef\xbb\xbf" + MENDED.replace(
        "\n", end
    ).encode()


def test_only_what_the_other_options_leave_is_mended(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck({**deck(PAGE), "content/b.md": PAGE.replace("id: ", "id: b-")})
    run(root, "check", root / "content" / "b.md", "--fix", "--select=double-space")
    assert (root / "content/a.md").read_text() == PAGE
    only = (
        PAGE.replace("id: ", "id: b-")
        .replace("It’s  ", "It’s ")
        .replace("”  ", "” ")
        .replace("Zeroed  ", "Zeroed ")
    )
    assert (root / "content/b.md").read_text() == only
    run(root, "check", "--fix", "--ignore=double-space,request-form,duplicate-question")
    assert '## Can you explain the "ReLU"  activation?' in (root / "content/a.md").read_text()
    assert run(root, "check", "--fix", "--write-baseline", root / "known.json").exit_code == 2


def test_a_waiver_holds_and_json_stays_json(make_deck: MakeDeck, run: Run) -> None:
    page = PAGE.replace(
        "id: relu -->",
        "id: relu; allow: typographic-quote, glossary-spelling -->\n<!-- As printed. -->",
    )
    root = make_deck(deck(page))
    result = run(root, "check", "--fix", "--format", "json")
    assert json.loads(result.stdout) == []
    assert "fixed [double-space, request-form]" in result.stderr
    text = (root / "content/a.md").read_text()
    assert "“ReLU” activation" in text and "It’s max" in text and "back-propagation" in text


def test_the_hidden_text_of_a_cloze_is_left_to_its_author(make_deck: MakeDeck, run: Run) -> None:
    page = "## A  gap\n<!-- id: gap; type: cloze -->\n\nIt’s {{c1::don’t  do::one  hint}}  now.\n"
    root = make_deck(deck(page))
    result = run(root, "check", "--fix")
    assert (root / "content/a.md").read_text() == page.replace("A  ", "A ").replace(
        "It’s", "It's"
    ).replace("}}  ", "}} ")
    assert "write one blank by hand: it is inside a cloze" in result.output


def test_a_percent_encoded_picture_is_found_afterwards(make_deck: MakeDeck, run: Run) -> None:
    page = "## What?\n<!-- id: what -->\n\n`![no](a%20b.png)` ![A plot](a%20b.png) ![A plot](<a%20b.png>)\n"
    root = make_deck({**deck(page), "content/a b.png": b"\x89PNG\r\n\x1a\n"})
    assert run(root, "check", "--fix").exit_code == 0
    mended = "`![no](a%20b.png)` ![A plot](<a b.png>) ![A plot](<a b.png>)"
    assert mended in (root / "content/a.md").read_text()


def test_a_card_that_would_get_another_problem_is_left_and_named(
    make_deck: MakeDeck, run: Run
) -> None:
    """The right spelling shows that the statement is wrong: that is for its author to mend."""
    register = '[[misconception]]\nid = "m"\npattern = "backpropagation learns"\nwhy = "No."\nsource = "A 2020"\n'
    cards = (
        "## What is one?\n<!-- id: one-1 -->\n\nBack-propagation learns.\n",
        "## Two\n<!-- id: two-2 -->\n\nA  b.\n",
    )
    root = make_deck({**deck("\n".join(cards)), "content/misconceptions.toml": register})
    result = run(root, "check", "--fix")
    assert (root / "content/a.md").read_text() == "\n".join(cards).replace("A  b", "A b")
    assert (
        "content/a.md:1:1: left as it is: mending it would make something else wrong"
        in result.output
    )


PIECES = (
    *(
        "a",
        "word",
        " ",
        "  ",
        "   ",
        "’",
        "“x”",
        "\n",
        "\n\n",
        "- ",
        "1.  ",
        "> ",
        "| a  | ’ |\n",
        "|--|--|\n",
        "é",
        "e\u0301",
    ),
    *(
        "$x  ’$",
        "`  ’`",
        "**b**",
        "**Answer:** ",
        "_answer_: ",
        "```\n’  back-propagation\n```\n",
        "    code  x\n",
        "\t’\n",
    ),
    *(
        "{{c1::b  ’::h}}",
        "{{c2::",
        "}}",
        "<b>",
        "<!-- x  ’ -->",
        "![a  ’](b%20c.png)",
        "[a](http://x.org/a%20b)",
    ),
    *(
        "Can you explain ",
        "could you  describe ",
        "?",
        ".",
        "What is",
        "back-propagation",
        "relu",
        "RELUs",
        "\\",
        "#",
        "\x01",
    ),
)
TEXT = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
CARD = st.tuples(TEXT, st.sampled_from(("basic", "cloze", "reversed")), TEXT, TEXT)


def page(cards: list[tuple[str, str, str, str]]) -> str:
    return "".join(
        f"## {' '.join(question.split())} q{i}\n<!-- id: card-{i}; type: {kind} -->\n\n"
        f"{answer}\n\n### Analogy\n{more}\n\n"
        for i, (question, kind, answer, more) in enumerate(cards)
    )


def found(root: Path) -> set[tuple[str, int, str]]:
    result = CliRunner().invoke(cli, ["--root", str(root), "check", "--format", "json"])
    return {(row["path"], row["line"], row["code"]) for row in json.loads(result.stdout)}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CARD, min_size=1, max_size=3).map(page))
@example(page([("", "basic", "**Answer:** **Answer:** a", "")]))
def test_a_fix_adds_no_problem_changes_no_card_and_is_done_once(text: str) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content").mkdir()
        for name, data in deck(text).items():
            (root / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        before = found(root)
        CliRunner().invoke(cli, ["--root", str(root), "check", "--fix"], catch_exceptions=False)
        once = (root / "content/a.md").read_bytes()
        assert found(root) <= before
        CliRunner().invoke(cli, ["--root", str(root), "check", "--fix"], catch_exceptions=False)
        assert (root / "content/a.md").read_bytes() == once
    old, new = canonical.parse(text, "a.md", "D"), canonical.parse(once.decode(), "a.md", "D")
    assert [(c.id, c.kind, c.tags) for c in old.cards] == [
        (c.id, c.kind, c.tags) for c in new.cards
    ]
    assert [_kept(c.parts) for c in old.cards] == [_kept(c.parts) for c in new.cards]


def _kept(parts: tuple[canonical.Section, ...]) -> list[tuple[str, str, str]]:
    kept = ("math", "display-math", "cloze", "code", "raw-html", "link")
    return [(m.kind, m.value, m.note) for part in parts for m in part.marks if m.kind in kept]


def test_every_check_with_a_fix_says_so() -> None:
    """A fix that its message hides would be found by nobody."""
    fixing = {code: module for code, module in checks.modules().items() if hasattr(module, "fix")}
    assert len(fixing) >= 7
    assert [
        code for code, module in fixing.items() if "check --fix" not in inspect.getsource(module)
    ] == []
