"""Real Anki takes what we build, shows it as meant, and updates it without a loss (promises P1 to P3)."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support import REPOSITORY, MakeDeck, Run
from support import anki_collection as real

pytest.importorskip("anki", reason="the PyPI package anki is not installed")

DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>dot</title><circle r="1"/></svg>\n'
CARDS = r"""---
tags: [a::b]
---
## Basic?
<!-- id: card-basic; level: core -->

Less < more & $a<b$ and $$\text{lr\_decay}$$ ![a dot](dot.svg) [link](#card-typed)

### Analogy
An analogy.

### Sources
- A book

## Reversed
<!-- id: card-reversed; type: reversed -->

The answer.

## Typed?
<!-- id: card-typed; type: typed -->

0.25

## Cloze
<!-- id: card-cloze; type: cloze -->

A {{c1::$\frac{1}{\sqrt{2}}$}}, {{c2::`std::x{{y}}`::a hint}}, {{c2::**bold** {{c3::inner}}}},
$\frac{ {{c4::a_{b} }} }{c}$.
"""


def build(root: Path, run: Run) -> Path:
    result = run(root, "build", "--only", "apkg")
    assert result.exit_code == 0, result.output
    return next((root / "build").glob("*.apkg"))


@pytest.fixture(scope="module")
def real_deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's own deck."""
    root = tmp_path_factory.mktemp("real")
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "deckpress.toml", root)
    return root


def test_the_real_deck_imports_and_every_card_renders(
    real_deck: Path, run: Run, tmp_path: Path
) -> None:
    package = build(real_deck, run)
    with real.collection(tmp_path) as col:
        log = real.install(col, package)
        assert log["new"] > 100 and sum(log.values()) == log["new"]
        media = {path.name for path in (tmp_path / "collection.media").iterdir()}
        for card_id in col.find_cards(""):
            card = col.get_card(card_id)
            front, back = card.question(), card.answer()
            text = re.sub(r"<style>.*?</style>|<[^>]*>", "", front, flags=re.DOTALL)
            assert text.strip(), front
            for html in (front, back):
                assert "has a problem" not in html and "{{" not in re.sub(
                    r"<code>.*?</code>", "", html, flags=re.DOTALL
                )
                assert html.count(r"\(") == html.count(r"\)") and html.count(r"\[") == html.count(
                    r"\]"
                )
                assert set(re.findall(r'<img src="([^"]+)"', html)) <= media
        assert not col.backend.get_empty_cards().notes
        assert real.database_is_fine(col)


