"""The preview in a real browser: what an author does with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import MakeDeck
from support.chromium import (
    CONTRAST,
    NAMELESS,
    SMALL,
    TOO_WIDE,
    Visit,
    apart,
    needs_chromium,
    playwright,
    serving,
)
from support.small_deck import ADAM, DATA, FILES

from deckpress.anki import rendering
from deckpress.preview.live_deck import LiveDeck

pytestmark = needs_chromium


@pytest.fixture
def preview(make_deck: MakeDeck) -> Iterator[tuple[Path, str, LiveDeck]]:
    """A running preview of a small deck: its folder, address and what is shown of it."""
    root = make_deck(FILES)
    live = apart(LiveDeck, root)
    with serving(live) as address:
        yield root, address, live


def in_frames(page: playwright.Page, words: str) -> None:
    """Wait until every frame shows these words."""
    page.wait_for_function(
        """(words) => { const frames = [...document.querySelectorAll('iframe')];
          return frames.length && frames.every(f => f.contentDocument?.body?.innerText.includes(words)) }""",
        arg=words,
        timeout=20000,
    )


def test_preview_shows_sides_devices_and_modes(
    preview: tuple[Path, str, LiveDeck], visit: Callable[..., Visit]
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
    preview: tuple[Path, str, LiveDeck], visit: Callable[..., Visit]
) -> None:
    """Its templates with their script, as Anki shows one after the other in one page."""
    shown_deck = preview[2].shown
    shown = shown_deck.cards["scaler-fit"]
    front, back = rendering.sides(
        shown_deck.note_types["choice"], shown.note, shown.chapter.deck, 0
    )
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


def test_preview_by_keyboard(
    preview: tuple[Path, str, LiveDeck], visit: Callable[..., Visit]
) -> None:
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
    preview: tuple[Path, str, LiveDeck], visit: Callable[..., Visit]
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
    preview: tuple[Path, str, LiveDeck], visit: Callable[..., Visit]
) -> None:
    page = visit(preview[1]).page
    in_frames(page, "The mean")
    file = preview[0] / "content/01-optim/adam.md"
    file.write_text(ADAM.replace("The mean", "Just saved: the mean"), encoding="utf-8")
    in_frames(page, "Just saved: the mean")


def test_preview_shows_what_is_wrong(
    preview: tuple[Path, str, LiveDeck], visit: Callable[..., Visit]
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
    preview: tuple[Path, str, LiveDeck], visit: Callable[..., Visit], scheme: str
) -> None:
    page = visit(preview[1], scheme).page
    in_frames(page, "The mean")
    checked, poor = page.evaluate(CONTRAST)
    assert checked > 20 and poor == []
    assert page.evaluate(NAMELESS) == []


@pytest.mark.parametrize("night", [0, 1])
def test_every_card_can_be_read(
    preview: tuple[Path, str, LiveDeck], visit: Callable[..., Visit], night: int
) -> None:
    """Front and back as Anki styles them, with all that unfolds."""
    page = visit(preview[1]).page
    for key in preview[2].shown.cards:
        for side in ("front", "back"):
            page.goto(f"{preview[1]}face?card={key}&side={side}&device=phone&night={night}")
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            checked, poor = page.evaluate(CONTRAST)
            assert checked > 1 and poor == [], (key, side)
            assert page.evaluate(TOO_WIDE) <= 0 and page.evaluate(SMALL) == [], (key, side)
