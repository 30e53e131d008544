"""No learner loses anything: random release histories, imported by a learner on the real Anki.

A small version of `make upgrade-test`, which runs more of it on several versions of Anki.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import REPOSITORY, TESTS, MakeDeck
from support.histories import History
from support.released import FIRST_TIME, WEEK, check_mods, package_mods, read, release

pytest.importorskip("anki", reason="the real Anki is needed: pip install anki")

from deckpress.model import Deck
from deckpress.releases import upgrade
from deckpress.releases.learner import OWN_TAG, OWN_TEXT, SimulatedLearner, Snapshot, _edit, _tag
from deckpress.releases.release_notes import search

EXAMPLES = int(os.environ.get("UPGRADE_EXAMPLES", "5"))
CARD = "## What is number {0}?\n<!-- id: card-{0}; tags: one::a -->\n\nIt is {0}.\n\n### Notes\nA note.\n\n"
CARDS = "".join(map(CARD.format, range(8)))
KINDS = (
    "## Sums\n<!-- id: cloze-card; type: cloze -->\n\n{{c1::One}} and {{c2::two}} is three.\n\n"
    "## Forth?\n<!-- id: both-ways; type: reversed -->\n\nBack.\n\n"
    "## Three?\n<!-- id: typed-card; type: typed -->\n\nthree\n\n"
    "## Seen?\n<!-- id: seen-card -->\n\n![A circle](media/circle.svg)\n"
)
LAST = KINDS[KINDS.index("## Seen?") :]
FILES = {
    "content/01-one/a.md": f"---\ntags: [two]\n---\n# One\n\n{CARDS}",
    "content/02-two/b.md": KINDS,
    "content/media/circle.svg": '<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>',
}


@pytest.fixture
def deck(make_deck: MakeDeck) -> Path:
    """Twelve notes of all kinds, in two decks."""
    return make_deck(FILES)


def lived(root: Path, seed: int, releases: int, changes: int) -> list[Path]:
    """The packages of a random history."""
    history = History(root, Random(seed))
    packages = [release(root, 0)]
    history.released()
    for number in range(1, releases):
        for _ in range(changes):
            history.change()
        packages.append(release(root, number))
        check_mods(*map(package_mods, packages[-2:]), *history.released())
    return packages


@settings(max_examples=EXAMPLES, suppress_health_check=[*HealthCheck])
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_no_history_of_releases_costs_a_learner_anything(
    tmp_path_factory: pytest.TempPathFactory, seed: int, changes: int
) -> None:
    """P1 to P4: every card arrives, no schedule is lost, no edit is overwritten, no update is skipped."""
    folder = tmp_path_factory.mktemp("history")
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    packages = lived(folder, seed, 3, changes)
    steps = upgrade.upgraded(packages, folder / "anki", seed)
    shutil.rmtree(folder)
    assert [step["losses"] for step in steps] == [{}, {}]


def one_update(root: Path, author: Callable[[], object]) -> dict[str, object]:
    """What a learner loses when an author does one thing between two releases."""
    old = release(root, 1)
    author()
    new = release(root, 2)
    (step,) = upgrade.upgraded([old, new], root / "build" / "anki")
    return step


def edit(root: Path, old: str, new: str, path: str = "content/01-one/a.md") -> Callable[[], object]:
    def act() -> None:
        text = (root / path).read_text()
        assert old in text
        (root / path).write_text(text.replace(old, new))

    return act


def test_a_corrected_answer_arrives_and_keeps_the_schedule(deck: Path) -> None:
    step = one_update(deck, edit(deck, "It is 3.", "It is three."))
    assert (step["losses"], step["changed"], step["log"]["updated"]) == ({}, 1, 1)


def test_a_reworded_question_keeps_the_schedule(deck: Path) -> None:
    step = one_update(deck, edit(deck, "What is number 3?", "What is the third?"))
    assert (step["losses"], step["log"]["updated"], step["log"]["new"]) == ({}, 1, 0)


def test_new_tags_arrive_and_keep_the_schedule(deck: Path) -> None:
    step = one_update(deck, edit(deck, "tags: [two]", "tags: [three]"))
    assert (step["losses"], step["log"]["updated"]) == ({}, 8)


def test_a_renamed_file_changes_nothing(deck: Path) -> None:
    step = one_update(
        deck, lambda: (deck / "content/01-one/a.md").rename(deck / "content/01-one/z.md")
    )
    assert (step["losses"], step["log"]["updated"], step["log"]["new"]) == ({}, 0, 0)


def test_a_renamed_deck_keeps_cards_where_the_learner_has_them(deck: Path) -> None:
    step = one_update(deck, lambda: (deck / "content/01-one").rename(deck / "content/03-three"))
    assert (step["losses"], step["log"]["updated"], step["log"]["new"]) == ({}, 0, 0)


def test_another_order_changes_nothing(deck: Path) -> None:
    step = one_update(
        deck, lambda: (deck / "content/02-two/b.md").rename(deck / "content/00-two.md")
    )
    assert (step["losses"], step["log"]["updated"], step["log"]["new"]) == ({}, 0, 0)


def test_a_retired_card_stays_with_its_schedule(deck: Path) -> None:
    step = one_update(deck, edit(deck, LAST, "", "content/02-two/b.md"))
    assert (step["losses"], step["notes"]) == ({}, 12)


def test_a_new_card_arrives_once(deck: Path) -> None:
    step = one_update(
        deck, edit(deck, "# One\n", "# One\n\n## New?\n<!-- id: new-card -->\n\nYes.\n")
    )
    assert (step["losses"], step["log"]["new"], step["log"]["updated"]) == ({}, 1, 0)


def test_a_new_cloze_number_is_a_new_card_and_keeps_the_others(deck: Path) -> None:
    step = one_update(deck, edit(deck, "is three.", "is {{c3::three}}.", "content/02-two/b.md"))
    assert (step["losses"], step["log"]["updated"]) == ({}, 1)


def test_another_picture_under_the_same_name_arrives(deck: Path) -> None:
    step = one_update(deck, edit(deck, 'r="1"', 'r="2"', "content/media/circle.svg"))
    assert (step["losses"], step["log"]["updated"]) == ({}, 1)


def test_new_templates_and_styling_arrive_without_touching_a_note(deck: Path) -> None:
    def author() -> None:
        (deck / "templates").mkdir()
        (deck / "templates/card.css").write_text(".card { color: black }\n")

    step = one_update(deck, author)
    assert (step["losses"], step["log"]["updated"]) == ({}, 0)
    types = SimulatedLearner(deck / "build/anki/learner").snapshot().types.values()
    assert {found.css.strip() for found in types if found.name.startswith("Test")} == {
        ".card { color: black }"
    }


def test_an_unchanged_release_changes_nothing(deck: Path) -> None:
    step = one_update(deck, lambda: None)
    assert (step["losses"], step["log"]["updated"], step["log"]["duplicate"]) == ({}, 0, 12)


def test_a_refresh_replaces_own_edits_and_keeps_schedules(deck: Path) -> None:
    """What `--refresh` costs, and that the gate sees it."""
    old = release(deck, 1)
    new = release(deck, 2, refresh=True)
    (step,) = upgrade.upgraded([old, new], deck / "build" / "anki")
    assert {*step["losses"]} == {"overwritten edit"}
    (step,) = upgrade.upgraded([old, new], deck / "build" / "again", refresh=True)
    assert step["losses"] == {}


def test_an_edit_later_than_the_release_stays_until_the_note_changes_again(deck: Path) -> None:
    first = release(deck, 1)
    edit(deck, "It is 3.", "It is three.")()
    second = release(deck, 2)
    edit(deck, "It is three.", "It is 3!")()
    third = release(deck, 3)
    learner = SimulatedLearner(deck / "build/anki")
    learner.install(first)
    with learner.opened(now=FIRST_TIME + 2 * WEEK + 99) as collection:
        (note,) = collection.find_notes('"ID:card-3"')
        _edit(collection, note)
        _tag(collection, note)
    seen = [answer(learner)]
    for package in (second, third):
        learner.install(package, now=FIRST_TIME + 4 * WEEK)
        seen.append(answer(learner))
    own = (f"It is 3.{OWN_TEXT}", True)
    assert seen == [own, own, ("It is 3!", False)]


def answer(learner: SimulatedLearner) -> tuple[str, bool]:
    """The answer of card 3 as the learner has it, and whether the learner's tag is on it."""
    notes = learner.snapshot().notes.values()
    note = next(note for note in notes if note.fields[0] == "card-3")
    return note.fields[2], OWN_TAG in note.tags