def test_each_kind_makes_its_cards_and_fields(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    package = build(make_deck({"content/a.md": CARDS, "content/dot.svg": DOT}), run)
    with real.collection(tmp_path / "col") as col:
        real.install(col, package)
        assert [
            len(real.note(col, f"card-{kind}").cards())
            for kind in ("basic", "reversed", "typed", "cloze")
        ] == [
            1,
            2,
            1,
            4,
        ]
        answer = real.note(col, "card-basic")["Answer"]
        assert (
            r"\(a&lt;b\)" in answer
            and r"\[\text{lr_decay}\]" in answer
            and "Less &lt; more &amp; " in answer
        )
        assert re.search(r'<img src="dot-[0-9a-f]{16}\.svg" alt="a dot">', answer)
        assert real.note(col, "card-basic").tags == ["a::b", "level::core"]
        assert real.database_is_fine(col)


def test_clozes_come_back_whole(make_deck: MakeDeck, run: Run, tmp_path: Path) -> None:
    """Braces of TeX and colons of code do not end a cloze or begin a hint (measured: facts on `}}` and `::`)."""
    package = build(make_deck({"content/a.md": CARDS, "content/dot.svg": DOT}), run)
    with real.collection(tmp_path / "col") as col:
        real.install(col, package)
        cards = real.sides(col, "card-cloze")
        fronts = [re.sub(r"<style>.*?</style>", "", front, flags=re.DOTALL) for front, _ in cards]
        backs = [re.sub(r"<style>.*?</style>", "", back, flags=re.DOTALL) for _, back in cards]
        assert "[...]" in fronts[0] and r"\sqrt{2}" not in re.sub(
            r'data-cloze="[^"]*"', "", fronts[0]
        )
        assert r"\(\frac{1}{\sqrt{2} }\)" in backs[0]
        assert "[a hint]" in fronts[1] and "std:&#58;x{&#123;y}&#125;" in backs[1]
        assert "inner" in re.sub(r'data-cloze="[^"]*"', "", backs[2])
        assert r"\frac{ [...] }{c}" in fronts[3]


def test_a_choice_card_hides_the_right_option_until_it_is_turned(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    text = "## Which?\n<!-- id: which-one; type: choice -->\n\n- [ ] wrong $x$\n- [x] **right**\n\nBecause.\n"
    package = build(make_deck({"content/a.md": text}), run)
    with real.collection(tmp_path / "col") as col:
        real.install(col, package)
        ((front, back),) = real.sides(col, "which-one")
        assert front.count('<li class="choice">') == 2 and "choice right" not in re.sub(
            "<style>.*?</style>", "", front, flags=re.DOTALL
        )
        assert '<li class="choice right"><strong>right</strong></li>' in back and "Because." in back
        assert "Because" not in front and "[x]" not in front + back


BEFORE = {
    "content/01-one/a.md": "## Stay?\n<!-- id: stay -->\n\nAs it is.\n\n## Edit?\n<!-- id: edit -->\n\nOld answer.\n",
    "content/01-one/b.md": "## Reword?\n<!-- id: reword -->\n\nSame.\n\n## Move?\n<!-- id: move -->\n\nAlong.\n",
    "content/02-two/c.md": "## Other?\n<!-- id: other; type: reversed -->\n\nThere.\n",
}
AFTER = {
    "content/01-one/a.md": "## Stay?\n<!-- id: stay -->\n\nAs it is.\n\n## Edit?\n<!-- id: edit -->\n\nNew answer.\n",
    "content/01-one/z.md": "## Reworded at last?\n<!-- id: reword -->\n\nSame.\n",
    "content/03-renamed/c.md": "## Other?\n<!-- id: other; type: reversed -->\n\nThere.\n\n"
    "## Move?\n<!-- id: move -->\n\nAlong.\n",
    "content/03-renamed/d.md": "## New?\n<!-- id: new-one -->\n\nYes.\n",
}


def test_an_update_keeps_every_schedule(
    make_deck: MakeDeck, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P2: edit an answer, reword a question, move a file, rename a deck: nothing is lost, nothing is doubled."""
    old = build(make_deck(BEFORE, "old"), run)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710000000")
    new = build(make_deck(AFTER, "new"), run)
    with real.collection(tmp_path / "col") as col:
        assert real.install(col, old)["new"] == 5
        real.study(col, list(col.find_cards("")))
        before = real.schedules(col)
        log = real.install(col, new)
        after = real.schedules(col)
        assert (log["new"], log["conflicting"]) == (1, 0)
        assert {key: after[key] for key in before} == before
        assert len(after) == len(before) + 1
        assert real.note(col, "edit")["Answer"] == "New answer."
        assert real.note(col, "reword")["Question"] == "Reworded at last?"
        assert sum(real.install(col, new).values()) == 6 and real.schedules(col) == after
        assert real.database_is_fine(col)


def test_the_same_release_twice_keeps_a_learners_edits(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    """P3 without a ledger: what the package did not change stays as the learner left it."""
    package = build(make_deck(BEFORE), run)
    with real.collection(tmp_path / "col") as col:
        real.install(col, package)
        edited = real.note(col, "stay")
        edited["Answer"] += " My own words."
        edited.tags.append("mine")
        col.update_note(edited)
        real.install(col, package)
        assert real.note(col, "stay")["Answer"].endswith("My own words.")
        assert "mine" in real.note(col, "stay").tags
