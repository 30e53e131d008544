"""Templates that a stranger may have written: they see data, have a budget, and fail at a line of theirs."""

from __future__ import annotations

import dataclasses
import os
import time
import tracemalloc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from markupsafe import Markup
from support import REPOSITORY, MakeDeck, Run
from support.hostile_templates import DECK, FRONT, HARMLESS, HOSTILE, TOO_MUCH, put
from support.released import commit

from deckpress import templating
from deckpress.deck import config
from deckpress.preview import card_pages
from deckpress.preview.live_deck import LiveDeck
from deckpress.templating import LazyText, View, budget, loading, paying, sandbox, values

GROWING = [text for text in HOSTILE if HOSTILE[text] == TOO_MUCH and "macro" not in text]
"""What would take all memory, and no time; the other way round it takes tracemalloc too long."""


@pytest.fixture
def root(make_deck: MakeDeck) -> Path:
    return make_deck(DECK)


def page(root: Path, text: str, /, **given: object) -> str:
    """What a template makes of these values."""
    put(root, "own.html", text)
    return templating.page(config.load(root)[0], "own.html", **given)


@pytest.mark.slow
@pytest.mark.parametrize("template", HOSTILE)
def test_a_hostile_template_is_a_fault_at_its_line(template: str, root: Path, run: Run) -> None:
    """Soon, and without much memory: no clock decides, so it is the same on every machine."""
    put(root, "basic/front.html", template)
    start = time.process_time()
    result = run(root, "check")
    assert time.process_time() - start < 3
    faults = [line for line in result.output.splitlines() if line.startswith("templates/")]
    assert result.exit_code == 1 and len(faults) == 1, result.output
    place, _, message = faults[0].partition(": ")
    assert place == f"{FRONT}:1:1"
    assert HOSTILE[template] in message and message.endswith("[bad-template]")
    assert len(message) < 400


@pytest.mark.parametrize("template", GROWING)
def test_what_grows_without_end_takes_little_memory(template: str, root: Path) -> None:
    put(root, "own.html", template)
    settings = config.load(root)[0]
    tracemalloc.start()
    with pytest.raises(templating.BadTemplate, match=TOO_MUCH):
        templating.page(settings, "own.html")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


def test_the_line_is_that_of_the_template_that_failed(root: Path, run: Run) -> None:
    put(root, "basic/front.html", "one\n[% include 'basic/part.html' %]\n")
    put(root, "basic/part.html", "one\ntwo\n\n[[ 1 / 0 ]]\n")
    assert run(root, "check").output.startswith("templates/basic/part.html:4:1: ZeroDivisionError")
    put(root, "basic/part.html", "one\n[% if %]\n")
    assert run(root, "check").output.startswith(
        "templates/basic/part.html:2:1: Expected an expression"
    )
    put(root, "basic/part.html", "one\n[% raw %]x")
    assert run(root, "check").output.startswith(
        "templates/basic/part.html:2:1: Missing end of raw directive"
    )
    put(root, "basic/part.html", "[[ 1" + "+1" * 200 + " ]]")
    assert run(root, "check").output.startswith(
        "templates/basic/part.html:1:1: expressions or blocks"
    )


def test_a_built_in_template_that_an_own_one_breaks_is_no_fault_of_its_own(
    root: Path, run: Run
) -> None:
    put(root, "basic/front.html", '\n[% extends "_front.html" %][% set config = 1 %]\n')
    output = run(root, "check").output
    where = "(in the built-in _front.html, line 3)"
    assert output.startswith(
        f"templates/basic/front.html:2:1: a number has no 'language' {where}"
    ), output


def test_a_word_that_an_own_template_lacks_is_missed_there(root: Path, run: Run) -> None:
    """And not in the built-in template that shows it, which the author has never seen."""
    put(root, "_words.html", '[% set hint = "Tipp" %]\n')
    output = run(root, "check").output
    faults = [line for line in output.splitlines() if "[bad-template]" in line]
    assert faults and all(line.startswith("templates/_words.html:1:1: ") for line in faults), output
    assert "it does not set 'analogy'" in output and 'fix: write [% set analogy = "…" %]' in output
    text = "[% import '_words.html' as words %][[ words.notes is defined ]] [[ words.hint ]]"
    assert page(root, text) == "False Tipp"


def test_a_template_runs_no_code(root: Path, run: Run) -> None:
    """The attack of a stranger's pull request: `check` alone would write a hook that git runs."""
    commit(root)
    hook = root / ".git" / "hooks" / "pre-commit"
    put(
        root,
        "basic/front.html",
        '[% set h = config.root.resolve().joinpath(".git/hooks/pre-commit") %]'
        '[% set _ = h.write_text("#!/bin/sh\\ntouch PWNED\\n") %][% set _ = h.chmod(493) %]{{Question}}',
    )
    assert run(root, "check").exit_code == run(root, "build").exit_code == 1
    assert not hook.exists()


@pytest.mark.parametrize("template", HARMLESS)
def test_what_does_no_harm_works(template: str, root: Path) -> None:
    assert page(root, template) == HARMLESS[template]


@dataclass(frozen=True, slots=True, repr=False)
class Row(View):
    name: str
    count: int