def learned(root: Path) -> tuple[SimulatedLearner, Path, Path]:
    """A learner of the first of two releases; the second corrects card 3 and adds a card."""
    first = release(root, 1)
    edit(root, "It is 3.", "It is three.")()
    edit(root, "# One\n", "# One\n\n## New?\n<!-- id: new-card -->\n\nYes.\n")()
    learner = SimulatedLearner(root / "build/anki")
    learner.install(first)
    return learner, first, release(root, 2)


def test_an_older_release_changes_nothing(deck: Path) -> None:
    learner, first, second = learned(deck)
    learner.install(second)
    before = learner.snapshot()
    assert learner.install(first)["duplicate"] == 12
    assert learner.snapshot() == before


def test_a_release_can_be_skipped(deck: Path) -> None:
    first = release(deck, 1)
    edit(deck, "It is 3.", "It is three.")()
    release(deck, 2)
    edit(deck, "It is 4.", "It is four.")()
    (step,) = upgrade.upgraded([first, release(deck, 3)], deck / "build/anki")
    assert (step["losses"], step["log"]["updated"]) == ({}, 2)


def test_a_note_that_the_learner_deleted_comes_back(deck: Path) -> None:
    learner, _, second = learned(deck)
    with learner.opened() as collection:
        collection.remove_notes(collection.find_notes('"ID:card-5"'))
    assert learner.install(second) == {"new": 2, "updated": 1, "duplicate": 10, "conflicting": 0}


