"""Nothing that a stranger can write runs or loads anything: in Anki, in print, on the site.

The attacks are those of `hostile`. Each proof has a control: the same, unguarded, is seen to act.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support import MakeDeck, Run, hostile
from support.chromium import CHROMIUM, FLAGS, apart, needs_chromium, playwright
from support.small_deck import DOT

from deckpress import outputs, render, sources, svg
from deckpress.deck import config

pytest.importorskip("anki", reason="the PyPI package anki is not installed")
reviewer_page = pytest.importorskip("reviewer_page")

in_anki = pytest.mark.skipif(
    not CHROMIUM or not importlib.util.find_spec("_aqt"),
    reason="Anki's own MathJax is missing: pip install --no-deps aqt; or there is no Chromium",
)

Answer = Callable[["playwright.Route", list[str]], None]
"""Answers a request of a page, or notes it among what happened."""

ACTIVE = """
    script iframe frame object embed form base link meta style video audio source track applet
""".split()
"""Elements that can run or load something."""

SEEN = r"""(root) => {
  const links = /^(https?:|mailto:|#|\.\.\/[\w.-]+$|site\.css$|math\.css$|data:,$|$)/i;
  const bytes = /^(data:image\/|media\/|site\.js$|$)/;
  const acts = (name, value) => {
    const address = value.replace(/[\x00-\x20\x7f-\x9f]/g, "");
    if (/^on/i.test(name)) return true;
    if (/^(class|id)$/.test(name)) return /evil/.test(value);
    if (name === "style") return /url\(/i.test(value);
    if (/^(href|xlink:href|action|formaction|srcdoc)$/.test(name)) return !links.test(address);
    return /^(src|data|poster|background|srcset)$/.test(name) && !bytes.test(address);
  };
  const seen = [...document.querySelector(root).querySelectorAll("*")]
    .flatMap(e => [...e.attributes])
    .filter(({ name, value }) => acts(name, value));
  return [...new Set(seen.map(({ name, value }) => `${name}=${value}`))];
}"""
"""What in a page would act if it were clicked, or if nothing forbade it."""

COUNTS = "(names) => names.map(name => document.querySelectorAll(name).length)"


class Watched:
    """A page of a browser that forbids nothing, and what happened there."""

    def __init__(self, page: playwright.Page, answer: Answer) -> None:
        self.page = page
        self.happened: list[str] = []
        page.on("dialog", self._dialog)
        page.on("popup", lambda popup: self.happened.append(f"opened {popup.url}"))
        page.on("download", lambda download: self.happened.append(f"downloaded {download.url}"))
        page.route("**/*", lambda route: answer(route, self.happened))

    def _dialog(self, dialog: playwright.Dialog) -> None:
        self.happened.append(f"ran {dialog.message}")
        dialog.dismiss()

    def click_all(self) -> None:
        """Click each link of each frame, and wait for what comes of it."""
        click = """() => document.querySelectorAll("a").forEach(
            link => link.dispatchEvent(new MouseEvent("click", { bubbles: true })))"""
        for frame in self.page.frames:
            frame.evaluate(click)
        self.page.wait_for_timeout(300)


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def watched(browser: playwright.Browser, answer: Answer) -> Iterator[Watched]:
    """A page in which not even a Content-Security-Policy forbids anything."""
    context = browser.new_context(bypass_csp=True)
    yield Watched(context.new_page(), answer)
    context.close()


class Section(NamedTuple):
    """The answer of a card."""

    source: str
    shown: str = ""
    """A text that a learner must see; nothing where a formula is all there is."""
    cloze: bool = False


def deck(sections: Sequence[Section]) -> dict[str, str | bytes]:
    """A deck with a page for each section; the cards are named `hostile-1` and so on."""
    files: dict[str, str | bytes] = {"content/dot.svg": DOT}
    for number, section in enumerate(sections, 1):
        kind = "; type: cloze" if section.cloze else ""
        head = f"## What is number {number}?\n<!-- id: hostile-{number}{kind} -->"
        files[f"content/{number:04}.md"] = f"{head}\n\n{section.source}\n"
    return files


def guessed(source: str) -> Section:
    """A section whose kind of card is that of its text."""
    return Section(source, cloze="{{c" in source)


def unchecked(root: Path, names: Sequence[str]) -> Path:
    """Outputs of a deck, whatever its checks say: what they let through is less."""
    settings, _ = config.load(root)
    read, _ = sources.read(settings)
    book, _ = render.book(read, settings)
    outputs.write(book, settings, names)
    return settings.out


# --- formulas -------------------------------------------------------------------------------------


def faulty(root: Path, run: Run) -> set[str]:
    """The pages that have an error."""
    rows = json.loads(run(root, "check", "--format", "json").output)
    return {row["path"] for row in rows if row["severity"] == "error"}


def test_every_formula_that_acts_is_refused(make_deck: MakeDeck, run: Run) -> None:
    sections = [guessed(source) for source in hostile.formulas()]
    refused = faulty(make_deck(deck(sections)), run)
    missed = [one for n, one in enumerate(sections, 1) if f"content/{n:04}.md" not in refused]
    assert len(sections) > 200
    assert missed == []


def test_every_formula_that_only_shows_something_passes(make_deck: MakeDeck, run: Run) -> None:
    assert faulty(make_deck(deck([guessed(source) for source in hostile.HONEST])), run) == set()


@contextmanager
def anki(browser: playwright.Browser, media: Path) -> Iterator[Watched]:
    """Anki's reviewer, empty."""
    html = reviewer_page.REVIEWER.format(night="", body="isLin")

    def answer(route: playwright.Route, happened: list[str]) -> None:
        reviewer_page.serve(route, media, html, happened)

    with watched(browser, answer) as opened:
        opened.page.goto(f"{reviewer_page.ORIGIN}/")
        yield opened


def show(opened: Watched, html: str) -> None:
    """Let Anki show some HTML, and wait until MathJax has typeset its last, harmless formula."""
    body = json.dumps(rf"{html}<p id=last>\(\omega\)</p>")
    opened.page.evaluate(f"() => _showQuestion({body}, '', 'card')")
    opened.page.wait_for_selector("#last mjx-container", timeout=20_000)
    opened.page.wait_for_timeout(300)


@in_anki
def test_in_anki_the_formulas_would_act(chromium: playwright.Browser, tmp_path: Path) -> None:
    """The control: what is refused is worth refusing."""
    with anki(chromium, tmp_path) as opened:
        show(opened, "".join(rf"<p>\({tex}\)</p>" for tex in hostile.ACTS.values()))
        seen = opened.page.evaluate(SEEN, "#qa")
        opened.click_all()
        asked = {f"http://evil.example/{name}" for name in ("style", "token", "box", "frame")}
        assert {"ran 1", *asked} <= set(opened.happened)
        assert {"class=evil", "id=evil", "href=javascript:alert(1)"} <= set(seen)


def tried() -> list[Section]:
    """Texts on basic cards and beside a cloze, where Anki reads HTML once more; hints; formulas."""
    texts = [*hostile.texts()]
    beside = [(f"{source}\n\nA {{{{c1::gap}}}}.", shown) for source, shown in texts]
    hints = [(f"{{{{c1::gap::{hint}}}}} x [/latex]", hint) for hint in hostile.HINTS]
    return [
        *(Section(source, shown) for source, shown in texts),
        *(Section(source, shown, cloze=True) for source, shown in beside),
        *(Section(source, hint.lstrip("\\"), cloze=True) for source, hint in hints),
        *(guessed(source) for source in (*hostile.HONEST, *hostile.IN_FORMULAS)),
    ]


SHOWN = """() => Object.fromEntries([...document.querySelectorAll("[data-note]")].map(e => [
  e.dataset.note, { text: e.textContent, typeset: !!e.querySelector("mjx-container"),
                    failed: !!e.querySelector("mjx-merror, mjx-mtext[style*=red]") }]))"""
"""What became of each note: all of its sides stand in one element."""


@in_anki
def test_in_anki_text_stays_text(make_deck: MakeDeck, chromium: playwright.Browser) -> None:
    sections = tried()
    out = apart(unchecked, make_deck(deck(sections)), ("apkg",))
    with reviewer_page.imported(out / "test.apkg") as collection:
        notes = rendered(collection)
        with anki(chromium, Path(collection.media.dir())) as opened:
            show(opened, "".join(f"<div data-note={n}>{html}</div>" for n, html in notes.items()))
            became = opened.page.evaluate(SHOWN)
            assert opened.page.evaluate(SEEN, "#qa") == []
            assert opened.happened == []
    assert len(notes) == len(sections) > 200
    for number, section in enumerate(sections, 1):
        seen = became[f"hostile-{number}"]
        assert section.shown in seen["text"], section
        assert not seen["failed"] and seen["typeset"] == (not section.shown), section


def rendered(collection: Any) -> dict[str, str]:
    """Each note's id, and the HTML of all sides of its cards; nothing in it makes a sound."""
    notes: dict[str, str] = {}
    for number in collection.find_cards("", order="c.id asc"):
        card = collection.get_card(number)
        html = card.question() + card.answer()
        assert not card.question_av_tags() and not card.answer_av_tags()
        assert not reviewer_page.TYPE.search(html) and "class=latex" not in html
        name = card.note().fields[0]
        notes[name] = notes.get(name, "") + html
    return notes


# --- pages ----------------------------------------------------------------------------------------

TAME = guessed("An answer with $x$ and [a link](https://example.org).")

PAGES = ("booklet", "cards-a4", "cards-letter", "crib", "site")


def addresses(out: Path) -> list[str]:
    """The pages to open."""
    return [path.as_uri() for path in (*sorted(out.glob("*.html")), out / "site" / "index.html")]


@pytest.fixture
def from_disk(chromium: playwright.Browser, tmp_path: Path) -> Iterator[Watched]:
    """A page that may load files of the test's own folder, and nothing else."""

    def answer(route: playwright.Route, happened: list[str]) -> None:
        if route.request.url.startswith((tmp_path.as_uri(), "data:")):
            route.continue_()
        else:
            happened.append(f"asked {route.request.url}")
            route.abort()

    with watched(chromium, answer) as opened:
        yield opened


def visit(opened: Watched, address: str) -> tuple[list[str], list[int]]:
    """Open a page with all that folds: what would act there, and its active elements."""
    opened.page.goto(address)
    opened.page.evaluate("() => document.querySelectorAll('details').forEach(e => e.open = true)")
    opened.page.mouse.click(5, 5)
    assert opened.page.url.partition("#")[0] == address
    return opened.page.evaluate(SEEN, "html"), opened.page.evaluate(COUNTS, ACTIVE)


@needs_chromium
def test_no_page_runs_or_loads_anything(make_deck: MakeDeck, from_disk: Watched) -> None:
    wild = [guessed(source) for source in hostile.pages()]
    assert len(wild) > 700
    tame = apart(unchecked, make_deck(deck([TAME]), "tame"), PAGES)
    out = apart(unchecked, make_deck(deck([*wild, TAME]), "wild"), PAGES)
    for address, other in zip(addresses(out), addresses(tame), strict=True):
        seen, counts = visit(from_disk, address)
        assert seen == [], address
        assert counts == visit(from_disk, other)[1], address
        assert from_disk.happened == [], address


@needs_chromium
def test_the_pages_would_act(from_disk: Watched, tmp_path: Path) -> None:
    """The control: a browser sees it when HTML of the list stands in a page as it is."""
    path = tmp_path / "raw.html"
    path.write_text("<!doctype html>" + "".join(hostile.HTML[:6]), encoding="utf-8")
    seen, _ = visit(from_disk, path.as_uri())
    assert "onerror=alert(1)" in seen
    assert "asked https://evil.example/a.png" in from_disk.happened
    assert from_disk.happened.count("ran 1") >= 3


# --- pictures -------------------------------------------------------------------------------------


@contextmanager
def opened_directly(browser: playwright.Browser, files: Sequence[bytes]) -> Iterator[Watched]:
    """Each picture as a document of its own, in a frame of one page; all of its links clicked."""

    def answer(route: playwright.Route, happened: list[str]) -> None:
        name = route.request.url.removeprefix("http://deck.test/")
        if not name:
            frames = "".join(f"<iframe src=/{n}></iframe>" for n in range(len(files)))
            route.fulfill(body=f"<!doctype html>{frames}", content_type="text/html")
        elif name.isdecimal():
            route.fulfill(body=files[int(name)], content_type="image/svg+xml")
        else:
            happened.append(f"asked {route.request.url}")
            route.abort()

    with watched(browser, answer) as opened:
        opened.page.goto("http://deck.test/")
        opened.click_all()
        yield opened


@needs_chromium
def test_no_packed_picture_runs_or_loads_anything(chromium: playwright.Browser) -> None:
    files = [*hostile.pictures()]
    packed = [made.data for made in map(svg.cleaned, files) if not made.faults]
    assert len(files) > 60
    with opened_directly(chromium, [*packed, DOT.encode()]) as opened:
        assert opened.happened == []
        places = [frame.url for frame in opened.page.frames[1:]]
        assert places == [f"http://deck.test/{n}" for n in range(len(packed) + 1)]


@needs_chromium
def test_the_pictures_would_act(chromium: playwright.Browser) -> None:
    """The control: scripts, links and addresses of the list, unguarded."""
    with opened_directly(chromium, [*hostile.pictures()][:30]) as opened:
        assert opened.happened.count("ran 1") > 5
        assert sum("evil.example" in line for line in opened.happened) > 5
