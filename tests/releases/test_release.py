"""`release` and `diff`: what they refuse, write and say."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from support import REPOSITORY, MakeDeck, Run
from support.released import commit, git, quiet

from deckpress import outputs
from deckpress.console import git_changes
from deckpress.deck import clock, ledger
from deckpress.releases import (
    change_report,
    compare,
    history,
    release_notes,
    revisions,
    staging,
    states,
    text_changes,
)
from deckpress.system import plugins

CARDS = "".join(
    f"## What is number {n}?\n<!-- id: card-{n}; tags: one::a -->\n\nIt is {n}.\n\n"
    for n in range(6)
)
WEEK = 7 * 86400
KILLS = int(os.environ.get("RELEASE_KILLS", "5"))


@pytest.fixture
def deck(make_deck: MakeDeck) -> Path:
    """A deck in git."""
    two = "## Two?\n<!-- id: two-card -->\n\nYes.\n"
    settings = '[deck]\nname = "Test"\nnamespace = "test"\n' + quiet()
    root = make_deck(
        {"content/01-one/a.md": CARDS, "content/02-two/b.md": two, "deckpress.toml": settings}
    )
    commit(root)
    return root


@pytest.fixture
def release(deck: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> object:
    """Run `release VERSION` a week after the one before; only the package, and without Anki: both are slow."""
    weeks = iter(range(1, 99))
    monkeypatch.setattr(
        "deckpress.releases.gate.run", lambda *_: {"run": False, "why": "not in this test"}
    )
    write = outputs.write
    monkeypatch.setattr(
        outputs, "write", lambda book, config, only=(): write(book, config, only or ("apkg",))
    )

    def invoke(*arguments: str, then_commit: bool = True) -> Result:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_690_000_000 + next(weeks) * WEEK))
        result = run(deck, "release", *arguments)
        if then_commit and result.exit_code == 0:
            commit(deck, "release")
        return result

    return invoke


def edit(root: Path, old: str, new: str, path: str = "content/01-one/a.md") -> None:
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new))
    commit(root)


def tree(root: Path) -> dict[str, bytes]:
    """Everything in the deck's folder but git's own and what is built."""
    paths = (p for p in sorted(root.rglob("*")) if p.is_file())
    names = ((p.relative_to(root).as_posix(), p) for p in paths)
    return {name: p.read_bytes() for name, p in names if not name.startswith((".git/", "build/"))}


# --- what it refuses ---


def test_it_refuses_a_dirty_tree(deck: Path, release) -> None:
    (deck / "content/new.md").write_text("## New?\n<!-- id: new-card -->\n\nYes.\n")
    before = tree(deck)
    result = release("1.0")
    assert result.exit_code == 1
    assert "?? content/new.md" in result.output and "fix: commit them" in result.output
    assert tree(deck) == before


def test_it_refuses_a_folder_without_git(make_deck: MakeDeck, run: Run) -> None:
    result = run(make_deck({"content/a.md": CARDS}), "release", "1.0")
    assert result.exit_code == 1 and "is not in a git repository" in result.output


def test_it_refuses_an_error(deck: Path, release) -> None:
    edit(deck, "id: card-1;", "id: card-2;")
    result = release("1.0")
    assert result.exit_code == 1 and "nothing was written" in result.output
    assert not (deck / ledger.FILE).exists()


@pytest.mark.parametrize(("version", "said"), [
    ("1.0", "1.0 is not newer than 1.0"),
    ("0.9.9", "0.9.9 is not newer than 1.0"),
    ("1.0.0", "1.0.0 is not newer than 1.0"),
    ("1", "1 is not newer than 1.0"),
    ("1.0.1", ""),
    ("01.1", "'01.1' is no version"),
    ("1.٢", "'1.٢' is no version"),
    ("9" * 5000, "is no version"),
    ("v2", "'v2' is no version"),
    ("2.0-beta", "'2.0-beta' is no version"),
])  # fmt: skip
def test_it_refuses_a_version_that_is_not_newer(
    deck: Path, release, version: str, said: str
) -> None:
    assert release("1.0").exit_code == 0
    before = tree(deck)
    result = release(version)
    assert said in result.output
    assert (result.exit_code == 1 and tree(deck) == before) if said else result.exit_code == 0


def test_it_refuses_a_schema_change(deck: Path, release) -> None:
    """Which no setting can silence."""
    release("1.0")
    edit(deck, "Extra1,Extra2", "Extra1", ledger.FILE)
    edit(deck, "[checks.severity]", '[checks.severity]\nschema-changed = "off"', "deckpress.toml")
    result = release("1.1")
    assert result.exit_code == 1
    assert "content/ledger.tsv:5:1: the fields of basic were released as" in result.output
    assert (
        "schema-changed is an error in every deck: it cannot be 'off' [bad-config]" in result.output
    )


def test_it_refuses_a_clock_that_runs_behind(
    deck: Path, release, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    release("1.0")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1690000000")
    result = run(deck, "release", "1.1")
    assert result.exit_code == 1 and "not later than the last release" in result.output


def test_it_refuses_what_costs_a_learner_something(
    deck: Path, release, monkeypatch: pytest.MonkeyPatch
) -> None:
    release("1.0")
    before = tree(deck)
    lost = {"run": True, "anki": "26", "steps": [{"losses": {"lost schedule": ["abc 0"]}}]}
    monkeypatch.setattr("deckpress.releases.gate.run", lambda *_: lost)
    result = release("1.1")
    assert result.exit_code == 1 and "lost schedule: 1, the first: abc 0" in result.output
    assert tree(deck) == before and not [*(deck / "build").glob(".deckpress-release-*")]


# --- what it writes ---


def test_it_writes_the_ledger_and_nothing_else_into_the_repository(deck: Path, release) -> None:
    before = tree(deck)
    result = release("1.0", then_commit=False)
    assert result.exit_code == 0
    assert {*tree(deck)} - {*before} == {ledger.FILE}
    assert {p.name for p in (deck / "build").iterdir()} >= {
        "test.apkg",
        "RELEASE_NOTES.md",
        "manifest.json",
    }
    assert git(deck, "tag") == "" and "git tag -a v1.0" in result.output


def test_the_manifest_names_every_file_with_its_hash(deck: Path, release) -> None:
    release("1.0")
    manifest = json.loads((deck / "build/manifest.json").read_text())
    assert (manifest["version"], manifest["previous"], manifest["notes"]) == ("1.0", None, 7)
    assert any(file["name"].endswith(".apkg") for file in manifest["files"])
    for file in manifest["files"]:
        data = (deck / "build" / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_a_later_build_of_the_release_has_its_bytes(
    deck: Path, release, run: Run, monkeypatch
) -> None:
    """From the tag alone, at any time."""
    release("1.0")
    edit(deck, "It is 3.", "It is three.")
    release("1.1")
    package = next((deck / "build").glob("*.apkg"))
    released = package.read_bytes()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert run(deck, "build", "--only", "apkg").exit_code == 0
    assert package.read_bytes() == released


def test_a_rebuild_on_the_tag_gives_the_same_files_and_notes(deck: Path, release) -> None:
    release("1.0")
    edit(deck, "It is 3.", "It is three.")
    release("1.1")
    made = {p.name: p.read_bytes() for p in (deck / "build").iterdir() if p.is_file()}
    before = tree(deck)
    assert release("1.1", "--rebuild", then_commit=False).exit_code == 0
    assert {p.name: p.read_bytes() for p in (deck / "build").iterdir() if p.is_file()} == made
    assert tree(deck) == before


def test_a_rebuild_refuses_another_version_or_another_deck(deck: Path, release) -> None:
    release("1.0")
    assert "is not what the ledger records last" in release("1.1", "--rebuild").output
    edit(deck, "It is 3.", "It is three.")
    assert "1 lines of the ledger are not of this deck" in release("1.0", "--rebuild").output


def test_release_notes_tell_learners_what_changed_and_what_to_do(
    deck: Path, release, request
) -> None:
    release("1.0")
    edit(deck, "It is 3.", "It is three, *really*.")
    edit(deck, "## What is number 4?", "## Which number comes after three?")
    edit(
        deck,
        CARDS[CARDS.index("## What is number 5?") :],
        "## New?\n<!-- id: new-card -->\n\nYes.\n",
    )
    (deck / ledger.RETIRED_FILE).write_text("card-5 it was_wrong\n")
    (deck / "content/02-two").rename(deck / "content/03-a:b_c")
    commit(deck)
    result = release("1.1")
    assert result.exit_code == 0, result.output
    expected = Path(__file__).parent / "release_notes.md"
    if request.config.getoption("--update-golden"):
        expected.write_text((deck / "build/RELEASE_NOTES.md").read_text())
    assert (deck / "build/RELEASE_NOTES.md").read_text() == expected.read_text()


def test_a_refresh_says_what_it_costs(deck: Path, release) -> None:
    release("1.0")
    result = release("1.1", "--refresh")
    assert "every note is touched" in result.output
    assert "**This release replaces every note" in (deck / "build/RELEASE_NOTES.md").read_text()


def test_a_shallow_clone_cannot_release(
    deck: Path, release, run: Run, tmp_path: Path, monkeypatch
) -> None:
    release("1.0")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{deck}", tmp_path / "clone"], check=True
    )
    result = run(tmp_path / "clone", "release", "1.1")
    assert result.exit_code == 1 and "git fetch --unshallow" in result.output


def test_killed_at_any_moment_it_leaves_the_old_or_the_new_state(deck: Path) -> None:
    """With the real command; `make upgrade-test` kills it more often."""
    command = [sys.executable, str(REPOSITORY / "pipeline.py"), "--root", str(deck), "release"]
    environment = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    subprocess.run([*command, "1.0"], env=environment, check=True, capture_output=True)
    commit(deck, "release")
    time.sleep(1.1)  # a release is later than the last, and times are whole seconds
    old, moments, begun = tree(deck), random.Random(1), time.perf_counter()
    subprocess.run([*command, "1.1"], env=environment, check=True, capture_output=True)
    length = time.perf_counter() - begun
    new = len((deck / ledger.FILE).read_text().splitlines())
    for _ in range(KILLS):
        git(deck, "checkout", "--quiet", ".")
        process = subprocess.Popen(
            [*command, "1.1"], env=environment, stdout=-3, stderr=-3, start_new_session=True
        )
        time.sleep(moments.uniform(0, length))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        found = tree(deck)
        if found != old:
            assert {**found, ledger.FILE: b""} == {**old, ledger.FILE: b""}
            assert (
                not ledger.read(deck)[1]
                and len((deck / ledger.FILE).read_text().splitlines()) == new
            )
    git(deck, "checkout", "--quiet", ".")
    assert (
        subprocess.run(
            [*command, "1.1"], env=environment, check=False, capture_output=True
        ).returncode
        == 0
    )
    assert not [*(deck / "build").glob(".deckpress-release-*")]


def test_git_is_only_read(deck: Path) -> None:
    """A lock of git's that a killed release left would block the next commit; so none is taken, not even to refresh."""
    page = deck / "content/01-one/a.md"
    os.utime(page, (1_600_000_000, 1_600_000_000))  # the index is out of date now
    index = (deck / ".git/index").read_bytes()
    history.refuse_dirty(deck)
    clock.change_time(deck)
    git_changes.changed_lines(deck, "HEAD")
    assert (deck / ".git/index").read_bytes() == index