def test_own_styling_stays_until_the_templates_change(deck: Path) -> None:
    learner, _, second = learned(deck)
    with learner.opened(now=FIRST_TIME + WEEK + 99) as collection:
        model = collection.models.by_name("Test (Basic)")
        model["css"] += "/* mine */"
        collection.models.update_dict(model)
    (deck / "templates").mkdir()
    (deck / "templates/card.css").write_text(".card { color: black }")
    third = release(deck, 3)
    seen = []
    for package in (second, third):
        learner.install(package)
        types = learner.snapshot().types.values()
        seen.append(next(found.css for found in types if found.name == "Test (Basic)"))
    assert seen[0].endswith("/* mine */") and seen[1].strip() == ".card { color: black }"


def test_a_deck_that_the_learner_renamed_keeps_its_cards(deck: Path) -> None:
    learner, _, second = learned(deck)
    with learner.opened() as collection:
        collection.decks.rename(collection.decks.id_for_name("Test::One"), "Mine")
    learner.install(second)
    with learner.opened() as collection:
        assert len(collection.find_cards("deck:Mine")) == 8
        assert len(collection.find_cards('"deck:Test::One"')) == 1


def test_an_own_field_ends_updates_of_notes_that_are_there(deck: Path) -> None:
    """Anki's limit: a note type with a field more is another one."""
    learner, _, second = learned(deck)
    with learner.opened() as collection:
        model = collection.models.by_name("Test (Basic)")
        collection.models.add_field(model, collection.models.new_field("Mine"))
        collection.models.update_dict(model)
    before = learner.snapshot().cards
    assert learner.install(second)["conflicting"] == 9
    assert {
        note: cards for note, cards in learner.snapshot().cards.items() if note in before
    } == before


OTHER_FIELD = """UPDATE col SET models = (SELECT json_group_object(key, json_set(value, '$.flds[10].id', 5,
    '$.flds[10].name', 'Mnemonic')) FROM json_each(models))"""


def test_the_gate_sees_a_lost_update_a_duplicate_and_a_second_note_type(deck: Path) -> None:
    """The gate itself must bite: packages as careless tools make them."""
    old = release(deck, 1)
    edit(deck, "It is 3.", "It is three.")()
    new = release(deck, 2)
    spoiled = {
        "skipped update": "UPDATE notes SET mod = 1690604800",
        "duplicated note": "UPDATE notes SET guid = 'twice' WHERE id IN (SELECT id FROM notes LIMIT 2)",
        "overwritten edit": "UPDATE notes SET mod = mod + 99",
        "conflict": OTHER_FIELD,
    }
    for loss, statement in spoiled.items():
        broken = rewritten(new, deck / f"{loss.replace(' ', '-')}.apkg", statement)
        (step,) = upgrade.upgraded([old, broken], deck / "build" / loss)
        assert loss in step["losses"], loss


