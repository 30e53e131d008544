"""The ledger is compared with what git has of it: what nobody but `release` wrote is a located fault."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import MakeDeck, Run
from support.histories import History
from support.released import FIRST_TIME, WEEK, commit, git, quiet, read, release

from deckpress.deck import ledger
from deckpress.releases import history, succession

CARD = "## What is number {0}?\n<!-- id: card-{0}; tags: one::a -->\n\nIt is {0}.\n\n"
SETTINGS = '[deck]\nname = "Test"\nnamespace = "test"\n' + quiet()


@pytest.fixture
def deck(make_deck: MakeDeck) -> Path:
    """A deck of six cards, released once and edited since."""
    root = make_deck(
        {"content/a.md": "".join(map(CARD.format, range(6))), "deckpress.toml": SETTINGS}
    )
    commit(root)
    released(root, 1)
    edit(root, "It is 3.", "It is three.")
    return root


def released(root: Path, number: int, refresh: bool = False, version: str = "") -> None:
    """A release as a maintainer makes it: the ledger, in a commit of its own."""
    release(root, number, refresh, version)
    commit(root, f"Release {number}")


def edit(root: Path, old: str, new: str, path: str = "content/a.md") -> None:
    rewrite(root, lambda text: text.replace(old, new), path)


def rewrite(root: Path, change: Callable[[str], str], path: str = ledger.FILE) -> None:
    """Change a file and commit it, as anybody can in a pull request."""
    text = (root / path).read_text()
    assert change(text) != text
    (root / path).write_text(change(text))
    commit(root)


def rows(run: Run, root: Path) -> list[str]:
    """What `check` says of the ledger: `line: message`."""
    output = run(root, "check").output
    return re.findall(r"^content/ledger\.tsv:(\d+:\d+: .*) \[bad-ledger\]$", output, re.MULTILINE)


def line_of(root: Path, name: str) -> int:
    lines = (root / ledger.FILE).read_text().splitlines()
    return next(n for n, text in enumerate(lines, 1) if f"\t{name}\t" in text)


# --- what is nobody's ---

ZEROS = "0" * 16


def line(name: str, old: str, new: str) -> Callable[[str], str]:
    """An edit of the lines that begin so: what matches a pattern is replaced."""

    def change(text: str) -> str:
        rows = text.splitlines(keepends=True)
        return "".join(re.sub(old, new, row) if row.startswith(name) else row for row in rows)

    return change


def zeroed(name: str) -> Callable[[str], str]:
    """No hash for the notes whose ids begin so: each of them then counts as changed."""
    return line(f"note\t{name}", r"(\tbasic\t)\w{16}", rf"\g<1>{ZEROS}")


def with_more(text: str) -> str:
    """A note that no release ever held."""
    copy = next(row for row in text.splitlines(keepends=True) if row.startswith("note\tcard-5"))
    return text + copy.replace("card-5", "card-9").replace("\n", "x\n")


def renamed(text: str) -> str:
    """Another name for the only release."""
    return re.sub(r"\t1\t(ID|-\t1\t)", r"\t1.5\t\1", text.replace("release\t1\t", "release\t1.5\t"))


EDITS: dict[str, tuple[Callable[[str], str], str]] = {
    "all hashes": (zeroed("card"), "card-0: content changed since release 1"),
    "one hash": (zeroed("card-3"), "card-3: content changed since release 1"),
    "a dropped note": (
        line("note\tcard-3", r".*\n", ""),
        "the line of card-3 is gone, which release 1 wrote",
    ),
    "an added note": (with_more, "no release wrote this line of card-9"),
    "another guid": (line("note\tcard-3", r"\S+\n", "abc\n"), "card-3: guid changed"),
    "another deck": (line("note\tcard-3", "\tTest\t", "\tElse\t"), "card-3: deck changed"),
    "other cards": (line("note\tcard-3", "\t1\tTest", "\t1 2\tTest"), "card-3: cards changed"),
    "a retired note": (
        line("note\tcard-3", "Z\t1\t-", "Z\t1\t1"),
        "cannot be retired in 1: it came in 1",
    ),
    "another kind": (lambda text: text.replace("\tbasic\t", "\tcloze\t"), "card-3: kind changed"),
    "a field": (line("type", ",Extra2", ""), "basic: fields changed"),
    "a template": (line("type", "card\n", "cards\n"), "basic: templates changed"),
    "a number": (line("type", r"basic\t\d+", "basic\t7"), "basic: id changed"),
    "the hash of a note type": (
        line("type", r"\w{16}(\t20)", rf"{ZEROS}\1"),
        "basic: content changed",
    ),
    "a dropped note type": (line("type", r".*\n", ""), "there is no line of the note type basic"),
    "another time": (
        lambda text: text.replace("T04:26:40Z", "T05:26:40Z"),
        "release 1 has another time",
    ),
    "another version": (renamed, "release 1 is gone"),
    "a mod of the future": (line("note\tcard-3", r"20\d\d", "2099"), "is the time of no release"),
    "a mod of 0": (
        line("note\tcard-3", r"20\S+Z", "1970-01-01T00:00:00Z"),
        "is the time of no release",
    ),
    "nothing left": (lambda text: "", "release 1 is gone"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_by_hand_is_found_at_its_line(deck: Path, run: Run, name: str) -> None:
    """B2 of a hostile pull request, and what is like it; `build` and `release` refuse as `check` does."""
    assert rows(run, deck) == []
    change, said = EDITS[name]
    before = (deck / ledger.FILE).read_text()
    rewrite(deck, change)
    found = rows(run, deck)
    assert any(said in row for row in found), found
    for command in (("build",), ("release", "2")):
        result = run(deck, *command)
        assert result.exit_code == 1 and "[bad-ledger]" in result.output
        assert "git checkout" in result.output and "nothing was written" in result.output
    (deck / ledger.FILE).write_text(before)
    assert rows(run, deck) == []


def test_each_changed_line_is_a_row(deck: Path, run: Run) -> None:
    rewrite(deck, zeroed("card"))
    lines = [int(row.partition(":")[0]) for row in rows(run, deck)]
    assert lines == [line_of(deck, f"card-{n}") for n in range(6)]


def test_an_edit_is_found_before_it_is_committed_and_after_more_commits(
    deck: Path, run: Run
) -> None:
    path = deck / ledger.FILE
    path.write_text(zeroed("card-3")(path.read_text()))
    assert len(rows(run, deck)) == 1
    commit(deck)
    edit(deck, "It is 4.", "It is four.")
    rewrite(deck, lambda text: text.replace("# note:", "# note :"))
    assert len(rows(run, deck)) == 1


def test_a_ledger_that_is_gone_is_a_fault(deck: Path, run: Run) -> None:
    """Without it a card can take a retired id, another type or another GUID, and nothing would say so."""
    (deck / ledger.FILE).unlink()
    said = "1:1: the ledger is gone, which release 1 wrote"
    assert rows(run, deck) == [said]
    commit(deck)
    assert rows(run, deck) == [said]
    assert run(deck, "release", "2").exit_code == 1
    git(deck, "checkout", "--quiet", "HEAD~1", "--", ledger.FILE)
    assert rows(run, deck) == []


def test_an_edit_hides_behind_no_release_that_was_never_made(deck: Path, run: Run) -> None:
    """A release line added by hand, and taken away again: what lies between is still an edit."""
    honest = (deck / ledger.FILE).read_text()
    rewrite(
        deck, lambda text: text.replace("type\t", "release\t1.9\t2023-08-01T00:00:00Z\ntype\t", 1)
    )
    rewrite(deck, lambda text: zeroed("card-3")(honest))
    assert [row.partition(": ")[2] for row in rows(run, deck)] == [
        "card-3: content changed since release 1"
    ]


def test_an_edit_hides_behind_no_deletion(deck: Path, run: Run) -> None:
    text = (deck / ledger.FILE).read_text()
    (deck / ledger.FILE).unlink()
    commit(deck)
    (deck / ledger.FILE).write_text(zeroed("card-3")(text))
    commit(deck)
    assert len(rows(run, deck)) == 1


def test_an_edit_hides_behind_no_release_that_follows(deck: Path, run: Run) -> None:
    """Released with an older tool: the line that was edited is still none that a release could have written."""
    rewrite(deck, zeroed("card-2"))
    released(deck, 2)
    assert [row.partition(": ")[2] for row in rows(run, deck)] == [
        "card-2: mod changed since release 1"
    ]


def test_a_tag_stands_for_its_ledger(deck: Path, run: Run) -> None:
    """What learners have is the truth, however it came about; nobody who proposes a change can set a tag."""
    rewrite(deck, zeroed("card-2"))
    released(deck, 2)
    assert rows(run, deck) and "tag the commit that recorded it: v2" in run(deck, "check").output
    git(deck, "tag", "v2")
    assert rows(run, deck) == []
    rewrite(deck, zeroed("card-3"))
    assert len(rows(run, deck)) == 1


def test_a_tagged_release_is_not_forgotten(deck: Path, run: Run) -> None:
    first = (deck / ledger.FILE).read_text()
    released(deck, 2)
    git(deck, "tag", "v2")
    rewrite(deck, lambda text: first)
    assert [row.partition(": ")[2] for row in rows(run, deck)] == ["release 2 is gone"]


def test_a_deck_in_a_folder_of_a_repository_is_looked_at_too(deck: Path, run: Run) -> None:
    inner = deck.parent / "repository" / "decks" / "one"
    shutil.copytree(deck, inner, ignore=shutil.ignore_patterns(".git"))
    commit(inner.parents[1])
    assert rows(run, inner) == []
    path = inner / ledger.FILE
    path.write_text(zeroed("card-3")(path.read_text()))
    commit(inner.parents[1])
    assert len(rows(run, inner)) == 1


@pytest.mark.parametrize("tagged", [True, False])
def test_an_edit_hides_behind_no_history_of_its_own(deck: Path, run: Run, tagged: bool) -> None:
    """A merged branch without any commit of ours, in which the edited ledger is the first there ever was."""
    if tagged:
        git(deck, "tag", "v1", "HEAD~1")
    main = git(deck, "branch", "--show-current").strip()
    honest = (deck / ledger.FILE).read_text()
    git(deck, "checkout", "--quiet", "--orphan", "stranger")
    (deck / ledger.FILE).write_text(zeroed("card-3")(honest))
    commit(deck)
    git(deck, "checkout", "--quiet", main)
    git(deck, "merge", "--quiet", "--allow-unrelated-histories", "-X", "theirs", "stranger")
    assert len(rows(run, deck)) == 1


# --- what is as it should be ---


def test_a_release_is_fine_before_and_after_its_commit(deck: Path, run: Run) -> None:
    release(deck, 2)
    assert rows(run, deck) == []
    commit(deck)
    released(deck, 3, refresh=True)
    assert rows(run, deck) == []


def test_a_release_may_retire_a_card_and_bring_it_back(deck: Path, run: Run) -> None:
    (deck / ledger.RETIRED_FILE).write_text("card-5 not needed\n")
    edit(deck, CARD.format(5), "")
    released(deck, 2)
    (deck / ledger.RETIRED_FILE).unlink()
    again = (
        CARD.format(5)
        .replace("one::a", "one::a; allow: id-reused")
        .replace("-->\n", "-->\n<!-- by mistake -->\n")
    )
    rewrite(deck, lambda text: text + again, "content/a.md")
    assert rows(run, deck) == []
    released(deck, 3)
    assert rows(run, deck) == []


def test_line_ends_and_a_byte_order_mark_are_no_edit(deck: Path, run: Run) -> None:
    data = (deck / ledger.FILE).read_bytes()
    (deck / ledger.FILE).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert rows(run, deck) == []


def test_a_release_that_is_taken_back_is_fine(deck: Path, run: Run) -> None:
    """`git revert` of a release that nobody got; the next one may have its name."""
    released(deck, 2)
    git(deck, "revert", "--no-edit", "HEAD")
    assert rows(run, deck) == []
    edit(deck, "It is 4.", "It is four.")
    released(deck, 3)
    assert rows(run, deck) == []
    git(deck, "revert", "--no-edit", "HEAD")
    released(deck, 4, version="3")
    assert rows(run, deck) == []


VERSIONS = [("2", "3"), ("3", "2"), ("2", "2")]


def both_released(deck: Path, theirs: str, ours: str) -> None:
    """A branch and the main line, each with a release of its own."""
    git(deck, "checkout", "--quiet", "-b", "branch")
    edit(deck, "It is 1.", "It is one.")
    released(deck, 2, version=theirs)
    git(deck, "checkout", "--quiet", "-")
    edit(deck, "It is 5.", "It is five.")
    released(deck, 3, version=ours)


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
@pytest.mark.parametrize("versions", VERSIONS)
def test_one_side_of_a_merge_is_fine(
    deck: Path, run: Run, side: str, versions: tuple[str, str]
) -> None:
    """Before and after the merge is committed, and so is the release after it."""
    both_released(deck, *versions)
    merge(deck)
    git(deck, "checkout", side, "--", ledger.FILE)
    assert rows(run, deck) == []
    commit(deck, "merge")
    assert rows(run, deck) == []
    released(deck, 4)
    assert rows(run, deck) == []


def test_a_merge_of_two_tagged_releases_is_fine(deck: Path, run: Run) -> None:
    """A branch for corrections of the old version, merged back: the ledger of the main line goes on."""
    git(deck, "tag", "v1", "HEAD~1")
    both_released(deck, "1.1", "2")
    git(deck, "tag", "v2")
    git(deck, "tag", "v1.1", "branch")
    merge(deck)
    git(deck, "checkout", "--ours", "--", ledger.FILE)
    assert rows(run, deck) == []
    commit(deck, "merge")
    assert rows(run, deck) == []
    released(deck, 5, version="3")
    assert rows(run, deck) == []
    rewrite(deck, zeroed("card-2"))
    assert len(rows(run, deck)) == 1 and "git checkout" in run(deck, "check").output


def test_a_release_on_a_branch_is_fine_once_it_is_merged(deck: Path, run: Run) -> None:
    """Two releases on it, and another card changed on the main line; the next release compares with theirs."""
    git(deck, "checkout", "--quiet", "-b", "branch")
    released(deck, 2)
    edit(deck, "It is 1.", "It is one.")
    released(deck, 3)
    recorded = git(deck, "rev-parse", "HEAD").strip()
    git(deck, "checkout", "--quiet", "-")
    (deck / "content/b.md").write_text(CARD.format(8))
    commit(deck)
    git(deck, "merge", "--quiet", "--no-ff", "branch")
    assert rows(run, deck) == []
    assert history.commit_of(deck, ("3", FIRST_TIME + 3 * WEEK)) == recorded
    assert "[bad-ledger]" not in run(deck, "release", "4").output
    git(deck, "checkout", "--quiet", ".")
    released(deck, 5)
    assert rows(run, deck) == []


def merge(deck: Path) -> None:
    """A merge that stops at the ledger."""
    with pytest.raises(Exception, match="exit status 1"):
        git(deck, "merge", "--quiet", "branch")


@pytest.mark.parametrize("versions", VERSIONS)
def test_both_sides_of_a_merge_are_a_fault(deck: Path, run: Run, versions: tuple[str, str]) -> None:
    """B4: as the mark of a conflict, by a union, or as a tidy file in which nothing stands twice."""
    both_released(deck, *versions)
    merge(deck)
    assert any("a merge left its mark" in row for row in rows(run, deck))
    git(deck, "merge", "--abort")
    (deck / ".git/info/attributes").write_text("*.tsv merge=union\n")
    git(deck, "merge", "--quiet", "branch")
    found = rows(run, deck)
    assert found
    lines = (deck / ledger.FILE).read_text().splitlines(keepends=True)
    tidy = {tuple(line.split("\t")[:2]): line for line in lines}
    (deck / ledger.FILE).write_text("".join(sorted(tidy.values(), key=by_place)))
    commit(deck)
    assert rows(run, deck)


def by_place(line: str) -> tuple[int, object]:
    kind, _, rest = line.partition("\t")
    number = ("#", "release", "type", "note").index(
        kind if kind in ("release", "type", "note") else "#"
    )
    return number, rest if number > 1 else ""


def test_without_git_or_its_whole_history_nothing_is_compared(
    deck: Path, run: Run, tmp_path: Path
) -> None:
    """A downloaded archive and a shallow clone of CI: no false error. Neither can release."""
    rewrite(deck, zeroed("card-3"))
    edit(deck, "It is 4.", "It is four.")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{deck}", "shallow")
    shutil.copytree(deck, tmp_path / "archive", ignore=shutil.ignore_patterns(".git"))
    for name in ("shallow", "archive"):
        assert rows(run, tmp_path / name) == []
        assert run(tmp_path / name, "check").exit_code == 0
        assert run(tmp_path / name, "release", "2").exit_code == 1


# --- the release looks more closely ---


def test_a_release_that_nobody_made_stops_the_next(deck: Path, run: Run) -> None:
    """Added by hand with care: a new release, which says of every note that it changed."""

    def forge(text: str) -> str:
        time = "2023-08-05T04:26:40Z"
        text = re.sub(
            r"^(note\t\S+\tbasic\t)\w{16}\t-\t\S+", rf"\g<1>{ZEROS}\t-\t{time}", text, flags=re.M
        )
        return text.replace("type\t", f"release\t2\t{time}\ntype\t", 1)

    rewrite(deck, forge)
    assert rows(run, deck) == []  # git alone cannot tell: `diff` shows the new release to reviewers
    result = run(deck, "release", "3")
    assert (
        result.exit_code == 1
        and "card-0: not the content that release 2 held [bad-ledger]" in result.output
    )
    assert "git tag v2" in result.output


def test_what_was_released_with_the_last_release_is_of_its_deck(deck: Path, run: Run) -> None:
    """Notes that the release did not record, or records as live or retired when they were not."""
    released(deck, 2)
    path = deck / ledger.FILE
    git(deck, "reset", "--quiet", "--soft", "HEAD~1")
    text = path.read_text().replace("\t1\t-\t1\tTest", "\t1\t2\t1\tTest", 1)
    path.write_text(text)
    commit(deck)
    assert rows(run, deck) == []
    output = run(deck, "release", "3").output
    assert "card-0 is retired here" in output or "id-reused" in output


def test_the_commit_of_a_release_is_the_one_that_recorded_it(deck: Path) -> None:
    """The gate tries the update on what learners have, whatever was edited and mended in the ledger since."""
    first = git(deck, "rev-parse", "HEAD~1").strip()
    good = (deck / ledger.FILE).read_text()
    rewrite(deck, zeroed("card-3"))
    rewrite(deck, lambda _: good)
    assert history.commit_of(deck, ("1", FIRST_TIME + WEEK)) == first
    released(deck, 2)
    second = git(deck, "rev-parse", "HEAD").strip()
    git(deck, "revert", "--no-edit", "HEAD")
    found = [history.commit_of(deck, (f"{n}", FIRST_TIME + n * WEEK)) for n in (1, 2, 3)]
    assert found == [first, second, ""]
    assert history.release_commits(deck) == [second, first]


SECOND: dict[str, tuple[Callable[[str], str], str]] = {
    "a retired note that lives again": (line("note\tcard-5", "\t1\t2\t", "\t1\t-\t"), "card-5: retired changed"),
    "another release that retired it": (line("note\tcard-5", "\t1\t2\t", "\t1\t3\t"), "which is not recorded"),
    "a note that is older than it was": (line("note\tnew-card", "\t2\t-", "\t1\t-"), "new-card: first changed"),
    "a mod of the later release": (line("note\tcard-2", "2023-07-29", "2023-08-05"), "card-2: mod changed"),
    "a mod of the earlier release": (line("note\tcard-3", "2023-08-05", "2023-07-29"), "card-3: mod changed"),
    "a release without its line": (line("release\t2", r".*\n", ""), "names the release 2, which is not recorded"),
    "two lines in another order": (lambda text: text.replace("card-4", "card-1", 1).replace("card-1", "card-4", 1),
                                   "is not where `release` writes it"),
    "a release between the two": (line("release\t2", "^", "release\t1.5\t2023-08-01T00:00:00Z\n"),
                                  "release 1.5 was never made"),
    "a release on top": (lambda text: line("note\tcard-2", "2023-07-29", "2023-08-06")(
        text.replace("\ntype", "\nrelease\t3\t2023-08-06T04:26:40Z\ntype")), "card-2: mod changed since release 2"),
}  # fmt: skip


@pytest.mark.parametrize("name", SECOND)
def test_an_edit_of_a_later_ledger_is_found(deck: Path, run: Run, name: str) -> None:
    """With a retired card, a new one, and a third that changed."""
    edit(deck, CARD.format(5), "## New?\n<!-- id: new-card -->\n\nYes.\n")
    (deck / ledger.RETIRED_FILE).write_text("card-5 not needed\n")
    released(deck, 2)
    assert rows(run, deck) == []
    change, said = SECOND[name]
    rewrite(deck, change)
    assert any(said in row for row in rows(run, deck)), rows(run, deck)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.lists(st.integers(0, 9), min_size=1, max_size=4), st.booleans())
def test_each_release_follows_from_the_one_before(
    tmp_path_factory: pytest.TempPathFactory, seed: int, changes: list[int], refresh: bool
) -> None:
    """Whatever authors do in between; and none follows from a later one."""
    root = tmp_path_factory.mktemp("history")
    (root / "content").mkdir()
    cloze = (
        "## Sums\n<!-- id: cloze-card; type: cloze -->\n\n{{c1::One}} and {{c2::two}} is three.\n\n"
    )
    for name, text in (("a", "".join(map(CARD.format, range(4)))), ("b", cloze + CARD.format(7))):
        (root / "content" / f"{name}.md").write_text(text)
    history_of = History(root, Random(seed))
    release(root, 0)
    ledgers = [read(root).ledger]
    history_of.released()
    for number, count in enumerate(changes, 1):
        for _ in range(count):
            history_of.change()
        release(root, number, refresh and number == 1)
        ledgers.append(read(root).ledger)
        history_of.released()
    for old, new in combinations(ledgers, 2):
        if new == ledgers[ledgers.index(old) + 1]:
            assert [*succession.faults(old, new)] == []
        assert [*succession.faults(new, old)] != []
    shutil.rmtree(root)
