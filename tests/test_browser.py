"""The site and the preview in a real browser: what a visitor and an author do with them.

Skipped where Playwright or Chromium is missing. Nothing here may make a request that leaves the page, log an error to
the console, or show text below the contrast of WCAG 2.2 AA.
"""

from __future__ import annotations

import gzip
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeDeck, Run

from deckpress.anki import rendering
from deckpress.preview import server
from deckpress.preview.stage import Stage

playwright = pytest.importorskip(
    "playwright.sync_api", reason="the PyPI package playwright is not installed"
)
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")

FLAGS = ("--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
         "--disable-component-update --disable-sync").split()  # fmt: skip
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}

DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>dot</title><circle cx="2" cy="2" r="2"/></svg>\n'
TAXONOMY = """[tags."dl::optim::adam"]
description = "Adam and AdamW"
minimum = 1

[tags."dl::optim::schedules"]
description = "Schedules of the learning rate"
minimum = 4

[tags."dl::data::leakage"]
description = "What must not be known in training"
minimum = 1
"""
ADAM = r"""---
tags: [dl::optim::adam]
---
# Adam

## Which two moments does Adam keep?
<!-- id: adam-moments; level: core -->

The mean $m_t$ and the uncentred variance $v_t$ of the gradient: ![a dot](dot.svg)

$$\theta_{t+1}=\theta_t-\eta\,\frac{\hat m_t}{\sqrt{\hat v_t}+\epsilon}$$

```python
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)  # decoupled
```

### Analogy
A ball with a memory of where it rolled.

### Sources
- Kingma and Ba 2015, arXiv:1412.6980

## Warm-up
<!-- id: warm-up; type: reversed; tags: dl::optim::schedules -->

A learning rate that grows over the first steps.

## Adam's defaults
<!-- id: adam-defaults; type: cloze -->

$\beta_1$ is {{c1::0.9::a decimal}} and $\beta_2$ is {{c2::0.999}}.
"""
DATA = """---
tags: [dl::data::leakage]
---
# Data

## How many test examples may be seen in training?
<!-- id: leakage; type: typed -->

0

## What is leakage in Zürich's résumé data?
<!-- id: leakage-words -->

Facts from the future; see [Adam](#adam-moments).
"""
CHOICE = """---
tags: [dl::data::leakage]
---
# Choices

## Which of these may a scaler be fitted on?
<!-- id: scaler-fit; type: choice -->

- [ ] the test data
- [x] the training data

Anything else leaks.
"""
FILES = {
    "content/03-choices/choices.md": CHOICE,
    "content/tags.toml": TAXONOMY,
    "content/01-optim/adam.md": ADAM,
    "content/01-optim/dot.svg": DOT,
    "content/02-data/data.md": DATA,
}

CONTRAST = """() => {
  const channels = (css) => css.match(/[\\d.]+/g).map(Number);
  const light = (c) => { const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const behind = (e) => { for (; e; e = e.parentElement) { const c = channels(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > .99) return c.slice(0, 3); } return [255, 255, 255]; };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let checked = 0;
  for (let node; (node = walker.nextNode());) {
    const e = node.parentElement, style = getComputedStyle(e);
    if (!node.data.trim() || !e.getClientRects().length || style.visibility !== "visible") continue;
    const ink = channels(e.closest("svg.coverage") ? style.fill : style.color).slice(0, 3);
    const [a, b] = [light(ink), light(behind(e))].sort((x, y) => y - x);
    checked += 1;
    if ((a + .05) / (b + .05) < 4.5) 
      poor.push(`${((a + .05) / (b + .05)).toFixed(2)} ${e.className || e.tagName}: ${node.data.trim().slice(0, 40)}`);
  }
  return [checked, [...new Set(poor)]];
}"""

NAMELESS = """() => [...document.querySelectorAll("a, button, input, summary, iframe, dialog, nav, [role=img]")]
  .filter(e => !["aria-label", "aria-labelledby", "title"].some(name => e.getAttribute(name)))
  .filter(e => !e.textContent.trim() && !e.labels?.length).map(e => e.outerHTML.slice(0, 120))"""

SMALL = """() => [...document.querySelectorAll("summary, input, label, .fix a")].filter(e => e.type !== "checkbox")
  .map(e => [e.textContent.trim(), e.getBoundingClientRect().height]).filter(([, height]) => height < 44)"""
