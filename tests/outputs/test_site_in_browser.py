"""The site in a real browser: what a visitor does with it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import pytest
from support import MakeDeck, Run
from support.chromium import (
    CONTRAST,
    NAMELESS,
    SIZES,
    TOO_WIDE,
    Visit,
    apart,
    needs_chromium,
    playwright,
)
from support.small_deck import FILES

pytestmark = needs_chromium


@pytest.fixture
def site(make_deck: MakeDeck, run: Run) -> str:
    """The address of the page of a small site, on disk."""
    root = make_deck(FILES)
    (root / "deckpress.toml").write_text(
        '[deck]\nname = "Test"\nrepository = "https://github.com/a/b"\n'
    )
    result = apart(run, root, "build", "--only", "site,apkg")
    assert result.exit_code == 0, result.output
    return (root / "build" / "site" / "index.html").as_uri()


def shown(page: playwright.Page) -> list[str]:
    """The ids of the cards that are not filtered out."""
    return page.evaluate(
        "[...document.querySelectorAll('article')].filter(a => !a.hidden).map(a => a.id)"
    )


ALL = ["adam-moments", "warm-up", "adam-defaults", "leakage", "leakage-words", "scaler-fit"]


def test_search_finds_words_anywhere_and_folds_accents(
    site: str, visit: Callable[..., Visit]
) -> None:
    page = visit(site).page
    assert shown(page) == ALL
    for words, found in {
        "ball memory": ["adam-moments"],
        "RESUME zurich": ["leakage-words"],
        "grows": ["warm-up"],
        "adam-defaults": ["adam-defaults"],
        "nowhere": [],
    }.items():
        page.fill("#_query", words)
        page.wait_for_function(
            "(words) => document.getElementById('_state').textContent.includes(words)", arg=words
        )
        assert shown(page) == found
        said = page.inner_text("#_state")
        assert said.startswith({0: "No cards", 1: "1 card"}[len(found)]) and words in said
    page.click("#_clear")
    page.wait_for_function("() => document.getElementById('_clear').hidden")
    assert shown(page) == ALL


def test_a_tag_filters_and_its_address_can_be_kept(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site).page
    page.click("a[data-tag='dl::optim::schedules']")
    assert shown(page) == ["warm-up"]
    assert "1 of 4" in page.inner_text("a[data-tag='dl::optim::schedules']")
    page.click("a[data-tag='dl::optim']")
    assert shown(page) == ["adam-moments", "warm-up", "adam-defaults"]
    again = visit(page.url).page
    assert shown(again) == ["adam-moments", "warm-up", "adam-defaults"]
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('article:not([hidden])').length === 1")


def test_a_cards_address_opens_it_and_says_where_it_is_written(
    site: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{site}#adam-moments").page
    page.wait_for_function("() => document.activeElement.closest('article')?.id === 'adam-moments'")
    card = page.locator("#adam-moments")
    assert card.locator(".reply").is_visible()
    assert card.get_by_text("content/01-optim/adam.md:6").get_attribute("href") == "#adam-moments"
    fix = "https://github.com/a/b/blob/HEAD/content/01-optim/adam.md?plain=1#L6"
    assert card.get_by_text("Fix this card").get_attribute("href") == fix
    assert card.locator(".katex").count() == 3
    page.wait_for_function("() => document.querySelector('#adam-moments img').naturalWidth > 0")
    page.goto(f"{site}#leakage-words")
    page.click("#leakage-words .reply a")
    page.wait_for_function("() => document.activeElement.closest('article')?.id === 'adam-moments'")


def test_the_keyboard_alone_is_enough(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "_query"
    page.keyboard.type("adam")
    page.wait_for_function("() => document.querySelectorAll('article:not([hidden])').length === 4")
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('article').id") == "warm-up"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('article').id") == "adam-moments"
    page.keyboard.press("Space")
    assert page.locator("#adam-moments .reply").is_visible()
    page.keyboard.press("Enter")
    assert not page.locator("#adam-moments .reply").is_visible()
    page.keyboard.press("n")
    assert page.evaluate("document.documentElement.className").split() == ["scripted", "nightMode"]


def test_self_test_asks_every_side_once_and_repeats_what_was_missed(
    site: str, visit: Callable[..., Visit]
) -> None:
    page = visit(site).page
    page.keyboard.press("t")
    asked = []
    for number in range(7):
        assert page.inner_text("#_progress") == f"{number + 1} of 7"
        asked.append(page.inner_text("#_ask"))
        front = page.inner_text("#_front")
        if asked[-1] == "Adam's defaults":
            assert "[a decimal]" in front and "[…]" in front and "0.9" not in front
        choice = asked[-1].startswith("Which of these")
        if choice:
            assert "the training data" in front and not page.locator("#_front .right").count()
            page.get_by_role("checkbox", name="the test data").check()
            page.locator("#_ask").focus()
        assert page.locator("#_back").is_hidden()
        page.keyboard.press("Enter" if page.locator("#_front .typed").count() else "Space")
        assert page.locator("#_back").is_visible()
        if choice:
            assert (
                page.locator("#_back .answered .picked:not(.right)").inner_text() == "the test data"
            )
        page.keyboard.press("1" if number < 2 else "2")
    assert sorted(asked) == sorted([
        "Which two moments does Adam keep?", "Warm-up", "A learning rate that grows over the first steps.",
        "Adam's defaults", "How many test examples may be seen in training?",
        "What is leakage in Zürich's résumé data?", "Which of these may a scaler be fitted on?",
    ])  # fmt: skip
    assert page.inner_text("#_ask") == "You knew 5 of 7."
    page.keyboard.press("Enter")
    assert page.inner_text("#_progress") == "1 of 2"
    page.keyboard.press("Escape")
    assert not page.locator("#_test").is_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read_and_nothing_is_too_wide(
    site: str, visit: Callable[..., Visit], size: str, scheme: str
) -> None:
    page = visit(site, scheme, size).page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    checked, poor = page.evaluate(CONTRAST)
    assert checked > 60 and poor == []
    assert page.evaluate(TOO_WIDE) <= 0
    assert page.evaluate(NAMELESS) == []
    page.fill("#_query", "adam")
    page.click("#_practise")
    page.keyboard.press("Space")
    checked, poor = page.evaluate(CONTRAST)
    assert checked > 60 and poor == []


AUTHORED = re.compile(
    r"<h4>(.*?)</h4>|<section class=reply>(.*?)</section>|<details class=\w+><summary>\w+</summary>(.*?)</details>"
    r"|<div class=sources><b>Sources</b>(.*?)</div>|<article id=([\w-]+)|data-tags=\"(.*?)\"",
    re.DOTALL,
)
"""What of a card's HTML is its own text."""


