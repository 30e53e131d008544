"""Nothing that a stranger can write keeps a command busy without end."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from support import MakeDeck, Run
from support.anki_collection import collection, install

from deckpress import markup
from deckpress.formulas import typeset
from deckpress.markup.highlight import LONGEST_CODE, highlight
from deckpress.model import stored_column
from deckpress.similarity import Question, compare, question
from deckpress.similarity.prepared import prepare
from deckpress.sources import canonical
from deckpress.sources.layout import formatted
from deckpress.system import timeouts

HEAD = "## What is it?\n<!-- id: what-is-it -->\n\n"


def seconds(work: Callable[[], object]) -> float:
    """The processor time that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def grows_evenly(work: Callable[[int], object], size: int) -> bool:
    """Whether four times as much costs less than eight times the time: with the square, it would be sixteen times."""
    work(size)  # what is imported and compiled on first use does not count
    return seconds(lambda: work(4 * size)) < 8 * seconds(lambda: work(size)) + 0.2


# --- pages --------------------------------------------------------------------------------------------------------

REPEATED = {
    "brackets": r"\(a\) ",
    "unclosed brackets": r"\(a ",
    "unclosed display brackets": r"\[a ",
    "dollars": "$a$ ",
    "unclosed dollars": "$a ",
    "clozes": "{{c1::a}} ",
    "unclosed clozes": "{{c1::a ",
    "stray braces": "}} ",
    "second hints": "{{c1::a::b::c}} ",
    "links": "[a](b) ",
    "pictures": "![a](b.png) ",
    "tags": "<b>x</b> ",
    "unclosed tags": "<b>",
    "unsafe tags": "<svg> ",
    "addresses": "<http://a> ",
    "line breaks": "a<br>\n",
    "environments in a paragraph": "\\begin{align}\n",
    "environments": "\\begin{align}\n\n",
    "environments that end elsewhere": "\\begin{align}\n\\end{align}x\n\n",
    "environments in a list": "- \\begin{gather*}\n",
    "display maths": "$$ a\n\n",
    "decomposed letters": "e\u0301 $a$ ",
    "decomposed syllables": "\u1100\u1161\u11a8 $a$ ",
    "options": "- [x] a\n",
    "emphasis": "*a **b ",
    "stars": "*",
    "lines of code": "`a\n",
    "table rows": "| a | b |\n",
    "definitions": "[a]: b\n\n",
    "comments": "<!-- a --> ",
}


@pytest.mark.parametrize("name", REPEATED)
def test_a_long_page_costs_no_more_than_its_length(name: str) -> None:
    def parse(count: int) -> None:
        canonical.parse(HEAD + REPEATED[name] * count, "content/a.md", "Deck")

    assert grows_evenly(parse, 5000 if len(REPEATED[name]) > 1 else 20_000)


def test_the_settings_of_a_card_cost_no_more_than_their_number() -> None:
    def parse(count: int) -> None:
        canonical.parse(f"## What?\n<!-- {'a: b; ' * count} -->\n\nThat.\n", "content/a.md", "Deck")

    assert grows_evenly(parse, 10_000)


@pytest.mark.parametrize("opens", ("[", "{", "- ", "? ", "[a,", "{a: ", "&a [", "!t ["))
def test_deeply_nested_front_matter_is_located(opens: str) -> None:
    """The composer of YAML calls itself in C: twenty thousand brackets ended the process."""
    page = canonical.parse(
        f"---\ntags:\n {opens * 30_000}\n---\n{HEAD}That.\n", "content/a.md", "Deck"
    )
    assert [(fault.code, fault.span.line) for fault in page.faults] == [("bad-front-matter", 3)]
    assert "more than 20 levels" in page.faults[0].message


def test_clozes_nest_as_deep_as_anki_reads_them(make_deck: MakeDeck, run: Run) -> None:
    """Each level was one more pass over the whole text."""

    def nested(count: int) -> str:
        return f"## One\n<!-- id: one; type: cloze -->\n\n{'{{c1::' * count}a{'}}' * count}\n"

    assert run(make_deck({"content/a.md": nested(10)}), "build", "--only", "apkg").exit_code == 0
    result = run(make_deck({"content/a.md": nested(40_000)}, "deep"), "check")
    assert result.output.count("[broken-cloze]") == 1
    assert "content/a.md:4:61: the cloze c1 stands inside 10 others" in result.output


def test_columns_of_decomposed_lines_are_those_of_the_file() -> None:
    chance = random.Random(1)
    for _ in range(2000):
        stored = "".join(
            chance.choices(
                ["a", "é", "e\u0301", "\u1100\u1161\u11a8", "o\u0323\u0302", "漢", " "], k=12
            )
        )
        composed = normalize("NFC", stored)
        for column, char in enumerate(composed):
            start, after = stored_column(stored, column), stored_column(stored, column + 1)
            assert normalize("NFC", stored[start:after]) == char
        assert stored_column(stored, len(composed)) == len(stored)