"""What a finger has to hit and is lower than 44 pixels."""

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Visit:
    """One page, and everything about it that may not happen."""

    page: playwright.Page
    trouble: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: playwright.Browser) -> Iterator[Callable[..., Visit]]:
    """Open an address; at the end, nothing may have gone wrong."""
    visits, contexts = list[Visit](), list[playwright.BrowserContext]()

    def go(address: str, scheme: str = "light", size: str = "desktop", **options: object) -> Visit:
        across, down = SIZES[size]
        context = browser.new_context(
            viewport={"width": across, "height": down}, color_scheme=scheme, **options
        )
        contexts.append(context)
        made = Visit(context.new_page())
        visits.append(made)
        origin = address[: address.index("/", 8)]
        made.page.on(
            "request",
            lambda r: r.url.startswith((origin, "data:")) or made.trouble.append(f"asks {r.url}"),
        )
        made.page.on("requestfailed", lambda r: made.trouble.append(f"failed {r.url} {r.failure}"))
        made.page.on("pageerror", lambda error: made.trouble.append(str(error)))
        made.page.on(
            "console",
            lambda said: said.type in ("error", "warning") and made.trouble.append(said.text),
        )
        made.page.goto(address)
        return made

    yield go
    trouble = [line for made in visits for line in made.trouble if "net::ERR_ABORTED" not in line]
    for context in contexts:
        context.close()
    assert trouble == []


def apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do it in another thread: Playwright keeps an event loop in this one, and the typesetter wants none around it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *arguments).result()


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


# --- the site ---------------------------------------------------------------------------------------------------


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


# --- the preview ------------------------------------------------------------------------------------------------


@contextmanager
def serving(stage: Stage) -> Iterator[str]:
    """The address of a running preview."""
    made = server.serve(stage, 0)
    for work in (made.serve_forever, stage.watch):
        threading.Thread(target=work, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_address[1]}/"
    made.shutdown()
    made.server_close()


@pytest.fixture
def preview(make_deck: MakeDeck) -> Iterator[tuple[Path, str, Stage]]:
    """A running preview of a small deck: its folder, address and stage."""
    root = make_deck(FILES)
    stage = apart(Stage, root)
    with serving(stage) as address:
        yield root, address, stage


def in_frames(page: playwright.Page, words: str) -> None:
    """Wait until every frame shows these words."""
    page.wait_for_function(
        """(words) => { const frames = [...document.querySelectorAll('iframe')];
          return frames.length && frames.every(f => f.contentDocument?.body?.innerText.includes(words)) }""",
        arg=words,
        timeout=20000,
    )


def test_preview_shows_sides_devices_and_modes(
    preview: tuple[Path, str, Stage], visit: Callable[..., Visit]
) -> None:
    page = visit(preview[1]).page
    in_frames(page, "The mean")
    backgrounds = [
        f.evaluate("getComputedStyle(document.body).backgroundColor") for f in page.frames[1:]
    ]
    assert backgrounds == ["rgb(251, 250, 248)", "rgb(22, 24, 29)"]
    assert all(frame.locator(".katex").count() == 3 for frame in page.frames[1:])
    page.frames[1].wait_for_function("() => document.querySelector('img').naturalWidth > 0")
    page.keyboard.press("Space")
    page.wait_for_function(
        "() => !document.querySelector('iframe').contentDocument.body?.innerText.includes('The mean')"
    )
    page.keyboard.press("b")
    page.wait_for_function("() => document.querySelectorAll('iframe').length === 4")
    page.keyboard.press("d")
    assert page.locator("iframe").first.bounding_box()["width"] < 820
    assert page.locator("iframe").first.evaluate("f => f.clientWidth") == 820


def test_the_back_of_a_choice_card_knows_what_was_ticked(
    preview: tuple[Path, str, Stage], visit: Callable[..., Visit]
) -> None:
    """Its templates with their script, as Anki shows one after the other in one page."""
    scene = preview[2].scene
    shown = scene.cards["scaler-fit"]
    front, back = rendering.sides(scene.note_types["choice"], shown.note, shown.chapter.deck, 0)
    page = visit(preview[1]).page
    page.route(
        "**/card/*",
        lambda route: route.fulfill(body=front if "front" in route.request.url else back),
    )
    for picked, classes in (
        ("the test data", {"choice right", "choice picked"}),
        ("", {"choice right", "choice"}),
    ):
        page.goto(f"{preview[1]}card/front")
        order = page.locator(".choice").all_inner_texts()
        assert page.locator(".choice").evaluate_all("boxes => boxes.map(b => b.className)") == [
            "choice",
            "choice",
        ]
        if picked:
            page.get_by_text(picked).click()
            assert page.get_by_role("checkbox", name=picked).is_checked()
        page.goto(f"{preview[1]}card/back")
        assert page.locator(".choice").all_inner_texts() == order
        assert {
            *page.locator(".choice").evaluate_all("boxes => boxes.map(b => b.className)")
        } == classes
        assert page.locator(".answered").count() == bool(picked)


