"""A stranger's pull request costs learners nothing: what it would do on the real Anki, and that it is refused."""

from __future__ import annotations

import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from support import MakeDeck, Run
from support import anki_collection as real
from support.released import FIRST_TIME, WEEK, commit, git, package_mods, quiet, read, release

pytest.importorskip("anki", reason="the PyPI package anki is not installed")

from deckpress import outputs
from deckpress.deck import allowed_names, identity, ledger
from deckpress.releases import upgrade
from deckpress.sources import canonical

CARD = "## What is number {0}?\n<!-- id: thing-{0} -->\n\nIt is {0}.\n\n"
SETTINGS = '[deck]\nname = "Test"\nnamespace = "test"\n' + quiet()
PAGE = "content/a.md"


@pytest.fixture
def deck(make_deck: MakeDeck) -> Path:
    """A deck of six cards, released and committed."""
    root = make_deck({PAGE: "".join(map(CARD.format, range(6))), "deckpress.toml": SETTINGS})
    commit(root)
    release(root, 1)
    commit(root, "Release 1")
    return root


def packed(root: Path, number: int) -> Path:
    """The package of a deck as it would be released without any refusal; the files stay as they are."""
    copy = Path(
        shutil.copytree(
            root, root.parent / f"copy-{number}", ignore=shutil.ignore_patterns(".git", "build")
        )
    )
    return release(copy, number)


def proposed(root: Path, change: Callable[[str], str], path: str = PAGE) -> None:
    """What a pull request makes of a file, merged."""
    text = (root / path).read_text()
    assert change(text) != text
    (root / path).write_text(change(text))
    commit(root)


def refused(run: Run, root: Path, code: str, *wanted: str) -> Result:
    """`check`, `build` and `release` all say why, and write nothing."""
    ledger_before = (root / ledger.FILE).read_bytes() if (root / ledger.FILE).is_file() else b""
    for command in (("check",), ("build", "--only", "apkg"), ("release", "99")):
        result = run(root, *command)
        assert result.exit_code == 1 and f"[{code}]" in result.output, result.output
        assert all(word in result.output for word in wanted), result.output
    assert not (root / ledger.FILE).is_file() or (root / ledger.FILE).read_bytes() == ledger_before
    return result


