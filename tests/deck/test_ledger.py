"""The ledger: what it records, what touches a note, and what does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import TESTS, MakeDeck, Run
from support.released import FIRST_TIME, WEEK, read, release

from deckpress.deck import identity, ledger
from deckpress.deck.ledger.lines import HEADER
from deckpress.kinds import fingerprints
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
    assert found == {
        "ledger-card": ("60e83603b325ba38", ""),
        "log-card": ("a91b85813c103832", "a7aeea501269bb44"),
    }


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
    assert {line.mod for line in (*read(deck).ledger.notes, *read(deck).ledger.types)} == {
        FIRST_TIME + 2 * WEEK
    }


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


def test_a_build_between_releases_takes_the_recorded_mod_or_the_time_of_the_change(
    deck: Path,
) -> None:
    then, now = FIRST_TIME + WEEK, FIRST_TIME + 5 * WEEK
    edit(deck, "A book of record.", "A book of records.")
    assert fingerprints.note_times(read(deck), now) == {"ledger-card": now, "log-card": then}
    edit(deck, 'r="1"', 'r="2"', "content/media/circle.svg")
    assert fingerprints.note_times(read(deck), now) == {"ledger-card": now, "log-card": now}


def test_another_namespace_is_one_fault_for_the_whole_deck(deck: Path, run: Run) -> None:
    edit(deck, '"test"', '"other"', "deckpress.toml")
    result = run(deck, "check", "--select", "guid-changed")
    assert "2 released cards have another GUID: the namespace 'other' is new" in result.output
    assert result.exit_code == 1


def test_without_a_ledger_nothing_is_compared(make_deck: MakeDeck, run: Run) -> None:
    assert read(make_deck({"content/a.md": CARD})).ledger == Ledger()


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=9
)
hashes = st.text("0123456789abcdef", min_size=16, max_size=16)
ids = st.from_regex(identity.ID, fullmatch=True)
cards = st.lists(
    st.tuples(st.integers(1, 500), st.just("") | st.just("3fa2c1")),
    max_size=4,
    unique_by=lambda c: c[0],
)
VERSIONS = ("1.0", "1.1", "1.10.0", "2")


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Any ledger that releases can write: one type, and notes that came, changed and went with one of up to four."""
    times = draw(
        st.lists(st.integers(1, 1_700_000_000), min_size=1, max_size=4, unique=True).map(sorted)
    )
    releases = tuple(zip(VERSIONS, times, strict=False))

    def dates(can_go: bool) -> tuple[int, str, str]:
        first = draw(st.integers(0, len(releases) - 1))
        last = draw(st.integers(first, len(releases) - 1))
        gone = draw(st.booleans()) and can_go and last + 1 < len(releases)
        return (
            times[draw(st.integers(first, last))],
            VERSIONS[first],
            VERSIONS[last + 1] if gone else "",
        )

    mod, first, _ = dates(False)
    kind = ReleasedType(
        "basic", draw(st.integers(1, 2**62)), draw(hashes), ("ID", "Q"), ("card",), mod, first
    )
    notes = []
    for number, identifier in enumerate(draw(st.lists(ids, max_size=5, unique=True))):
        content, media, deck = draw(hashes), draw(st.just("") | hashes), draw(words)
        guid = f"{draw(words)}{number}"
        notes.append(
            Released(
                identifier, "basic", content, media, tuple(draw(cards)), deck, guid, *dates(True)
            )
        )
    return Ledger(releases, (kind,), tuple(notes))


@given(ledgers())
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, recorded: Ledger
) -> None:
    root = tmp_path_factory.mktemp("ledger")
    (root / "content").mkdir()
    (root / ledger.FILE).write_text(ledger.text(recorded), encoding="utf-8")
    found, faults = ledger.read(root)
    assert not faults
    assert ledger.text(found) == ledger.text(recorded)
    assert [n.id for n in found.notes] == sorted(n.id for n in recorded.notes)