def test_stopped_between_any_two_files_it_has_released_nothing(
    deck: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever of build/ is there already: the ledger is last, and comes whole."""
    real, publish, steps = os.replace, staging.publish, 0

    def published(*arguments: Any) -> Any:
        left = iter(range(steps))

        def replace(*names: Any) -> None:
            if next(left, None) is None:
                raise KeyboardInterrupt
            real(*names)

        monkeypatch.setattr(os, "replace", replace)
        try:
            return publish(*arguments)
        finally:
            monkeypatch.setattr(os, "replace", real)

    monkeypatch.setattr(staging, "publish", published)
    monkeypatch.setattr(
        "deckpress.releases.gate.run", lambda *_: {"run": False, "why": "not in this test"}
    )
    while run(deck, "release", "1.0").exit_code:
        assert not (deck / ledger.FILE).exists() and not git(deck, "status", "--porcelain")
        steps += 1
    assert steps > 5 and (deck / ledger.FILE).exists()


# --- diff ---


def difference(run: Run, root: Path, *arguments: str) -> dict[str, object]:
    result = run(root, "diff", *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


CHANGES = {
    "added": ("## What is number 0?", "## New?\n<!-- id: new-card -->\n\nYes.\n\n## What is number 0?"),
    "changed": ("It is 3.", "It is three."),
    "retired": (CARDS[CARDS.index("## What is number 5?"):], ""),
    "kind-changed": ("id: card-3;", "id: card-3; type: reversed;"),
    "guid-changed": ("id: card-3;", "id: card-3; guid: mine;"),
    "retagged": ("id: card-3; tags: one::a", "id: card-3; tags: one::b"),
    "moved": ("id: card-3;", "id: card-3; deck: Test::Else;"),
}  # fmt: skip


@pytest.mark.parametrize("status", CHANGES)
def test_diff_says_what_happens_to_each_note(deck: Path, run: Run, status: str) -> None:
    edit(deck, *CHANGES[status])
    found = difference(run, deck, "HEAD~1")
    assert found["counts"] == {status: 1}
    (row,) = found["notes"]
    assert (row["status"], row["impact"]) == (status, compare.IMPACT[status])
    assert row["harmful"] == (status in compare.HARMFUL)


def test_diff_says_that_a_cloze_number_is_gone(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck(
        {
            "content/a.md": "## Sum\n<!-- id: sum-card; type: cloze -->\n\n{{c1::One}} and {{c2::two}}.\n"
        }
    )
    commit(root)
    edit(root, "{{c2::two}}", "two", "content/a.md")
    assert difference(run, root, "HEAD~1")["counts"] == {"renumbered": 1}


def test_diff_is_the_same_for_revisions_packages_and_files(
    deck: Path, run: Run, tmp_path: Path
) -> None:
    run(deck, "build", "--only", "apkg")
    old = tmp_path / "old.apkg"
    next((deck / "build").glob("*.apkg")).rename(old)
    edit(deck, "It is 3.", "It is three.")
    run(deck, "build", "--only", "apkg")
    new = next((deck / "build").glob("*.apkg"))
    ways = [("HEAD~1",), ("HEAD~1", "HEAD"), (old,), (old, new), ("HEAD~1", new), (old, "HEAD")]
    rows = [difference(run, deck, *map(str, way))["notes"] for way in ways]
    assert all(row == rows[0] for row in rows) and len(rows[0]) == 1
    assert rows[0][0]["fields"] == {
        "Answer": [["=", "It is "], ["-", "3"], ["+", "three"], ["=", "."]]
    }


def test_diff_of_a_deck_with_itself_is_empty(deck: Path, run: Run) -> None:
    assert run(deck, "diff", "HEAD").output == "no note changed\n"


def test_diff_tells_coverage_and_looks(deck: Path, run: Run) -> None:
    (deck / "content/tags.toml").write_text('[tags."one::a"]\ndescription = "One"\nminimum = 9\n')
    (deck / "templates").mkdir()
    (deck / "templates/card.css").write_text(".card {}")
    edit(deck, "id: card-3; tags: one::a", "id: card-3; tags: one::b")
    found = difference(run, deck, "HEAD~1")
    assert found["coverage"][0] == {"tag": "one::a", "before": 6, "after": 5, "wanted": 9}
    assert found["designs"] == ["basic"]


@pytest.mark.parametrize(
    "base", ["nothing", "--help-me", "no.apkg", "content/01-one/a.md", "../x.apkg"]
)
def test_diff_of_what_is_not_there_is_a_message(deck: Path, run: Run, base: str) -> None:
    result = run(deck, "diff", "--", base)
    assert result.exit_code == 1 and "fix: " in result.output


def test_a_card_in_a_comment_is_text_and_nothing_else(deck: Path, run: Run) -> None:
    """A pull request comment shows what strangers wrote: no markup, mention or table of theirs may come through."""
    edit(
        deck,
        "It is 3.",
        "It is `</details><img src=x>` @everyone | **bold**\n\n# no heading\n\n```md\n## no\n```",
    )
    text = run(deck, "diff", "HEAD~1", "--format", "markdown").output
    block = text[text.index("<details>") :]
    assert block.count("<details>") == block.count("</details>") == 1
    assert (
        "\n\n" not in block.strip()
        and "<img" not in block
        and "@everyone" not in block
        and "|" not in block
    )


def test_a_long_comment_ends_in_time() -> None:
    long = (("Question", "why " * 250),)
    entries = [compare.Entry(str(n), str(n), "basic", "D", (), (1,), long) for n in range(400)]
    changes = compare.changes(compare.State(()), compare.State(tuple(entries)))
    text = change_report.markdown(change_report.Difference("a", "b", changes, (), ()))
    assert len(text) < 65_536 and "more: see `diff`" in text


# --- the parts ---


def test_words_shows_what_differs() -> None:
    pieces = text_changes.difference("the cat sat on the mat", "the dog sat on a mat")
    changed = ("-", "cat"), ("+", "dog"), ("=", " sat on "), ("-", "the"), ("+", "a")
    assert pieces == (("=", "the "), *changed, ("=", " mat"))


def test_words_reads_html_as_a_learner_does() -> None:
    html = (
        '<p>If \\(a&lt;b\\),<br>see <img src="x" alt="a plot"></p><ul><li>one</li><li>two</li></ul>'
    )
    assert text_changes.plain(html) == "If $a<b$, see [picture: a plot] one two"
    assert text_changes.plain("(?<![a-z])x") == "(?<![a-z])x"


def test_an_excerpt_keeps_the_changes_and_cuts_the_rest() -> None:
    long = "word " * 100
    found = text_changes.excerpt(text_changes.difference(f"{long}old {long}", f"{long}new {long}"))
    assert [text for sign, text in found if sign != "="] == ["old", "new"]
    assert all(1 < len(text) <= text_changes.CONTEXT + 3 for sign, text in found if sign == "=")


def test_the_search_is_escaped_as_anki_wants_it() -> None:
    assert (
        release_notes.search('a"b\\c', ["x_1", "y:z*"])
        == r'"deck:a\"b\\c" ("ID:x\_1" OR "ID:y\:z\*")'
    )


def test_a_package_of_another_tool_or_none_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "x.apkg").write_bytes(b"no zip")
    with pytest.raises(revisions.UnreadableError):
        states.of_package(tmp_path / "x.apkg")


def test_release_and_diff_are_commands() -> None:
    assert {"release", "diff"} <= {*plugins.names("deckpress.commands")}