@pytest.fixture
def released_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The real command `release`, with the gate on the real Anki; only the package, the other outputs are slow."""
    write = outputs.write
    monkeypatch.setattr(
        outputs, "write", lambda book, config, only=(): write(book, config, only or ("apkg",))
    )

    def invoke(root: Path, version: str, week: int) -> Result:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(FIRST_TIME + week * WEEK))
        result = run(root, "release", version)
        assert result.exit_code == 0 and "upgrade gate: passed" in result.output, result.output
        commit(root, f"Release {version}")
        return result

    return invoke


# --- B1: a written guid takes over a released card ---


def guid_of(root: Path, identifier: str) -> str:
    return next(note.guid for note in read(root).ledger.notes if note.id == identifier)


def hijack(guid: str) -> Callable[[str], str]:
    return lambda text: (
        f"{text}## BUY PILLS\n<!-- id: hijack-one; guid: {guid} -->\n\nhttp://evil.example\n\n"
    )


def test_a_guid_that_is_taken_would_put_a_stranger_under_a_learners_progress(
    deck: Path, tmp_path: Path
) -> None:
    """On the real Anki, without the refusal: the schedule of thing-2 stays, its question is gone."""
    guid = guid_of(deck, "thing-2")
    old = packed(deck, 1)
    proposed(deck, hijack(guid))
    new = packed(deck, 2)
    with real.collection(tmp_path / "col") as col:
        real.install(col, old)
        real.study(col, list(col.find_cards("")), days=30)
        real.install(col, new)
        (note,) = col.find_notes('"ID:hijack-one"')
        card = col.get_note(note).cards()[0]
        assert (col.get_note(note).guid, card.ivl, card.reps) == (guid, 30, 7)
        assert not col.find_notes('"ID:thing-2"')


def written(guid: str) -> dict[str, str]:
    """Ways to write a GUID that mean it, to deckpress."""
    every = "".join(f"%{byte:02X}" for byte in guid.encode())
    in_part = f"url:%{ord(guid[0]):02x}{guid[1:]}"
    return {
        "plain": guid,
        "encoded": f"url:{every}",
        "lower": f"url:{every.lower()}",
        "in part": in_part,
    }


@pytest.mark.parametrize("way", ["plain", "encoded", "lower", "in part"])
@pytest.mark.parametrize("state", ["live", "retired", "draft"])
def test_a_guid_that_is_taken_is_refused(deck: Path, run: Run, way: str, state: str) -> None:
    """However it is written, whether the card that it belongs to is still there or not."""
    guid = written(guid_of(deck, "thing-2"))[way]
    if state == "retired":
        proposed(deck, lambda text: text.replace(CARD.format(2), ""))
        (deck / ledger.RETIRED_FILE).write_text("thing-2 gone\n")
        release(deck, 2)
        commit(deck, "Release 2")
    proposed(deck, hijack(guid + "; draft: true" if state == "draft" else guid))
    refused(run, deck, "duplicate-id", "is already that of thing-2 (")


def test_a_guid_of_a_card_that_was_never_released_is_refused(deck: Path, run: Run) -> None:
    new = "## New?\n<!-- id: new-card -->\n\nYes.\n\n"
    proposed(deck, lambda text: text + new)
    guid = next(identity.guid("test", card) for card in read(deck).cards if card.id == "new-card")
    proposed(deck, hijack(guid))
    refused(run, deck, "duplicate-id", "is already that of new-card (content/a.md:")


def test_an_id_that_makes_an_adopted_guid_is_refused(deck: Path, run: Run) -> None:
    """The other way round: the card with the written GUID was here first."""
    proposed(
        deck,
        lambda text: (
            text + CARD.format("later").replace("-->", f"; guid: {computed('evil-card')} -->")
        ),
    )
    release(deck, 2)
    commit(deck, "Release 2")
    proposed(deck, lambda text: text + CARD.format("x").replace("thing-x", "evil-card"))
    refused(
        run, deck, "duplicate-id", "is already that of thing-later (released in 2)", "id: evil-card"
    )


def computed(identifier: str) -> str:
    """The GUID of a card with that id."""
    card = CARD.format("x").replace("thing-x", identifier)
    return identity.guid("test", canonical.parse(card, PAGE, "Test").cards[0])


@pytest.mark.parametrize("change", [
    lambda text: text.replace("id: thing-2", "id: thing-2; guid: mine"),
    lambda text: text.replace("id: thing-2", "id: thing-3x").replace("id: thing-3 ", "id: thing-2 "),
])  # fmt: skip
def test_another_guid_for_a_released_card_is_refused(
    deck: Path, run: Run, change: Callable[[str], str]
) -> None:
    """Given to it, or by way of another card's id: learners would get it a second time."""
    proposed(deck, change)
    result = run(deck, "release", "2")
    assert result.exit_code == 1 and re.search(r"\[(guid-changed|id-vanished)\]", result.output)


def test_to_anki_case_and_unicode_form_make_another_guid(
    deck: Path, run: Run, tmp_path: Path
) -> None:
    """So they are other notes to deckpress, too; and no page can change one behind an author's back."""
    guids = ["abc", "ABC", "url:%C3%A9", "url:e%CC%81", 'a "b"', "url:a%3Bb", "x" * 255]
    cards = "".join(
        CARD.format(f"n{n}").replace("-->", f"; guid: {g} -->") for n, g in enumerate(guids)
    )
    proposed(deck, lambda text: text + cards)
    assert run(deck, "check").exit_code == 0
    package = packed(deck, 2)
    with real.collection(tmp_path / "col") as col:
        assert real.install(col, package)["new"] == 13
        found = {note.guid for note in (real.note(col, f"thing-n{n}") for n in range(7))}
        assert found == {"abc", "ABC", "é", "e\u0301", 'a "b"', "a;b", "x" * 255}
        assert real.install(col, package)["duplicate"] == 13
        assert real.database_is_fine(col)


# --- B2 and B3: the ledger is edited ---