# --- code ---------------------------------------------------------------------------------------------------------

ENDLESS_CODE = {
    "scala": '"' + "\\" * 64,
    "rita": '"' + "_" * 60 + "!",
    "mcschema": "<!--" * 20 + "!",
    "maple": '"' + " \n" * 100 + "!",
    "easytrieve": "\t" * 2400 + "!",
}


@pytest.mark.parametrize("language", ENDLESS_CODE)
def test_code_that_takes_too_long_is_a_located_error(
    language: str, make_deck: MakeDeck, run: Run
) -> None:
    page = f"{HEAD}That:\n\n```{language}\n{ENDLESS_CODE[language]}\n```\n"
    deck = make_deck({"content/a.md": page, "content/b.md": HEAD.replace("it", "that") + "This.\n"})
    spent: list[str] = []
    assert seconds(lambda: spent.append(run(deck, "check").output)) < 8
    assert (
        f"content/a.md:6:1: coloring this {language} code takes far too long [takes-too-long]"
        in spent[0]
    )


def test_no_other_command_ends_in_a_traceback_for_it(make_deck: MakeDeck, run: Run) -> None:
    page = f"{HEAD}That:\n\n```scala\n{ENDLESS_CODE['scala']}\n```\n"
    deck = make_deck({"content/a.md": page})
    assert run(deck, "fmt").exit_code == 0
    assert run(deck, "build").exit_code == 1
    assert run(deck, "stats").exit_code == 0