def test_what_the_site_weighs_beyond_its_cards(make_deck: MakeDeck, run: Run) -> None:
    """With 250 cards of four sections: less than 100 kB as a server sends it, and less than 150 kB as it lies there."""
    sections = (
        "### Analogy\nLike {0}.\n\n### Application\nUsed in {0}.\n\n### Sources\n- Somebody {0}\n"
    )
    cards = (
        f"## What is {n}?\n<!-- id: card-{n} -->\n\nIt is {n}.\n\n{sections.format(n)}"
        for n in range(250)
    )
    root = make_deck({"content/all.md": "---\ntags: [dl::all]\n---\n# All\n\n" + "\n".join(cards)})
    (root / "deckpress.toml").write_text(
        '[deck]\nname = "Test"\nrepository = "https://github.com/a/b"\n'
    )
    assert apart(run, root, "build", "--only", "site").exit_code == 0
    folder = root / "build" / "site"
    files = [
        (folder / name).read_text(encoding="utf-8")
        for name in ("index.html", "site.css", "site.js")
    ]
    own = "".join(text for found in AUTHORED.finditer(files[0]) for text in found.groups() if text)
    assert own.count("Somebody") == own.count("Used in") == own.count("It is") == 250
    assert (
        sum(len(gzip.compress(file.encode())) for file in files) - len(gzip.compress(own.encode()))
        < 100_000
    )
    assert sum(len(file.encode()) for file in files) - len(own.encode()) < 150_000
    assert {path.name for path in folder.iterdir()} <= {
        "index.html",
        "math.css",
        "media",
        "site.css",
        "site.js",
    }


def test_without_a_script_every_card_is_there(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site, java_script_enabled=False).page
    page.click("#adam-moments summary >> nth=0")
    assert page.locator("#adam-moments .reply").is_visible()
    assert page.locator("#_query").is_hidden() and page.locator("#_practise").is_hidden()


def test_the_chart_has_words(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site).page
    told = page.get_by_role("img", name="Questions by topic")
    assert "Optim: 3 questions, 1 of 2 topics covered." in told.locator("desc").first.text_content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_statistics_can_be_read(
    make_deck: MakeDeck, run: Run, visit: Callable[..., Visit], scheme: str
) -> None:
    root = make_deck(FILES)
    (root / "stats.html").write_text(
        run(root, "stats", "--format", "html").stdout, encoding="utf-8"
    )
    page = visit((root / "stats.html").as_uri(), scheme, "phone").page
    checked, poor = page.evaluate(CONTRAST)
    assert checked > 20 and poor == []
    assert page.evaluate(TOO_WIDE) <= 0 and page.evaluate(NAMELESS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("output", ["booklet", "crib", "cards-a4"])
def test_pages_for_paper_can_be_read_on_a_screen(
    make_deck: MakeDeck, run: Run, visit: Callable[..., Visit], output: str, scheme: str
) -> None:
    root = make_deck(FILES)
    assert apart(run, root, "build", "--only", output).exit_code == 0
    page = visit((root / "build" / f"test-{output}.html").as_uri(), scheme).page
    checked, poor = page.evaluate(CONTRAST)
    assert checked > 20 and poor == []