def test_a_page_of_100_000_cards_has_the_budget_for_them(root: Path) -> None:
    """Its own grows with what it is given, in number and in length."""
    rows = tuple(Row("a name & more", number) for number in range(100_000))
    texts = tuple(LazyText(lambda: "x" * 1000) for _ in range(10_000))
    one = "[[ row.name ]] [[ row.count ]][% if row.count > 5 and row.name %] [[ row.name | upper ]][% endif %]"
    text = f"[% for row in rows %]{one}|[% endfor %][% for text in texts %][[ text ]][% endfor %]"
    made = page(root, text, rows=rows, texts=texts)
    assert made.count("|") == 100_000 and len(made) > 12_000_000


def test_the_same_budget_is_spent_every_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With just so many units a page passes, with one unit less it never does."""
    put(
        root,
        "own.html",
        "[% for i in range(20) %][[ [i, config.name] | join(' ') | upper ]][% endfor %]",
    )
    settings = config.load(root)[0]
    spent = set()
    for _ in range(3):
        page = sandbox.Sandbox(settings)
        assert "".join(page.pieces("own.html", {}))
        spent.add(budget.Budget({}).units - page.budget.units)
    (units,) = spent
    monkeypatch.setattr(budget, "BASE", budget.BASE - budget.Budget({}).units + units)
    assert templating.page(settings, "own.html")
    monkeypatch.setattr(budget, "BASE", budget.BASE - 1)
    with pytest.raises(templating.BadTemplate, match=TOO_MUCH):
        templating.page(settings, "own.html")


# --- what it is given -------------------------------------------------------------------------------------------


def test_the_configuration_is_a_frozen_view_of_texts_and_numbers(root: Path) -> None:
    view = values.configuration(config.load(root)[0])
    plain = [getattr(view, name) for name in values.public_names(view)]
    assert len(plain) == 12
    assert all(isinstance(value, (str, tuple)) for value in plain)
    assert str(root) not in "".join(map(str, plain))
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.name = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    "value", [Path(), Path, os, open, [Path()], {"a": (open,)}, object(), iter([])]
)
def test_a_page_is_never_given_anything_but_data(value: object, root: Path) -> None:
    """That would be a fault of ours, and shows at once."""
    with pytest.raises(TypeError, match="a template is given a"):
        page(root, "x", value=value)


def test_all_pages_are_given_data(
    root: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every value of every template of every output, as deep as a template can look."""
    given: dict[str, dict[str, object]] = {}
    render = sandbox.Sandbox.pieces

    def pieces(self: sandbox.Sandbox, name: str, passed: Mapping[str, object]) -> Iterator[str]:
        given[name] = {**self.globals, **passed}
        return render(self, name, passed)

    monkeypatch.setattr(sandbox.Sandbox, "pieces", pieces)
    run(root, "build")
    run(root, "stats", "--format", "html")
    run(root, "new", tmp_path / "new")
    shown_deck = LiveDeck(root).shown
    assert card_pages.face(
        shown_deck, "sum-of-two", "back", "phone", night=True
    ) and card_pages.index(shown_deck, "index.html")
    for name, passed in given.items():
        for key in passed.keys() - set(sandbox.FUNCTIONS):
            _assert_data(passed[key], f"{name}: {key}")
    names = {
        "print/booklet.html",
        "print/cards.html",
        "print/crib.html",
        "print/fit.js",
        "site/index.html",
    }
    names |= {
        "site/site.js",
        "basic/front.html",
        "cloze/back.html",
        "card.css",
        "preview/face.html",
    }
    assert names | {"preview/index.html", "stats/stats.html", "new/README.md"} <= given.keys()


def _assert_data(value: object, place: str) -> None:
    if isinstance(value, View):
        for name in values.public_names(value):
            _assert_data(getattr(value, name), f"{place}.{name}")
    elif isinstance(value, Mapping):
        _assert_data([*value, *value.values()], place)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _assert_data(item, place)
    elif isinstance(value, LazyText):
        assert type(value.text()) in (str, Markup), place
    else:
        assert value is None or type(value) in (str, Markup, int, float, bool), place


def test_a_fault_of_ours_is_not_blamed_on_the_template(root: Path) -> None:
    """What makes a text for a page may fail: a picture that is gone, say."""

    def gone() -> str:
        raise FileNotFoundError(2, "No such file", "picture.png")

    with pytest.raises(FileNotFoundError, match="No such file"):
        page(root, "[[ text ]]", text=LazyText(gone))


def test_a_text_that_is_made_for_each_use_is_paid_for_each_time(root: Path) -> None:
    text = LazyText(lambda: "x" * 10_000)
    assert page(root, "[[ text ]][[ text | upper ]]", text=text) == "x" * 10_000 + "X" * 10_000
    with pytest.raises(templating.BadTemplate, match=TOO_MUCH):
        page(root, "[% for i in range(100) %][[ text ]][% endfor %]", text=text)


def test_the_guide_says_what_there_is() -> None:
    guide = (REPOSITORY / "docs" / "templates.md").read_text(encoding="utf-8")
    view = values.Configuration(*[""] * 11, (0.0, 0.0))
    assert not [name for name in values.public_names(view) if f"`{name}`" not in guide]
    assert not [
        name for name in (*paying.UNUSED_FILTERS, *sandbox.FUNCTIONS) if f"`{name}`" not in guide
    ]
    assert f"{loading.PREFIX}…" in guide and f"can stand {budget.DEEPEST} deep" in guide