def test_preview_by_keyboard(preview: tuple[Path, str, Stage], visit: Callable[..., Visit]) -> None:
    page = visit(preview[1]).page
    in_frames(page, "The mean")
    page.keyboard.press("j")
    in_frames(page, "A learning rate that grows")
    assert page.inner_text("#place") == "content/01-optim/adam.md:23"
    page.keyboard.press("k")
    in_frames(page, "The mean")
    page.locator("iframe").first.click()
    page.keyboard.press("j")  # with the focus inside a frame
    in_frames(page, "A learning rate that grows")
    page.keyboard.press("/")
    page.keyboard.type("zurich")
    page.keyboard.press("Enter")
    in_frames(page, "Facts from the future")


def test_preview_keys_do_not_wait_for_pictures(
    preview: tuple[Path, str, Stage], visit: Callable[..., Visit]
) -> None:
    page = visit(preview[1]).page
    in_frames(page, "The mean")
    page.route(
        "**/media/**", lambda route: None
    )  # a picture that never comes: the frame's page never has loaded
    page.keyboard.press("j")
    in_frames(page, "A learning rate that grows")
    page.keyboard.press("k")
    in_frames(page, "The mean")
    page.locator("iframe").first.click()
    page.keyboard.press("j")
    in_frames(page, "A learning rate that grows")
    page.keyboard.press("k")  # at once: the key must not be lost in a page that is leaving
    in_frames(page, "The mean")


def test_preview_follows_a_save(
    preview: tuple[Path, str, Stage], visit: Callable[..., Visit]
) -> None:
    page = visit(preview[1]).page
    in_frames(page, "The mean")
    file = preview[0] / "content/01-optim/adam.md"
    file.write_text(ADAM.replace("The mean", "Just saved: the mean"), encoding="utf-8")
    in_frames(page, "Just saved: the mean")


def test_preview_shows_what_is_wrong(
    preview: tuple[Path, str, Stage], visit: Callable[..., Visit]
) -> None:
    page = visit(preview[1]).page
    in_frames(page, "The mean")
    file = preview[0] / "content/02-data/data.md"
    file.write_text(DATA.replace("(#adam-moments)", "(#adam-momentum)"), encoding="utf-8")
    page.wait_for_function(
        "() => document.querySelector('#faulty').textContent.includes('1 error')"
    )
    page.keyboard.press("p")
    page.wait_for_function(
        "() => document.querySelector('#problems').textContent.includes('broken-link')"
    )
    assert page.evaluate("decodeURIComponent(location.hash)") == "#leakage-words"
    assert re.search(r"content/02-data/data\.md:14:\d+", page.inner_text("#problems"))
    (preview[0] / "content/01-optim/adam.md").write_text(
        ADAM.replace("id: warm-up; ", ""), encoding="utf-8"
    )
    page.wait_for_function(
        "() => document.querySelector('#faulty').textContent.includes('2 errors')"
    )
    (preview[0] / "deckpress.toml").write_text("[deck\n")
    page.wait_for_function(
        "() => document.querySelector('#general').textContent.includes('deckpress.toml:1')"
    )
    (preview[0] / "templates/basic").mkdir(parents=True)
    (preview[0] / "templates/basic/back.html").write_text("[% if %]")
    page.wait_for_function(
        "() => document.body.textContent.includes('templates/basic/back.html:1')"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_preview_can_be_read(
    preview: tuple[Path, str, Stage], visit: Callable[..., Visit], scheme: str
) -> None:
    page = visit(preview[1], scheme).page
    in_frames(page, "The mean")
    checked, poor = page.evaluate(CONTRAST)
    assert checked > 20 and poor == []
    assert page.evaluate(NAMELESS) == []


@pytest.mark.parametrize("night", [0, 1])
def test_every_card_can_be_read(
    preview: tuple[Path, str, Stage], visit: Callable[..., Visit], night: int
) -> None:
    """Front and back as Anki styles them, with all that unfolds."""
    page = visit(preview[1]).page
    for key in preview[2].scene.cards:
        for side in ("front", "back"):
            page.goto(f"{preview[1]}face?card={key}&side={side}&device=phone&night={night}")
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            checked, poor = page.evaluate(CONTRAST)
            assert checked > 1 and poor == [], (key, side)
            assert page.evaluate(TOO_WIDE) <= 0 and page.evaluate(SMALL) == [], (key, side)