@given(
    st.binary(max_size=300) | st.text("note\trelease\n-:0123TZ1. ", max_size=200).map(str.encode)
)
def test_any_bytes_are_a_ledger_or_a_located_fault(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    root = tmp_path_factory.mktemp("ledger")
    (root / "content").mkdir()
    for name in (ledger.FILE, ledger.RETIRED_FILE):
        (root / name).write_bytes(data)
    found, faults = ledger.read(root)
    assert not faults or found == Ledger()
    assert all(fault.span.line >= 1 and fault.code == "bad-ledger" for fault in faults)
    assert all(fault.code == "bad-retirement" for fault in ledger.retirements(root)[1])


RELEASED = (
    HEADER
    + """\
release	1.0	2023-07-22T04:26:40Z
release	1.1	2023-08-22T04:26:40Z
type	basic	5	560e25fe3bd888a7	2023-07-22T04:26:40Z	1.0	ID,Q	card
note	one-card	basic	03c7185876338c4c	-	2023-08-22T04:26:40Z	1.0	-	1	Deck	one
note	two-card	basic	7be4c0fef64dfe35	-	2023-07-22T04:26:40Z	1.0	1.1	1	Deck	two
"""
)


@pytest.mark.parametrize(("old", "new", "place", "said"), [
    ("release\t1.1", "release\t1.0", "5:9", "release 1.0 stands behind 1.0"),
    ("release\t1.1", "release\t1", "5:9", "release 1 stands behind 1.0"),
    ("release\t1.1", "release\t0.9", "5:9", "release 0.9 stands behind 1.0"),
    ("release\t1.1", "release\t1.1.1.1", "5:9", "version cannot be '1.1.1.1'"),
    ("release\t1.1", "release\t1.x", "5:9", "version cannot be '1.x'"),
    ("release\t1.1", "release\t1.١", "5:9", "version cannot be"),
    ("release\t1.1\t2023-08", "release\t1.1\t2023-06", "5:13", "release 1.1 is not later than 1.0"),
    ("release\t1.1\t2023", "release\t1.1\t2999", "5:13", "release 1.1 lies in the future"),
    ("release\t1.0\t2023-07", "release\t1.0\t1969-07", "4:13", "release 1.0 lies before 1970"),
    ("release\t1.0\t2023-07", "release\t1.0\t2023-7", "4:13", "time cannot be '2023-7-22T04:26:40Z'"),
    ("release\t1.0\t2023-07-22", "release\t1.0\t2023-02-30", "4:13", "time cannot be"),
    ("\t2023-08-22T04:26:40Z\t1.0", "\t2999-08-22T04:26:40Z\t1.0", "7:40", "mod 2999-08-22T04:26:40Z is the time of"),
    ("\t2023-08-22T04:26:40Z\t1.0", "\t2023-08-22T04:26:41Z\t1.0", "7:40", "is the time of no release"),
    ("\t2023-08-22T04:26:40Z\t1.0", "\t1970-01-01T00:00:00Z\t1.0", "7:40", "is the time of no release"),
    ("\t2023-08-22T04:26:40Z\t1.0", "\t0\t1.0", "7:40", "mod cannot be '0'"),
    ("2023-07-22T04:26:40Z\t1.0\t1.1", "2023-08-22T04:26:40Z\t1.0\t1.1", "8:40", "no release that held two-card"),
    ("Z\t1.0\t1.1", "Z\t1.1\t1.1", "8:65", "two-card cannot be retired in 1.1: it came in 1.1"),
    ("Z\t1.0\t1.1", "Z\t1.0\t1.2", "8:65", "retired names the release 1.2, which is not recorded"),
    ("Z\t1.0\t-", "Z\t2\t-", "7:61", "first names the release 2, which is not recorded"),
    ("note\tone-card\tbasic", "note\tone-card\tcloze", "7:15", "there is no line of the note type cloze"),
    ("Deck\ttwo", "Deck\tone", "8:76", "two-card has the GUID of one-card"),
    ("note\tone-card", "note\ttwo-card", "8:1", "note two-card stands here twice, first in line 7"),
    ("note\tone-card", "note\tzwo-card", "8:1", "note two-card is not where `release` writes it"),
    ("note\tone-card", "note\tOne Card", "7:6", "id cannot be 'One Card'"),
    ("03c7185876338c4c", "03c7", "7:21", "content cannot be '03c7'"),
    ("\t1\tDeck\tone", "\t1  2\tDeck\tone", "7:67", "cards cannot be '1  2'"),
    ("\tDeck\tone", "\t\tone", "7:69", "deck cannot be ''"),
    ("basic\t5", "basic\t05", "6:12", "number cannot be '05'"),
    ("basic\t5", "basic\t" + "9" * 5000, "6:12", "number cannot be '9999"),
    ("note\tone-card", "one-card", "7:1", "not a line of a ledger: 'one-card"),
    ("release\t1.1", "======= \nrelease\t1.1", "5:1", "a merge left its mark"),
    ("release\t1.1", "||||||| base\nrelease\t1.1", "5:1", "a merge left its mark"),
    ("release\t1.1\t2023-08-22T04:26:40Z", "type", "5:1", "a type has 7 columns, not 0"),
    ("release\t1.0", "# release\t1.0", "6:52", "first names the release 1.0, which is not recorded"),
])  # fmt: skip
def test_what_no_release_writes_is_a_located_fault(
    old: str, new: str, place: str, said: str
) -> None:
    """So much can be seen without git; every line counts, and the good one is silent."""
    assert old in RELEASED and not ledger.parse(RELEASED.encode())[1]
    found, faults = ledger.parse(RELEASED.replace(old, new, 1).encode())
    first = next((str(fault.span), fault.message) for fault in sorted(faults))
    assert found == Ledger()
    assert first[0] == f"{ledger.FILE}:{place}" and said in first[1]


def test_notes_without_any_release_are_one_fault() -> None:
    text = "".join(
        line for line in RELEASED.splitlines(keepends=True) if not line.startswith("release")
    )
    assert [fault.message for fault in ledger.parse(text.encode())[1]] == [
        "no release is recorded above this line"
    ]


@pytest.mark.parametrize(
    "data",
    [b"foo\nfoo\n", b"\x00\n\x00\n", b"note\nnote\n", b"release\t\nrelease\t\n", b"\xff\n\xff"],
)
def test_the_same_bare_word_twice_is_two_faults(data: bytes) -> None:
    assert [fault.span.line for fault in ledger.parse(data)[1]] == [1, 2]


def test_bytes_that_are_no_utf_8_are_a_fault() -> None:
    data = RELEASED.encode().replace(b"Deck\tone", b"D\xe9ck\tone")
    assert [fault.message for fault in ledger.parse(data)[1]] == ["not UTF-8"]
    assert not ledger.parse(
        RELEASED.replace("Deck\tone", "D\N{REPLACEMENT CHARACTER}ck\tone").encode()
    )[1]


def test_lines_of_retirements_are_those_of_an_editor(tmp_path: Path) -> None:
    """What else Python takes for the end of a line is in one; and a byte order mark is no part of an id."""
    (tmp_path / "content").mkdir()
    text = "\ufeffone-card a reason\u2028with a separator\r\n\x0b\r\ntwo-card\x85 more\rNo id\n"
    (tmp_path / ledger.RETIRED_FILE).write_bytes(text.encode())
    found, faults = ledger.retirements(tmp_path)
    assert [(line.id, line.span.line) for line in found] == [("one-card", 1), ("two-card", 3)]
    assert [(fault.span.line, fault.message) for fault in faults] == [(4, "'No' is not an id")]