def test_the_gate_sees_everything_that_a_collection_can_lose(deck: Path) -> None:
    """No package can do these to today's Anki; the gate is there for tomorrow's."""
    learner = SimulatedLearner(deck / "build/anki")
    learner.install(release(deck, 1))
    learner.study()
    before, fresh = learner.snapshot(), learner.snapshot()
    guid, note = next(iter(before.notes.items()))
    (card, *others) = before.cards[note.id]
    later = [card._replace(due=card.due + 1), *others]
    lost = {
        "lost note": {"notes": {g: n for g, n in before.notes.items() if g != guid}},
        "lost card": {"cards": {**before.cards, note.id: others}},
        "lost schedule": {"cards": {**before.cards, note.id: later}},
        "duplicated note": {"twice": [guid]},
        "note type duplicated": {"types": {**before.types, 5: next(iter(before.types.values()))}},
    }

    def losses(after: Snapshot) -> dict[str, str]:
        return dict(upgrade.Update(before, after, fresh, fresh).losses())

    assert not losses(before)
    for loss, change in lost.items():
        assert loss in losses(before._replace(**change))
    fewer = before._replace(reviews=before.reviews[1:])
    assert losses(fewer) == {"lost schedule": "the review log"}


def rewritten(package: Path, target: Path, statement: str) -> Path:
    """A copy of a package, with its database changed."""
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name == "collection.anki2":
                database = sqlite3.connect(":memory:")
                database.deserialize(data)
                database.execute(statement)
                database.commit()
                data = database.serialize()
                database.close()
            copy.writestr(name, data)
    return target


NASTY = [
    "Plain", "a_b", "a*b", 'q"uote', "back\\slash", "col:on", "(paren)", "a OR b", "-minus", "Ünï 日本", "x [y] {z}",
    "A::B",
]  # fmt: skip


def test_what_anki_prints_does_not_spoil_the_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Anki 24.11 prints where it is, whenever the machine is slow."""

    def upgraded(*_: object) -> list[object]:
        print("blocked main thread for 235ms:")
        return []

    monkeypatch.setattr(upgrade, "upgraded", upgraded)
    assert upgrade.main(["old.apkg", "new.apkg"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"] == []


def test_the_tests_that_the_documentation_names_exist() -> None:
    """docs/updating.md promises learners what a test proves, row by row."""
    text = (REPOSITORY / "docs/updating.md").read_text(encoding="utf-8")
    rows = [
        line
        for line in text.partition("## For maintainers")[0].splitlines()
        if line.startswith("| ")
    ]
    assert not [row for row in rows[1:] if "`test_" not in row]
    named = {*re.findall(r"`(test_\w+)`", text)}
    here = {
        name
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }
    assert len(named) > 15 and not named - here


SETTINGS = """[deck]\nname = {0}\nnamespace = {0}\n"""


@pytest.mark.parametrize("name", NASTY)
def test_the_search_for_leftovers_finds_them_and_nothing_else(
    make_deck: MakeDeck, name: str
) -> None:
    """In Anki's own browser search, whatever the deck is called; a near name must not match."""
    near = name.replace("_", "x").replace("*", "xx") + "x"
    settings = (SETTINGS.format(json.dumps(title, ensure_ascii=False)) for title in (name, near))
    root, other = (
        make_deck({"content/a.md": CARDS, "deckpress.toml": text}, f"deck-{n}")
        for n, text in enumerate(settings)
    )
    learner = SimulatedLearner(root / "build/anki")
    for folder in (root, other):
        learner.install(release(folder, 1))
    deck: Deck = read(root)
    wanted = {note.guid for note in deck.ledger.notes if note.id in ("card-1", "card-4")}
    with learner.opened() as collection:
        found = collection.find_notes(search(name, ["card-1", "card-4"]))
        assert {collection.get_note(note).guid for note in found} == wanted