def test_long_code_has_no_colors_and_looks_the_same_otherwise() -> None:
    line = "x = [1, 2]  # <b>\n"
    fits, longer = line * (LONGEST_CODE // len(line)), line * (LONGEST_CODE // len(line) + 1)
    assert 'class="m"' in highlight(fits, "python").html
    assert highlight(fits, "python").why_plain == ""
    assert highlight(longer, "python") == (
        longer.rstrip("\n").replace("<b>", "&lt;b&gt;"),
        "2,501 characters of code",
    )
    assert (
        highlight(longer, "text").why_plain == highlight(longer, "no such language").why_plain == ""
    )


@pytest.mark.parametrize(
    "language", ("autohotkey", "csharp", "gherkin", "java", "restructuredtext", "xpp", "autoit")
)
def test_the_slowest_languages_take_seconds_at_the_very_most(language: str) -> None:
    """Of all six hundred, these were the slowest for the texts below that are not endless."""
    for text in (" \n", "\n", "a\n", '"a\n', "\r", "\n\t"):
        code = text * (LONGEST_CODE // len(text))
        with contextlib.suppress(timeouts.TooLong):
            assert seconds(lambda code=code: highlight(code, language)) < 4


def test_what_is_stopped_may_be_nested_and_is_stopped_once() -> None:
    def spin() -> None:
        while True:
            pass

    with timeouts.at_most(60):
        with pytest.raises(timeouts.TooLong), timeouts.at_most(0.05):
            spin()
        assert (
            seconds(lambda: [i for i in range(200_000)]) < 60
        )  # the outer one goes on, and is not used up
    with pytest.raises(timeouts.TooLong), timeouts.at_most(0.05), timeouts.at_most(60):
        spin()
    assert seconds(lambda: time.sleep(0.1)) < 60


def test_threads_go_without() -> None:
    """A signal reaches the main thread alone; elsewhere nothing is stopped, and nothing fails."""
    ended: list[str] = []

    def work() -> None:
        with timeouts.at_most(0.001):
            sum(range(1_000_000))
        ended.append("done")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == ["done"]


# --- questions that are compared ----------------------------------------------------------------------------------

VOCABULARY = (
    "gradient descent momentum weight network layer kernel filter pooling attention transformer "
    "encoder decoder dropout softmax entropy variance bias regression cluster"
).split()


def compared(questions: tuple[Question, ...]) -> None:
    """Compare some questions as if none had ever been read."""
    compare.cache_clear()
    prepare.cache_clear()
    compare(questions)


@pytest.mark.parametrize("words", (5, 12, 18, 20))
def test_one_vocabulary_in_many_orders_costs_no_more_than_the_number_of_questions(
    words: int,
) -> None:
    def work(count: int) -> None:
        chance = random.Random(words)
        texts = (" ".join(chance.sample(VOCABULARY, words)) for _ in range(count))
        compared(tuple(Question(f"What is {text}?") for text in texts))

    assert grows_evenly(work, 500)


@pytest.mark.parametrize(
    "unit", ("a", "1", "a'b", "漢", "_", "-", "AB", "e\u0301", "IS ", "what ", "from a to b ")
)
def test_a_long_question_costs_no_more_than_its_length(unit: str) -> None:
    def work(count: int) -> None:
        card = canonical.parse(f"## {unit * count} (X\n\nThat.\n", "content/a.md", "Deck").cards[0]
        compared((question(card),))

    assert grows_evenly(work, 3000)


def test_long_questions_are_equal_only_if_they_are_equal_to_the_end(
    make_deck: MakeDeck, run: Run
) -> None:
    code = "\n".join(f"x{i} = {i}" for i in range(200))

    def card(name: str, end: str) -> str:
        head = f"## What does this print?\n<!-- id: {name} -->\n\nThat.\n\n"
        return f"{head}### Question\n\n```python\n{code}\n{end}\n```\n\n"

    different = make_deck(
        {"content/a.md": card("one", "print(1)") + card("two", "print(2)")}, "different"
    )
    equal = make_deck({"content/a.md": card("one", "print(1)") + card("two", "print(1)")}, "equal")
    options = ("--select", "duplicate-question,similar-question,possible-duplicate")
    assert run(different, "check", *options).output == "no problems\n"
    assert "content/a.md:212:1: asks the same as one" in run(equal, "check", *options).output


def test_markup_knows_its_limits() -> None:
    assert markup.MAX_CLOZES == 10


# --- formulas -----------------------------------------------------------------------------------------------------


def test_formulas_end_in_time_all_together(
    make_deck: MakeDeck, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is quick enough alone; ten thousand of them would take an hour."""
    monkeypatch.setattr(typeset, "SECONDS_AT_LEAST", 0.5)
    monkeypatch.setattr(typeset, "SECONDS_EACH", 0)
    formulas = "\n\n".join(f"${'x+' * 1500}{number}$" for number in range(200))
    deck = make_deck({"content/a.md": f"{HEAD}{formulas}\n"})
    result = run(deck, "check")
    assert result.exit_code == 1
    assert (
        0
        < result.output.count(
            "this formula takes too long or too much memory to typeset [takes-too-long]"
        )
        <= 200
    )
    monkeypatch.undo()
    assert "[takes-too-long]" not in run(deck, "check").output


# --- packages -----------------------------------------------------------------------------------------------------


def test_many_decks_cost_no_more_than_their_number(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    """genanki alone takes time with the square of their number; Anki reads the same either way."""

    def build(count: int) -> str:
        cards = (
            f"## What is x{n}?\n<!-- id: x-{n}; deck: Test::D{n} -->\n\nThat.\n\n"
            for n in range(count)
        )
        deck = make_deck({"content/a.md": "".join(cards)}, f"decks-{count}")
        return run(deck, "build", "--only", "apkg").output

    assert grows_evenly(build, 300)
    with collection(tmp_path / "anki") as col:
        install(col, next((tmp_path / "decks-1200" / "build").glob("*.apkg")))
        assert {d.name for d in col.decks.all_names_and_ids() if d.name[:7] == "Test::D"} == {
            f"Test::D{n}" for n in range(1200)
        }
        assert col.note_count() == col.card_count() == 1200


def test_the_tags_of_the_site_are_no_budgets_affair(make_deck: MakeDeck, run: Run) -> None:
    """Each of a thousand groups of topics asked how many there are."""
    cards = (
        f"## What is x{n}?\n<!-- id: x-{n}; tags: t::a{n}::b -->\n\nThat.\n\n" for n in range(1500)
    )
    deck = make_deck({"content/a.md": "".join(cards)})
    result = run(deck, "build", "--only", "site")
    assert result.exit_code == 0, result.output[-500:]


# --- other commands -----------------------------------------------------------------------------------------------

BLOCKS = {
    "cards": "## What?\n<!-- id: what -->\n\nThat.\n\n",
    "sections": "### Notes\n\nThat.\n\n",
    "code": "```\na\n```\n",
    "comments": "<!-- a -->\n\n",
    "maths": "$$\na\n$$\n\n",
}


@pytest.mark.parametrize("name", BLOCKS)
def test_to_format_a_page_costs_no_more_than_its_length(name: str) -> None:
    def format_page(count: int) -> None:
        formatted(HEAD + BLOCKS[name] * count, "content/a.md")

    assert grows_evenly(format_page, 400)


def test_a_thousand_wrong_names_among_ten_thousand_are_told_in_seconds(
    make_deck: MakeDeck, run: Run
) -> None:
    """Each was compared with each in full: half a second for one."""
    known = "".join(
        f'[tags."t::some-topic-{n}"]\ndescription = "Topic {n}."\n' for n in range(10_000)
    )
    links = " ".join(f"[a](#what-is-it-{n})" for n in range(1000))
    cards = (
        f"## What is {n}?\n<!-- id: card-{n}; tags: t::sone-topic-{n} -->\n\nThat.\n\n"
        for n in range(1000)
    )
    deck = make_deck(
        {"content/a.md": f"{HEAD}{links}\n\n{''.join(cards)}", "content/tags.toml": known}
    )
    spent: list[str] = []
    assert (
        seconds(
            lambda: spent.append(run(deck, "check", "--select", "unknown-tag,broken-link").output)
        )
        < 15
    )
    assert "fix: did you mean 't::some-topic-0'?" in spent[0]
    assert spent[0].endswith("2000 errors\n")
