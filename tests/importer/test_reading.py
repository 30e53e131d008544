"""What holds for every page that is imported: no line is lost, no page breaks the reader, no edit is overwritten."""

import random
import re
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckpress import importer, sources
from deckpress.deck import config
from deckpress.importer import reading
from deckpress.importer.reading import card_text, survey
from pipeline import cli

PAGES = sorted((Path(__file__).parent / "pages").glob("*/source.md"))
TEXTS = [page.read_text("utf-8") for page in PAGES]

# --- no line is lost --------------------------------------------------------------------------------------------

_LABEL = re.compile(
    r"(?i)(?:answers?|question|correct|reference|hint|explanation|example|analogy|application|sources?|back|front|key|"
    r"true|false|option|cards?|flashcards?|reverse|frage|antwort|pregunta|respuesta|solution|exercise|output|rationale|"
    r"(?:\w*(?:easy|medium|hard|beginner|junior|senior|advanced)))"
)
_STRUCTURE = ("```", "~~~", "|--", "| --", "<", "#flash", "[", "---", "===")


def _marked(text):
    """The text with a word in each line that is nowhere else, at the end of a word of the line."""
    out, lines = [], text.split("\n")
    for number, line in enumerate(lines, 1):
        words = [
            word
            for word in re.finditer(r"(?<![!\w])[A-Za-z]{3,}", line)
            if not _LABEL.fullmatch(word[0])
        ]
        below = lines[number] if number < len(lines) else ""
        plain = not line.lstrip().startswith(_STRUCTURE) and "http" not in line and "<" not in line
        if words and plain and not below.startswith(("|--", "| --")):
            end = words[-1].end()
            line = f"{line[:end]}zq{number}zq{line[end:]}"
        out.append(line)
    return out


_BROKEN_BY = [
    "",
    "```",
    "---",
    "<details>",
    "</details>",
    "> ",
    "- ",
    "    ",
    "**Answer:**",
    "## Answers",
    "1. ",
    "Q: x",
]


@st.composite
def _pages(draw):
    """Pages of known dialects after one another, with lines cut, doubled, moved and added."""
    lines = _marked("\n\n".join(draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3))))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(lines)))
        end = min(len(lines), start + draw(st.integers(1, 10)))
        change = draw(st.sampled_from(["cut", "double", "turn", "add"]))
        if change == "cut":
            del lines[start:end]
        elif change == "double":
            lines[end:end] = lines[start:end]
        elif change == "turn":
            lines[start:end] = lines[start:end][::-1]
        else:
            lines.insert(start, draw(st.sampled_from(_BROKEN_BY)))
    return "\n".join(lines)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(_pages())
def test_each_line_ends_in_a_card_or_in_a_row_that_says_why_not(text):
    """P1 for imports: the words of each line are in a card, or the line is in a skipped place."""
    harvest = survey.read(text, "x.md")
    parts = [harvest.title]
    for card in harvest.cards:
        parts += [
            card.question,
            card.answer,
            card.analogy,
            card.application,
            card.sources,
            card.hint,
            card.level,
        ]
        parts += [*card.topics, *(choice.text for choice in card.choices)]
    taken = "\n".join(parts)
    left = {n for row in harvest.skipped for n in range(row.line, max(row.line, row.last) + 1)}
    lines = enumerate(text.split("\n"), 1)
    assert not [
        (n, line)
        for n, line in lines
        if n not in left
        for word in re.findall(r"zq\d+zq", line)
        if word not in taken
    ]


# --- nothing breaks the reader ----------------------------------------------------------------------------------

_PIECES = (
    b"<details>",
    b"</summary>",
    b"```",
    b"    ",
    b"> [!note]- Answer\n",
    b"**",
    b"[x](",
    b"<!--",
    b"<table>",
    b"\x00",
    b"\xff\xfe",
    b"# ",
    b"## Answers\n1. B\n",
    b"A: ",
    b"---\n",
    b"\r",
    b"[" * 60,
    b"<b>" * 50,
    b" " * 90,
    b"a::b\n",
    b"C: [",
    b"(x) a\n( ) b\n",
    b"{{c1::",
)


def _broken(data, chance):
    """A page cut, shuffled, doubled, or with bytes that do not belong there."""
    for _ in range(chance.randrange(1, 9)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.randrange(1, 2000))
        way = chance.randrange(5)
        if way == 0:
            data = data[: max(at, 2000)]
        elif way == 1:
            data = data[:at] + data[end:]
        elif way == 2:
            data = data[:at] + data[at:end] * 2 + data[end:]
        elif way == 3:
            data = data[:at] + chance.choice(_PIECES) * chance.choice((1, 2, 200)) + data[at:]
        else:
            lines = data.split(b"\n")
            chance.shuffle(lines)
            data = b"\n".join(lines)
    return data