ZEROS = "0" * 16
EDITS: dict[str, Callable[[str], str]] = {
    "hashes": lambda text: re.sub(r"(\tbasic\t)\w{16}(\t-\t)", rf"\g<1>{ZEROS}\2", text),
    "one hash": lambda text: re.sub(r"(thing-1\tbasic\t)\w{16}", rf"\g<1>{ZEROS}", text),
    "dropped lines": lambda text: re.sub(r"note\t.*\n", "", text),
    "one dropped line": lambda text: re.sub(r"note\tthing-1.*\n", "", text),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_ledger_would_cost_learners_their_own_edits(
    deck: Path, run: Run, name: str, released_again: Callable[..., Result]
) -> None:
    """On the real Anki, without the refusal; with the ledger restored the release goes through the gate."""
    old, honest = packed(deck, 1), (deck / ledger.FILE).read_text()
    proposed(deck, EDITS[name], ledger.FILE)
    (step,) = upgrade.upgraded([old, packed(deck, 2)], deck / "build" / "anki", seed=4)
    assert "hash" not in name or step["log"]["updated"] >= 1
    if name in ("hashes", "dropped lines"):
        assert {*step["losses"]} == {"overwritten edit"}
    refused(run, deck, "bad-ledger", "content/ledger.tsv:")
    (deck / ledger.FILE).write_text(honest)
    commit(deck)
    released_again(deck, "2", 3)


def test_a_mod_of_the_future_would_end_all_corrections(deck: Path, run: Run) -> None:
    """On the real Anki: the next release's correction never arrives."""
    old = with_mod(packed(deck, 1), 4_070_908_800)
    proposed(deck, lambda text: text.replace("It is 3.", "It is three."))
    (step,) = upgrade.upgraded([old, packed(deck, 2)], deck / "build" / "anki")
    assert "skipped update" in step["losses"]
    proposed(deck, lambda text: re.sub(r"(thing-3\t.*?)20\d\d", r"\g<1>2099", text), ledger.FILE)
    refused(run, deck, "bad-ledger", "mod 2099-", "is the time of no release that held thing-3")


@pytest.mark.parametrize(
    "time",
    [
        "2099-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "2023-07-29T04:26:41Z",
        "2023-01-01T00:00:00Z",
    ],
)
def test_a_mod_that_no_release_gave_is_refused(deck: Path, run: Run, time: str) -> None:
    proposed(deck, lambda text: re.sub(r"(thing-3\t.*?)20\S+Z", rf"\g<1>{time}", text), ledger.FILE)
    refused(run, deck, "bad-ledger", f"mod {time} is the time of no release that held thing-3")


def with_mod(package: Path, mod: int) -> Path:
    """A copy of a package whose notes have another time."""
    target = package.with_name("spoiled.apkg")
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name == "collection.anki2":
                with closing(sqlite3.connect(":memory:")) as database:
                    database.deserialize(data)
                    database.execute("UPDATE notes SET mod = ?", (mod,))
                    database.commit()
                    data = database.serialize()
            copy.writestr(name, data)
    return target


# --- B4: two releases are merged ---


@pytest.mark.parametrize("order", [("2", "1.1"), ("1.1", "2"), ("2", "2"), ("2", "2.0.0")])
def test_both_releases_of_a_merge_are_refused_and_one_side_goes_on(
    deck: Path, run: Run, order: tuple[str, str], released_again: Callable[..., Result]
) -> None:
    """`1, 2, 1.1`: a second release of the same name is made never; one side restored, the next release passes."""
    git(deck, "checkout", "--quiet", "-b", "branch")
    proposed(deck, lambda text: text.replace("It is 1.", "It is one."))
    release(deck, 2, version=order[1])
    commit(deck, f"Release {order[1]}")
    git(deck, "checkout", "--quiet", "-")
    proposed(deck, lambda text: text.replace("It is 5.", "It is five."))
    release(deck, 3, version=order[0])
    commit(deck, f"Release {order[0]}")
    (deck / ".git/info/attributes").write_text("*.tsv merge=union\n")
    git(deck, "merge", "--quiet", "branch")
    refused(run, deck, "bad-ledger", "keep one side of the merge whole")
    git(deck, "checkout", "--quiet", "HEAD^1", "--", ledger.FILE)
    commit(deck, "One side")
    released_again(deck, "3", 5)
    mods = package_mods(deck / "build/test.apkg")
    assert mods["thing-0"] == FIRST_TIME + WEEK and mods["thing-1"] == FIRST_TIME + 5 * WEEK


# --- B5: names of decks ---


def deep(levels: int) -> str:
    return "::".join(f"Level {n}" for n in range(1, levels + 1))


def test_anki_takes_decks_as_deep_as_we_do_and_no_deeper(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    """One more, and Anki refuses the whole package."""
    for levels in (allowed_names.DEEPEST_DECK, allowed_names.DEEPEST_DECK + 1):
        root = make_deck(
            {PAGE: CARD.format(1).replace("-->", f"; deck: {deep(levels)} -->")}, f"deck-{levels}"
        )
        if levels > allowed_names.DEEPEST_DECK:
            place = "content/a.md:2:26: a deck 12 levels deep"
            assert place in run(root, "check").output and run(root, "build").exit_code == 1
        package = packed(root, levels)
        with real.collection(tmp_path / f"col-{levels}") as col:
            if levels > allowed_names.DEEPEST_DECK:
                with pytest.raises(Exception, match="deck nesting level too deep"):
                    real.install(col, package)
            else:
                assert real.install(col, package)["new"] == 1
                assert col.decks.id_for_name(deep(levels)) and real.database_is_fine(col)


KEPT = (
    "a b", 'q"uote', "it's", "a*b_c", "a: b", "a\u00a0b", "日本語 🎉", "é", "<b>&amp;", "x" * 300, "blank",
    "a::Default", "-a", "a\\b",
)  # fmt: skip
CHANGED = (
    "a::", "::a", "a::::b", " a::b", "a:: b", "a:::b", ":a", "a::b:", "default", "DEFAULT::b", "a\u3000::b", "a\x85::b",
)  # fmt: skip


@pytest.mark.parametrize("name", [*KEPT, *CHANGED])
def test_a_deck_name_passes_if_anki_keeps_it(
    name: str, make_deck: MakeDeck, tmp_path: Path
) -> None:
    """Measured by importing it: what is no fault arrives as it is, what is one does not."""
    root = make_deck({"deckpress.toml": '[deck]\nname = "T"\n', PAGE: CARD.format(1)})
    (root / PAGE).write_text(f"---\ndeck: {quoted(name)}\n---\n{CARD.format(1)}", encoding="utf-8")
    with real.collection(tmp_path / "col") as col:
        real.install(col, packed(root, 1))
        (did,) = col.db.list("SELECT did FROM cards")
        assert (col.decks.name(did) == name) == (name in KEPT)
    assert (allowed_names.deck_fault(name) == "") == (name in KEPT)


def quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"').replace("\x85", "\\x85") + '"'


def test_two_decks_that_differ_in_case_are_one_to_anki(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    cards = CARD.format(1).replace("-->", "; deck: A::One -->") + CARD.format(2).replace(
        "-->", "; deck: A::ONE -->"
    )
    root = make_deck({PAGE: cards})
    with real.collection(tmp_path / "col") as col:
        real.install(col, packed(root, 1))
        names = {deck.name for deck in col.decks.all_names_and_ids()}
        assert {"A::One", "A::ONE"} - names and any(name.endswith("_") for name in names)
    assert "to Anki that is one name [malformed-deck]" in run(root, "check").output


@pytest.mark.parametrize(("tag", "kept"), [
    ("a::b", True), ("größe", True), ("c++", True), ("a:b", True), ("x" * 300, True), ("a::marked", True),
    ("marked", False), ("Leech", False), ("a::", False), ("a::::b", False),
])  # fmt: skip
def test_a_tag_passes_if_anki_keeps_it(
    tag: str, kept: bool, make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    root = make_deck(
        {PAGE: f'---\ntags: ["{tag}"]\n---\n{CARD.format(1)}', "deckpress.toml": SETTINGS}
    )
    with real.collection(tmp_path / "col") as col:
        real.install(col, packed(root, 1))
        assert (real.note(col, "thing-1").tags == [tag]) == kept
    assert ("[malformed-tag]" not in run(root, "check").output) == kept


def test_a_level_of_two_words_would_be_two_tags(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    root = make_deck({PAGE: CARD.format(1).replace("-->", "; level: very hard -->")})
    with real.collection(tmp_path / "col") as col:
        real.install(col, packed(root, 1))
        assert real.note(col, "thing-1").tags == ["hard", "level::very"]
    assert "malformed tag 'level::very hard'" in run(root, "check").output
