"""What the card templates and their style sheet promise: nothing loads, nothing runs, nothing is given away."""

from __future__ import annotations

import re

import pytest
from support import REPOSITORY, TESTS, Run

from deckpress import templating
from deckpress.deck import config
from deckpress.model import KINDS

ROOT = REPOSITORY
CSS = (ROOT / "templates" / "card.css").read_text(encoding="utf-8")
LINK = "https://example.org/fix?a=1&id={id}"


def sides(kind: str, fix_link: str = LINK) -> dict[str, str]:
    """`{"Card front": HTML, …}` of one kind, as Anki gets it."""
    settings = config.Config(ROOT / "tests", ROOT / "build", fix_link=fix_link, language="de")
    (note_type,), problems = templating.note_types(settings, [kind], 1)
    assert problems == []
    named = ((name, front, back) for name, _, front, back in note_type.templates)
    return {
        f"{name} {side}": html
        for name, *both in named
        for side, html in zip(("front", "back"), both, strict=True)
    }


ALL = [(kind, side, html) for kind in KINDS for side, html in sides(kind).items()]
FRONTS = [(kind, side, html) for kind, side, html in ALL if side.endswith("front")]
BACKS = [(kind, side, html) for kind, side, html in ALL if side.endswith("back")]


@pytest.mark.parametrize(("kind", "side", "html"), ALL)
def test_nothing_runs_and_nothing_loads(kind: str, side: str, html: str) -> None:
    if (
        kind == "choice"
    ):  # its one script shuffles the options; without it they stand in the author's order
        html, count = re.subn(r"<script>.*?</script>", "", html, flags=re.DOTALL)
        assert count == 1
    assert not re.search(
        r"<(script|style|link|iframe|img|object)\b|\son\w+=|javascript:|src=", html
    )


@pytest.mark.parametrize(("kind", "side", "html"), FRONTS)
def test_a_front_gives_nothing_away(kind: str, side: str, html: str) -> None:
    fields = {re.sub(r"^[#/]", "", name) for name in re.findall(r"\{\{([^}]+)\}\}", html)}
    shown = {"reversed Backward": {"Answer"}, "typed Card": {"Question", "type:Answer", "Hint"}}
    shown |= {"choice Card": {"Question", "Choices", "Hint"}}
    shown |= {"cloze Cloze": {"Question", "cloze:Answer", "Hint"}}
    assert fields == {"Subdeck"} | shown.get(f"{kind} {side.split()[0]}", {"Question", "Hint"})


@pytest.mark.parametrize(("kind", "side", "html"), BACKS)
def test_a_back_shows_every_field_once(kind: str, side: str, html: str) -> None:
    for name in ("Notes", "Analogy", "Application", "Extra1", "Extra2", "Sources", "Topics"):
        assert (
            html.count(f"{{{{#{name}}}}}")
            == html.count(f"{{{{{name}}}}}")
            == html.count(f"{{{{/{name}}}}}")
            == 1
        )
    assert "{{Question}}" in html
    assert (
        html.index("Answer}}")
        < html.index("{{Notes}}")
        < html.index("{{Sources}}")
        < html.index("fix?")
    )


@pytest.mark.parametrize(("kind", "side", "html"), ALL)
def test_text_finds_its_own_direction(kind: str, side: str, html: str) -> None:
    boxes = re.findall(r"<(\w+)([^>]*)>(?:<b>[^<]*</b>)?\{\{(?![#^/]|type:|Subdeck)", html)
    assert boxes and [tag for tag, attributes in boxes if 'dir="auto"' not in attributes] == []


@pytest.mark.parametrize(("kind", "side", "html"), ALL)
def test_a_tap_on_a_fold_does_not_turn_the_card(kind: str, side: str, html: str) -> None:
    assert (
        html.count("<summary") == html.count('<summary class="tappable">') == html.count("<details")
    )


def test_fix_this_card_is_last_and_only_where_it_leads_somewhere() -> None:
    back = sides("basic")["Card back"]
    assert (
        '<a href="https://example.org/fix?a=1&amp;id={{text:ID}}">Fix this card</a></p>\n</footer>'
        in back
    )
    assert "<a " not in sides("basic", fix_link="")["Card back"]


def test_the_language_of_the_deck_is_named() -> None:
    assert all('<article class="sheet ' in html and 'lang="de"' in html for _, _, html in ALL)


def test_the_style_sheet_loads_nothing_and_is_small() -> None:
    assert not re.search(r"url\(|@import|@font-face|expression\(", CSS)
    assert len(CSS.encode()) < 10_500


def test_no_rule_needs_more_than_chromium_85() -> None:
    """A property that is not known is skipped; these would lose a rule or the layout."""
    newer = (
        ":is(",
        ":where(",
        ":has(",
        "color-mix",
        "light-dark",
        "aspect-ratio",
        "inset",
        "margin-inline:",
        "@layer",
        "&",
    )
    rules = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
    assert [word for word in newer if word in rules] == []


def test_night_outranks_the_rule_of_anki() -> None:
    """`body.nightMode {background-color; color}` of reviewer.css is (0,1,1): a bare `.card` would lose."""
    found = re.search(
        r"\n([^\n]*\.card\.nightMode, \.card\.night_mode) \{\s*margin: 0;([^}]*)\}", CSS
    )
    assert found and {"background: var(--paper);", "color: var(--ink);"} <= set(
        re.findall(r"[\w-]+: [^;]+;", found[2])
    )


@pytest.mark.parametrize("deck", ["showcase", "formulas/sixty"])
def test_decks_to_look_at_are_clean(deck: str, run: Run) -> None:
    """Decks that no build accepts would show nothing; every formula can be shown and printed."""
    result = run(TESTS / deck, "check")
    assert result.exit_code == 0 and "warning" not in result.output, result.output