@pytest.mark.parametrize("seed", range(8))
def test_broken_pages_end_in_cards_or_located_errors(seed, tmp_path):
    """Never a traceback, and every place that is named is in the page."""
    chance = random.Random(seed)
    whole = [page.read_bytes() for page in PAGES]
    path = tmp_path / "m.md"
    for _ in range(25):
        data = _broken(b"\n\n".join(chance.sample(whole, 12)), chance)
        path.write_bytes(data)
        harvest = reading.read(path, "m.md", {})
        last = data.count(b"\n") + data.count(b"\r") + 1
        for card in harvest.cards:
            assert card_text.sections(card, lambda text, target, image: text)
            assert 1 <= card.line <= last
        assert all(1 <= row.line <= max(row.line, row.last) <= last for row in harvest.skipped)


def _work(text):
    """How many calls it takes to read a text."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        survey.read(text, "x")
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "line",
    [
        "Q: a?\n\n",
        "## What a?\n",
        "- what is a?\n",
        "**What is a?**\n\n",
        "a\n?\nb\n\n",
        "<details><summary>What a?</summary>\n",
        "<details><summary>Answer</summary>\n\n1. a\n2. b\n\n</details>\n",
        "## Answers\n1. B\n2. A\n",
        "**Answers**\n\n1. B\n2. C\n\n",
        "Exercise 1: do\n\n",
        "**1.** What?\nA. x\nB. y\n\n",
        "Q1. What?\nA) x\nB) y\nAnswer: B\n\n",
        "> [!question] What?\n> b\n\n",
        "[a]: b\n",
        "- **a** - b\n",
        "- [x] a\n",
        "\n\n\n\nwhat is?\n",
    ],
)
def test_work_grows_with_the_page_only(line):
    """Four times the page, four times the work, and not sixteen times."""
    assert _work(line * 800) < 5.5 * _work(line * 200)


# --- no edit is overwritten -------------------------------------------------------------------------------------

_WORDS = st.sampled_from(["bark", "sap", "pith", "root", "leaf", "twig"])
_ANSWERS = st.sampled_from(["One.", "Two.", "Three.", "- a\n- b", "```\ncode\n```"])
_DECK = st.dictionaries(_WORDS, _ANSWERS, min_size=1, max_size=5)


def _text(answers):
    return "# Trees\n\n" + "".join(
        f"## What is {word}?\n\n{answer}\n\n" for word, answer in answers.items()
    )


def _cards(root):
    found, _ = sources.read(config.load(root)[0])
    return {card.id: card for card in found.cards}


def _import(root):
    done = CliRunner().invoke(cli, ["--root", str(root), "import", str(root / "page.md")])
    assert done.exit_code == 0, done.output
    return done.output


@settings(max_examples=40)
@given(_DECK, _DECK, st.dictionaries(_WORDS, st.just("Our own words."), max_size=3))
def test_second_import_keeps_what_was_changed_here(first, second, ours):
    """Of the source then, the source now and the card now, two that agree decide; else the card stays and is named."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content").mkdir()
        (root / "deckpress.toml").write_text('[deck]\nname = "Deck"\n')
        (root / "page.md").write_text(_text(first))
        _import(root)
        for word in sorted(set(ours) & set(first)):
            card = _cards(root)[f"what-is-{word}"]
            lines = (root / card.span.path).read_text().split("\n")
            lines[card.span.line + 1 : card.last_line] = ["", ours[word], ""]
            (root / card.span.path).write_text("\n".join(lines))
        (root / "page.md").write_text(_text(second))
        said = _import(root)
        cards = {name.removeprefix("what-is-"): card for name, card in _cards(root).items()}
        assert set(cards) == set(first) | set(second)
        for word, card in cards.items():
            edited = word in ours and word in first
            assert card.answer.source == (
                ours[word] if edited else second.get(word, first.get(word))
            )
            conflict = edited and word in second and first[word] != second[word]
            assert (f"{card.span}: warning: changed here and in" in said) == conflict
        before = {path: path.read_bytes() for path in root.rglob("*.md")}
        assert "new" not in _import(root)
        assert {path: path.read_bytes() for path in root.rglob("*.md")} == before


