"""The ledger: what it records, what touches a note, and what does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import TESTS, MakeDeck, Run
from hypothesis import given
from hypothesis import strategies as st
from released import FIRST_TIME, WEEK, read, release

from deckpress import fingerprints, identity, ledger
from deckpress.model import Ledger, Released, ReleasedType

CARD = "## What is a ledger?\n<!-- id: ledger-card; tags: a::b -->\n\nA book of record.\n\n### Analogy\nA ship's log.\n"
OTHER = "\n## What is a log?\n<!-- id: log-card -->\n\n![A circle](media/circle.svg)\n"
CIRCLE = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>'


@pytest.fixture
def deck(make_deck: MakeDeck) -> Path:
    """A released deck of two cards."""
    root = make_deck({"content/a.md": CARD + OTHER, "content/media/circle.svg": CIRCLE})
    release(root, 1)
    return root


def mods(root: Path) -> dict[str, int]:
    """Weeks after the first release in which each live note last changed, after a second release."""
    release(root, 2)
    return {n.id: (n.mod - FIRST_TIME) // WEEK for n in read(root).ledger.notes if not n.retired}


def edit(root: Path, old: str, new: str, path: str = "content/a.md") -> None:
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new))


def test_the_schema_is_frozen() -> None:
    """A released note type never gains, loses or reorders a field or template; new kinds may come."""
    recorded = json.loads((TESTS / "schema.json").read_text())
    assert list(identity.FIELDS) == recorded["fields"]
    assert {kind: list(own) for kind, own in identity.OWN_FIELDS.items()} == recorded["own-fields"]
    assert {kind: list(keys) for kind, keys in identity.TEMPLATES.items()} == recorded["kinds"]


def test_the_hash_is_frozen(deck: Path) -> None:
    """Another hash would touch every note of every learner."""
    found = {card.id: (line.content, line.media) for card, line in fingerprints.notes(read(deck))}
    assert found == {"ledger-card": ("60e83603b325ba38", ""), "log-card": ("a91b85813c103832", "a7aeea501269bb44")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A book of record.", "A book of records."),
        ("What is a ledger?", "What is the ledger?"),
        ("A ship's log.", "The log of a ship."),
        ("tags: a::b", "tags: a::c"),
        ("tags: a::b", "level: core; tags: a::b"),
    ],
)
def test_a_change_of_content_touches_that_note_only(deck: Path, old: str, new: str) -> None:
    edit(deck, old, new)
    assert mods(deck) == {"ledger-card": 2, "log-card": 1}


def test_other_bytes_of_a_picture_touch_its_notes(deck: Path) -> None:
    edit(deck, 'r="1"', 'r="2"', "content/media/circle.svg")
    assert mods(deck) == {"ledger-card": 1, "log-card": 2}


def test_a_link_defined_elsewhere_on_the_page_touches_the_note(make_deck: MakeDeck) -> None:
    card = "## Where?\n<!-- id: where-card -->\n\n[Here][there].\n\n## Else?\n<!-- id: else-card -->\n\nNo.\n\n"
    root = make_deck({"content/a.md": f"{card}[there]: https://example.org/one\n"})
    release(root, 1)
    edit(root, "/one", "/two")
    assert mods(root) == {"where-card": 2, "else-card": 1}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tags: a::b", "tags: a::b; origin: A4 B2"),
        ("A book of record.\n", "A book of record.\n\n\n"),
        ("\n\nA book of record.", "\n\n### Answer\nA book of record."),
        ("## What is a ledger?", "# A title\n\n## What is a ledger?"),
        ("\n", "\r\n"),
    ],
)
def test_what_learners_do_not_see_touches_nothing(deck: Path, old: str, new: str) -> None:
    edit(deck, old, new)
    assert mods(deck) == {"ledger-card": 1, "log-card": 1}


def test_place_touches_nothing(deck: Path) -> None:
    """Another file, folder, deck or order."""
    (deck / "content/a.md").unlink()
    (deck / "content/new").mkdir()
    (deck / "content/new/z.md").write_text(OTHER.lstrip() + "\n" + CARD)
    assert mods(deck) == {"ledger-card": 1, "log-card": 1}
    assert {n.deck for n in read(deck).ledger.notes} == {"Test::New"}


def test_note_types_are_touched_by_their_templates_only(deck: Path) -> None:
    edit(deck, "A book of record.", "A book of records.")
    release(deck, 2)
    assert {t.mod for t in read(deck).ledger.types} == {FIRST_TIME + WEEK}
    (deck / "templates").mkdir()
    (deck / "templates/card.css").write_text(".card { color: black }")
    release(deck, 3)
    assert {(t.first, t.mod) for t in read(deck).ledger.types} == {("1", FIRST_TIME + 3 * WEEK)}


def test_refresh_touches_everything(deck: Path) -> None:
    release(deck, 2, refresh=True)
    assert {line.mod for line in (*read(deck).ledger.notes, *read(deck).ledger.types)} == {FIRST_TIME + 2 * WEEK}


def test_a_retired_note_keeps_its_line_and_its_first_release(deck: Path) -> None:
    (deck / "content/a.md").write_text(CARD)
    (deck / ledger.RETIRED_FILE).write_text("log-card not needed\n")
    release(deck, 2)
    release(deck, 3)
    note = next(n for n in read(deck).ledger.notes if n.id == "log-card")
    assert (note.first, note.retired) == ("1", "2")


def test_a_mod_grows_even_if_the_clock_stands_still() -> None:
    old = Released("x", "basic", "", "", (), "", "", mod=100)
    assert ledger.mod(old, False, 50) == 101
    assert ledger.mod(old, False, 200) == 200
    assert ledger.mod(old, True, 200) == 100
    assert ledger.mod(None, False, 200) == 200


def test_a_build_between_releases_takes_the_recorded_mod_or_the_time_of_the_change(deck: Path) -> None:
    then, now = FIRST_TIME + WEEK, FIRST_TIME + 5 * WEEK
    edit(deck, "A book of record.", "A book of records.")
    assert fingerprints.mods(read(deck), now) == {"ledger-card": now, "log-card": then}
    edit(deck, 'r="1"', 'r="2"', "content/media/circle.svg")
    assert fingerprints.mods(read(deck), now) == {"ledger-card": now, "log-card": now}


def test_another_namespace_is_one_fault_for_the_whole_deck(deck: Path, run: Run) -> None:
    edit(deck, '"test"', '"other"', "deckpress.toml")
    result = run(deck, "check", "--select", "guid-changed")
    assert "2 released cards have another GUID: the namespace 'other' is new" in result.output
    assert result.exit_code == 1


def test_without_a_ledger_nothing_is_compared(make_deck: MakeDeck, run: Run) -> None:
    assert read(make_deck({"content/a.md": CARD})).ledger == Ledger()


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=9)
seconds = st.integers(1, 4_000_000_000)
hashes = st.text("0123456789abcdef", min_size=16, max_size=16)
ids = st.from_regex(identity.ID, fullmatch=True)
cards = st.lists(st.tuples(st.integers(1, 500), st.just("") | st.just("3fa2c1")), max_size=4, unique_by=lambda c: c[0])
notes = st.builds(
    Released, ids, st.just("basic"), hashes, st.just("") | hashes, cards.map(tuple), words, hashes,
    seconds, st.just("1.0"), st.just("") | st.just("1.1"), st.just(1),
)  # fmt: skip
types = st.builds(
    ReleasedType, st.just("basic"), seconds, hashes, st.just(("ID", "Q")), st.just(("card",)), seconds, st.just("1.0")
)
ledgers = st.builds(
    Ledger,
    st.lists(st.tuples(st.sampled_from(["1.0", "1.1", "2"]), seconds), max_size=2, unique_by=lambda r: r[0]).map(tuple),
    st.lists(types, max_size=1).map(tuple),
    st.lists(notes, max_size=5, unique_by=lambda n: n.id).map(tuple),
)


@given(ledgers)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, recorded: Ledger) -> None:
    root = tmp_path_factory.mktemp("ledger")
    (root / "content").mkdir()
    (root / ledger.FILE).write_text(ledger.text(recorded), encoding="utf-8")
    found, faults = ledger.read(root)
    assert not faults
    assert ledger.text(found) == ledger.text(recorded)
    assert [n.id for n in found.notes] == sorted(n.id for n in recorded.notes)


@given(st.binary(max_size=300) | st.text("note\trelease\n-:0123TZ1. ", max_size=200).map(str.encode))
def test_any_bytes_are_a_ledger_or_a_located_fault(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    root = tmp_path_factory.mktemp("ledger")
    (root / "content").mkdir()
    for name in (ledger.FILE, ledger.RETIRED_FILE):
        (root / name).write_bytes(data)
    found, faults = ledger.read(root)
    assert not faults or found == Ledger()
    assert all(fault.span.line >= 1 and fault.code == "bad-ledger" for fault in faults)
    assert all(fault.code == "bad-retirement" for fault in ledger.retirements(root)[1])