def test_import_is_a_plan_first(tmp_path):
    """A plan names everything that it would write, and writes nothing."""
    (tmp_path / "content").mkdir()
    (tmp_path / "deckpress.toml").write_text('[deck]\nname = "Deck"\n')
    settings_, harvest = config.load(tmp_path)[0], survey.read(_text({"bark": "One."}), "page.md")
    plan = importer.plan(settings_, [harvest], "trees", "")
    assert list(plan.texts) == ["content/trees/01-trees.md"]
    assert not list((tmp_path / "content").iterdir())


# --- bytes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "## 什么是树？\n\n一种植物，有根和叶。\n\n## 什么是树皮？\n\n树的外层。\n"),
        (
            "shift_jis",
            "## 木とは何ですか？\n\n植物の一つです。\n\n## 樹皮とは？\n\n木の外側です。\n",
        ),
        ("euc_kr", "## 나무란 무엇인가요?\n\n식물입니다.\n\n## 껍질이란?\n\n바깥층입니다.\n"),
        (
            "cp1251",
            "## Что такое дерево?\n\nРастение с корнями.\n\n## Что такое кора?\n\nВнешний слой.\n",
        ),
        (
            "cp1252",
            "## Qu’est-ce qu’un chêne ?\n\nUn arbre à glands.\n\n## Où pousse-t-il ?\n\nEn forêt.\n",
        ),
        ("utf-16", "## What is a tree?\n\nA plant.\n\n## What is bark?\n\nIts skin.\n"),
    ],
)
def test_old_encodings_are_read(encoding, text, tmp_path):
    """A page of another time is read as it was meant, and its line is named."""
    (tmp_path / "old.md").write_bytes(text.encode(encoding))
    harvest = reading.read(tmp_path / "old.md", "old.md", {})
    assert [card.question for card in harvest.cards] == [
        line[3:] for line in text.split("\n") if line.startswith("## ")
    ]
    said = [(problem.span.line, problem.code) for problem in harvest.problems]
    assert said == ([] if encoding == "utf-16" else [(1, "not-utf-8")])


def test_bytes_of_no_encoding_are_replaced_and_named(tmp_path):
    """One wrong byte in UTF-8 costs one character, and the report says in which line."""
    (tmp_path / "x.md").write_bytes(
        "## What is ä?\n\nAn umlaut.\n\n## What is b?\n\nA letter".encode() + b"\x81\xff.\n"
    )
    harvest = reading.read(tmp_path / "x.md", "x.md", {})
    assert [card.question for card in harvest.cards] == ["What is ä?", "What is b?"]
    assert harvest.problems[0].span.line == 7
    assert "such bytes are replaced" in harvest.problems[0].message


# --- what a card cannot hold ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("MongoDB's $toInt operator", "MongoDB's \\$toInt operator"),
        ("a $x^2$ and $$y$$ and \\$5 and $7", "a $x^2$ and $$y$$ and \\$5 and $7"),
        ("from $toInt to $toLong", "from \\$toInt to \\$toLong"),
        ("`$HOME` and [`$x`](https://x.org/$a)", "`$HOME` and [`$x`](https://x.org/$a)"),
    ],
)
def test_a_lone_dollar_begins_no_formula(source, expected):
    """Names with a dollar are text; formulas, prices and code stay as they are."""
    assert card_text.safe(source, lambda text, target, image: f"[{text}]({target})") == expected


def test_code_as_an_option_stands_behind_its_box():
    """One line of code is code in the line; more lines are a block of the option."""
    page = "## Q1. Which one?\n\n- [ ] \n  ```sh\n  git pull\n  ```\n- [x] \n  ```sh\n  git fetch\n  git reset\n  ```\n"
    (card,) = survey.read(page, "x.md").cards
    answer = dict(card_text.sections(card, lambda text, target, image: text))["Answer"]
    assert answer == "- [ ] `git pull`\n- [x] …\n  ```sh\n  git fetch\n  git reset\n  ```"


def test_another_source_with_another_question_of_the_same_name_is_taken(tmp_path):
    """`C` and `C++` have one slug; both are cards, whichever page they come from, and stay the same cards."""
    (tmp_path / "content").mkdir()
    (tmp_path / "deckpress.toml").write_text('[deck]\nname = "Deck"\n')
    for name, question in (
        ("page", "What is C?"),
        ("other", "What is C++?"),
        ("page", "What is C?"),
    ):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n## {question}\n\nA language.\n")
        done = CliRunner().invoke(
            cli, ["--root", str(tmp_path), "import", str(tmp_path / f"{name}.md")]
        )
    assert "1 unchanged" in done.output
    assert sorted(card.title.source for card in _cards(tmp_path).values()) == [
        "What is C++?",
        "What is C?",
    ]
