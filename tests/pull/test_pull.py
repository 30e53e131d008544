"""`pull` on the real Anki: edits come back to the very lines they came from, and nothing else changes."""

from __future__ import annotations

import difflib
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from anki.collection import Collection, ExportAnkiPackageOptions
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support import REPOSITORY, MakeDeck, Run
from support.anki_collection import collection, install, note
from support.released import commit, quiet, release

from deckpress import render, sources
from deckpress.anki.normal_form import normal_form
from deckpress.deck import config, identity
from deckpress.pull.merge import merged

TOML = '[deck]\nname = "Test"\nnamespace = "test"\n[checks.bad-value]\nlevel = ["core", "advanced"]\nfacet = ["why"]\n'
TAGS = "".join(f'[tags."t::{name}"]\ndescription = "{name}"\n' for name in ("one", "two", "three"))
PAGE = r"""---
tags: [t::one]
---
# Title

## What is the *answer* to it?
<!-- id: plain-card; level: core; origin: X; tags: t::two -->

The answer is a product
of [many][ref] factors, _each_ below one.

It has a second paragraph \(x_i\) with `code * here`.

* first item
* second item
    * nested item
* third item

```python
def f(x):
    return x + 1  # comment
```

| name | value |
|:-----|------:|
| a    | 1     |

### Analogy
Like a chain.

### Sources
- Book 2016, §1

## The cloze card
<!-- id: cloze-card; type: cloze -->

The slope is {{c1::$\frac{a}{b}$::a ratio}} and the {{c2::sign}} is positive.

$$
E = m c^2
$$

## Which options are right?
<!-- id: choice-card; type: choice -->

- [x] this one
- [ ] that one

Since it is so.

![A picture](media/p.svg)

[ref]: https://example.org/many
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
PNG = b"\x89PNG\r\n\x1a\n and what follows"
Edit = Callable[[Collection], None]


@pytest.fixture
def deck(make_deck: MakeDeck) -> Path:
    """A deck with most that Markdown can say, in the ways that our converter would not write it."""
    return make_deck(
        {
            "deckpress.toml": TOML + quiet().replace("[checks.severity]", "[checks.severity]"),
            "content/page.md": PAGE,
            "content/tags.toml": TAGS,
            "content/media/p.svg": SVG,
        }
    )


def _built(root: Path, run: Run) -> Path:
    assert run(root, "build", "--only", "apkg").exit_code == 0
    return next((root / "build").glob("*.apkg"))


def _learned(folder: Path, package: Path, edit: Edit, legacy: bool = False) -> Path:
    """A learner imports, edits and exports."""
    out = folder / "export.apkg"
    with collection(folder / "anki") as col:
        install(col, package)
        edit(col)
        options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=legacy)
        col.export_anki_package(out_path=str(out), options=options, limit=None)
    return out


def _change(identifier: str, field: str, old: str, new: str) -> Edit:
    """An edit in Anki's editor: `old` must be there."""

    def edit(col: Collection) -> None:
        found = note(col, identifier)
        assert old in found[field], found[field]
        found[field] = found[field].replace(old, new, 1)
        col.update_note(found)

    return edit


def _changed_lines(before: str, after: str) -> list[str]:
    rows = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0)
    return [row for row in rows if row[0] in "+-" and not row.startswith(("+++", "---"))]


def _fields(root: Path) -> dict[str, dict[str, str]]:
    given = config.load(root, jobs=1)[0]
    book, _ = render.book(sources.read(given)[0], given)
    return {
        n.card.id: dict(zip(identity.fields(n.card.kind), n.fields, strict=True))
        for n in book.notes
    }


EDITS = [
    ("plain-card", "Answer", "of <a", "or <a", ["-of [many][ref] factors, _each_ below one.",
                                              "+or [many][ref] factors, _each_ below one."]),
    ("plain-card", "Question", "to it", "to all", ["-## What is the *answer* to it?",
                                                   "+## What is the *answer* to all?"]),
    ("plain-card", "Answer", "second item", "second <b>thing</b>", ["-* second item", "+* second **thing**"]),
    ("plain-card", "Answer", "nested item", "nested", ["-    * nested item", "+    * nested"]),
    ("plain-card", "Answer", r"\(x_i\)", r"\(x_{j} &lt; 3\)", [
        r"-It has a second paragraph \(x_i\) with `code * here`.",
        r"+It has a second paragraph \(x_{j} < 3\) with `code * here`."]),
    ("plain-card", "Answer", "second paragraph", "second 2*3*4 paragraph", [
        r"-It has a second paragraph \(x_i\) with `code * here`.",
        r"+It has a second 2\*3\*4 paragraph \(x_i\) with `code * here`."]),
    ("plain-card", "Answer", ">1<", ">2<", None),
    ("plain-card", "Analogy", "Like a chain.", "Like a chain.<br><br>Or a rope.", ["+", "+Or a rope."]),
    ("plain-card", "Hint", "", "Think of <i>products</i>.", ["+### Hint", "+Think of *products*.", "+"]),
    ("plain-card", "Analogy", "Like a chain.", "", ["-### Analogy", "-Like a chain.", "-"]),
    ("cloze-card", "Answer", "c2::sign", "c2::mark", None),
    ("cloze-card", "Answer", r"\frac{a}{b}", r"\frac{a}{2b}", None),
    ("cloze-card", "Answer", "m c^2", "m c^3", ["-E = m c^2", "+E = m c^3"]),
    ("plain-card", "Question", "to it", "to it<br>and all", [
        "+", "+### Answer", "+### Question", "+What is the *answer* to it\\", "+and all?"]),
    ("choice-card", "Answer", '<li class="choice">that one</li>',
     '<li class="choice">that one</li><li class="choice">and another</li>', ["+- [ ] and another"]),
    ("choice-card", "Answer", "that one", "that other one", ["-- [ ] that one", "+- [ ] that other one"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("identifier", "field", "old", "new", "lines"), EDITS, ids=lambda value: str(value)[:24]
)
def test_an_edit_comes_back_to_its_lines(
    deck: Path,
    run: Run,
    tmp_path: Path,
    identifier: str,
    field: str,
    old: str,
    new: str,
    lines: list[str] | None,
) -> None:
    """Only those lines change; a rebuilt deck has what the learner wrote; pulling again changes nothing."""
    theirs = _learned(tmp_path, _built(deck, run), _change(identifier, field, old, new))
    before = _fields(deck)
    shown = run(deck, "pull", theirs, "--dry-run")
    assert (deck / "content/page.md").read_text() == PAGE and "--- content/page.md" in shown.stdout
    result = run(deck, "pull", theirs)
    assert result.exit_code == 0, result.output
    after = (deck / "content/page.md").read_text()
    changed = _changed_lines(PAGE, after)
    if lines is None:
        assert len(changed) == 2, changed
    else:
        assert sorted(changed) == sorted(lines)
    wanted = before[identifier] | {field: before[identifier][field].replace(old, new, 1)}
    found = _fields(deck)
    assert {k: v for k, v in found.items() if k != identifier} == {
        k: v for k, v in before.items() if k != identifier
    }
    assert {k: normal_form(v) for k, v in found[identifier].items() if k != "Choices"} == {
        k: normal_form(v) for k, v in wanted.items() if k != "Choices"
    }
    again = run(deck, "pull", theirs)
    assert again.exit_code == 0 and (deck / "content/page.md").read_text() == after
    assert "changed nothing" in again.output


def test_line_ends_and_spelling_of_other_lines_stay(deck: Path, run: Run, tmp_path: Path) -> None:
    """CRLF, a byte order mark and NFD outside of the edited line are kept byte by byte."""
    stored = ("\ufeff" + PAGE.replace("Like a chain.", "Like a chai\u0302ne.")).replace(
        "\n", "\r\n"
    )
    (deck / "content/page.md").write_bytes(stored.encode())
    theirs = _learned(
        tmp_path, _built(deck, run), _change("plain-card", "Answer", "many</a>", "some</a>")
    )
    assert run(deck, "pull", theirs).exit_code == 0
    after = (deck / "content/page.md").read_bytes().decode()
    assert after == stored.replace("of [many]", "of [some]")


def test_several_edits_of_one_card_and_formatting_stays_canonical(
    deck: Path, run: Run, tmp_path: Path
) -> None:
    """All at once; `fmt` has nothing to do afterwards where it had nothing to do before."""

    def edit(col: Collection) -> None:
        found = note(col, "plain-card")
        found["Question"], found["Hint"], found["Application"] = (
            "Why?",
            "Look.",
            "In use:<ul><li>one</li></ul>",
        )
        found["Sources"] = found["Sources"].replace("2016", "2017")
        found["Analogy"] = ""
        found.tags = [*found.tags, "t::three"]
        col.update_note(found)

    page = PAGE.replace("; origin: X; tags: t::two", "; tags: t::two; origin: X")
    (deck / "content/page.md").write_text(page)
    assert run(deck, "fmt", "--check").exit_code == 0
    theirs = _learned(tmp_path, release(deck, 1), edit)
    result = run(deck, "pull", theirs)
    assert "5 fields and 1 tags of 1 cards" in result.output, result.output
    assert run(deck, "fmt", "--check").exit_code == 0
    text = (deck / "content/page.md").read_text()
    assert (
        "## Why?\n<!-- id: plain-card; level: core; tags: t::two, t::three; origin: X -->" in text
    )
    assert (
        "### Application\nIn use:\n\n- one\n\n### Sources\n- Book 2017, §1\n\n### Hint\nLook.\n\n## The"
        in text
    )
    assert "### Analogy" not in text


def test_tags_that_authors_keep_are_written_others_said(
    deck: Path, run: Run, tmp_path: Path
) -> None:
    """Topics and levels go into the comment; personal tags are nobody's business, unknown ones are reported."""

    def edit(col: Collection) -> None:
        found = note(col, "plain-card")
        found.tags = ["T::Three", "level::advanced", "facet::why", "marked", "my::tag"]
        col.update_note(found)

    result = run(deck, "pull", _learned(tmp_path, _built(deck, run), edit))
    assert _changed_lines(PAGE, (deck / "content/page.md").read_text()) == [
        "-<!-- id: plain-card; level: core; origin: X; tags: t::two -->",
        "+<!-- id: plain-card; facet: why; level: advanced; origin: X; tags: t::three -->",
    ]
    assert "'my::tag' was added" in result.output and "marked" not in result.output
    assert "content/page.md:7:52: info: the tag 't::one' was removed" in result.output


def test_what_changed_on_both_sides_is_a_conflict(deck: Path, run: Run, tmp_path: Path) -> None:
    """The ledger knows what was released: a field that the deck changed since stays, and is said with its place."""
    package = release(deck, 1)
    both = _change("plain-card", "Analogy", "chain", "rope")

    def edit(col: Collection) -> None:
        both(col)
        _change("plain-card", "Answer", "third item", "third<br><br>item")(col)

    theirs = _learned(tmp_path, package, edit)
    commit(deck)
    page = PAGE.replace("Like a chain.", "Like chains.")
    (deck / "content/page.md").write_text(page)
    result = run(deck, "pull", theirs)
    assert result.exit_code == 1
    assert (
        "content/page.md:31:1: Analogy was changed here and in Anki; left as it is [pull-conflict]"
        in result.output
    )
    assert "Like a rope." in result.output
    after = (deck / "content/page.md").read_text()
    assert after == page.replace("* third item", "* third\n\n  item")


def test_a_learner_with_the_released_text_changes_nothing(
    deck: Path, run: Run, tmp_path: Path
) -> None:
    """Nobody edited it in Anki: what the deck has become since is no edit of theirs."""
    theirs = _learned(tmp_path, release(deck, 1), lambda col: None)
    page = PAGE.replace("chain", "rope")
    (deck / "content/page.md").write_text(page)
    release(deck, 2)
    for _ in range(2):
        result = run(deck, "pull", theirs)
        assert result.exit_code == 0 and "changed nothing" in result.output
    assert (deck / "content/page.md").read_text() == page


def test_base_tells_what_the_learner_had(deck: Path, run: Run, tmp_path: Path) -> None:
    """With the package that was learned, an edit is told from a later correction in another field."""
    package = release(deck, 1)
    theirs = _learned(tmp_path, package, _change("plain-card", "Analogy", "chain", "rope"))
    page = PAGE.replace("2016", "2017")
    (deck / "content/page.md").write_text(page)
    assert run(deck, "pull", theirs).exit_code == 1
    assert (deck / "content/page.md").read_text() == page
    assert run(deck, "pull", theirs, "--base", package).exit_code == 0
    assert (deck / "content/page.md").read_text() == page.replace("chain", "rope")


def test_git_tells_what_the_last_release_was(deck: Path, run: Run, tmp_path: Path) -> None:
    """As with --base, from the commit of the ledger."""
    theirs = _learned(tmp_path, release(deck, 1), _change("plain-card", "Analogy", "chain", "rope"))
    commit(deck)
    page = PAGE.replace("2016", "2017")
    (deck / "content/page.md").write_text(page)
    assert run(deck, "pull", theirs).exit_code == 0
    assert (deck / "content/page.md").read_text() == page.replace("chain", "rope")


def test_without_a_ledger_an_all_different_note_is_no_edit(
    deck: Path, run: Run, tmp_path: Path
) -> None:
    """If most of it differs, it may well be an old text: nothing is written."""
    theirs = _learned(tmp_path, _built(deck, run), _change("plain-card", "Hint", "", "Mine"))
    page = (
        PAGE.replace("to it", "to that").replace("chain", "rope").replace("The answer is", "It is")
    )
    (deck / "content/page.md").write_text(page.replace("2016", "2017"))
    result = run(deck, "pull", theirs)
    assert result.exit_code == 1 and "nothing tells who changed it" in result.output
    assert "no release is recorded" in result.output
    assert (deck / "content/page.md").read_text() == page.replace("2016", "2017")


def test_a_new_picture_comes_along(deck: Path, run: Run, tmp_path: Path) -> None:
    """Its file goes into the deck's media, its place in the text is kept; a recording is only said."""

    def edit(col: Collection) -> None:
        folder = Path(col.media.dir())
        (folder / "word.mp3").write_bytes(b"bytes of word.mp3")
        (folder / "paste 1.jpg").write_bytes(PNG)  # under another format's ending, as people do
        new = 'rope.<img src="paste 1.jpg">[sound:word.mp3]'
        _change("plain-card", "Analogy", "chain.", new)(col)

    theirs = _learned(tmp_path, _built(deck, run), edit)
    assert "would add content/media/paste-1.png" in run(deck, "pull", theirs, "--dry-run").output
    assert not (deck / "content/media/paste-1.png").exists()
    result = run(deck, "pull", theirs)
    assert result.exit_code == 0, result.output
    assert (deck / "content/media/paste-1.png").read_bytes() == PNG
    after = PAGE.replace("Like a chain.", "Like a rope.![paste-1](media/paste-1.png)")
    assert (deck / "content/page.md").read_text() == after
    assert "[pull-picture]" in result.output and "word.mp3 was added" in result.output
    assert run(deck, "build", "--only", "apkg").exit_code == 0
    assert "changed nothing" in run(deck, "pull", theirs).output


def test_a_text_that_was_not_updated_yet_is_no_edit(deck: Path, run: Run, tmp_path: Path) -> None:
    """A learner of release 1 edits one field after release 2 corrected another: the correction is not undone."""
    package = release(deck, 1)
    commit(deck)
    (deck / "content/page.md").write_text(PAGE.replace("2016", "2017"))
    commit(deck)
    release(deck, 2)
    commit(deck)
    theirs = _learned(tmp_path, package, _change("plain-card", "Analogy", "chain", "rope"))
    result = run(deck, "pull", theirs)
    assert result.exit_code == 0, result.output
    assert (deck / "content/page.md").read_text() == PAGE.replace("2016", "2017").replace(
        "chain", "rope"
    )


def test_a_collection_that_anki_has_open_is_read(deck: Path, run: Run, tmp_path: Path) -> None:
    """What Anki has not written into the file yet counts; neither the file nor its log is touched."""
    with collection(tmp_path / "anki") as col:
        install(col, _built(deck, run))
        _change("plain-card", "Analogy", "chain", "rope")(col)
        stored = {path: path.read_bytes() for path in (tmp_path / "anki").glob("collection.anki2*")}
        assert any(path.name.endswith("-wal") for path in stored)
        result = run(deck, "pull", tmp_path / "anki" / "collection.anki2")
        assert result.exit_code == 0, result.output
        assert {
            path: path.read_bytes() for path in (tmp_path / "anki").glob("collection.anki2*")
        } == stored
        assert note(col, "plain-card")["Analogy"] == "Like a rope."
    assert (deck / "content/page.md").read_text() == PAGE.replace("chain", "rope")


PIECES = ["word", "2*3", "a_b", "$5", "<b>bold</b>", "<i>it</i>", "<code>x()</code>", r"\(x_1 &lt; y\)", "<br>", "|",
          "<ul><li>one</li><li>two</li></ul>", "<div>block</div>", "# no heading", "&amp;amp;", "[x](y)", "- ", "1. ",
          "<a href='https://example.org/a_b'>link</a>", "H<sub>2</sub>O", "<u>u</u>", "<br><br>", "ü", ""]  # fmt: skip
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Each example takes a second: a failing one is shown as it is."""
WORD = re.compile(r"(?<![<&\\/\w])\b[a-z]{2,}\b(?![^<>]*>)(?![^\\]*\\\))")


@settings(
    max_examples=25, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    edits=st.lists(
        st.tuples(st.sampled_from(["Question", "Answer", "Analogy", "Sources", "Notes"]), st.integers(0, 200),
                  st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join)),
        min_size=1, max_size=3)
)  # fmt: skip
def test_whatever_is_written_comes_back_or_is_said(
    deck: Path,
    run: Run,
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[str, int, str]],
) -> None:
    """Random edits of a card: afterwards a build says what Anki says, but for fields with a located row."""
    (deck / "content/page.md").write_text(PAGE)
    (deck / "content/ledger.tsv").unlink(missing_ok=True)
    before = _fields(deck)

    def edit(col: Collection) -> None:
        found = note(col, "plain-card")
        for field, place, text in edits:
            words = [m.start() for m in WORD.finditer(found[field])]
            at = words[place % len(words)] if words else 0
            found[field] = f"{found[field][:at]}{text} {found[field][at:]}"
        col.update_note(found)
        wanted.update(found.items())

    wanted: dict[str, str] = {}
    result = run(deck, "pull", _learned(tmp_path_factory.mktemp("learner"), release(deck, 1), edit))
    found = _fields(deck)
    unsaid = [
        n for n in wanted if normal_form(found["plain-card"].get(n, "")) != normal_form(wanted[n])
    ]
    assert all(f" {name} cannot be written" in result.output for name in unsaid), result.output
    assert all(
        normal_form(found["plain-card"].get(n, "")) == normal_form(before["plain-card"].get(n, ""))
        for n in unsaid
    )
    assert {k: v for k, v in found.items() if k != "plain-card"} == {
        k: v for k, v in before.items() if k != "plain-card"
    }
    assert result.exit_code == (1 if unsaid else 0)


def test_the_real_deck_unedited_changes_nothing(run: Run, tmp_path: Path) -> None:
    """Every card of the deck that ships comes back from Anki as it is."""
    root = tmp_path / "deck"
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "deckpress.toml", root)
    stored = {
        path: path.read_bytes() for path in sorted((root / "content").rglob("*")) if path.is_file()
    }
    # every note is dated anew: none is told by its date alone
    theirs = _learned(
        tmp_path, _built(root, run), lambda col: col.db.execute("update notes set mod = mod + 1000")
    )
    result = run(root, "pull", theirs)
    assert result.exit_code == 0 and "changed nothing" in result.output, result.output
    assert {
        path: path.read_bytes() for path in sorted((root / "content").rglob("*")) if path.is_file()
    } == stored


def test_new_notes_and_media_are_reported_not_written(deck: Path, run: Run, tmp_path: Path) -> None:
    """A note made in Anki, a pasted picture, and notes of other decks."""

    def edit(col: Collection) -> None:
        basic = next(m for m in col.models.all() if m["name"] == "Test (Basic)")
        for kind, values in (
            (basic, ["", "Mine?", "Yes."]),
            (col.models.by_name("Basic"), ["a", "b"]),
        ):
            new = col.new_note(kind)
            new.fields[: len(values)] = values
            col.add_note(new, 1)
        _change("plain-card", "Analogy", "chain.", 'rope.<img src="paste-1.png">')(col)

    result = run(deck, "pull", _learned(tmp_path, _built(deck, run), edit))
    assert result.exit_code == 0, result.output
    assert (
        "'Mine?' [pull-new-note]" in result.output and "1 new, 1 not of this deck" in result.output
    )
    assert "paste-1.png was added to Analogy" in result.output
    assert (deck / "content/page.md").read_text() == PAGE.replace("chain", "rope")


@pytest.mark.parametrize("form_of", ["legacy", "colpkg", "anki2"])
def test_every_form_of_a_collection_is_read(
    deck: Path, run: Run, tmp_path: Path, form_of: str
) -> None:
    """Old packages, whole collections, and the profile's own file, which stays as it is."""
    edit = _change("plain-card", "Analogy", "chain", "rope")
    theirs = _learned(tmp_path, _built(deck, run), edit, legacy=form_of == "legacy")
    if form_of == "colpkg":
        theirs = tmp_path / "all.colpkg"
        with collection(tmp_path / "anki") as col:
            col.export_collection_package(str(theirs), include_media=True, legacy=False)
    if form_of == "anki2":
        theirs = tmp_path / "anki" / "collection.anki2"
    stored = theirs.read_bytes()
    assert run(deck, "pull", theirs).exit_code == 0
    assert (deck / "content/page.md").read_text() == PAGE.replace("chain", "rope")
    assert theirs.read_bytes() == stored


@pytest.mark.parametrize(
    "what", ["text", "cut", "empty", "no collection", "broken database", "view"]
)
def test_a_broken_package_is_said_and_nothing_written(
    deck: Path, run: Run, tmp_path: Path, what: str
) -> None:
    """One line with a fix, exit 1, no traceback."""
    path = tmp_path / "x.apkg"
    good = _built(deck, run).read_bytes()
    path.write_bytes({"text": b"Hello", "cut": good[: len(good) // 2], "empty": b""}.get(what, b""))
    if what in ("no collection", "broken database"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "collection.anki2" if "database" in what else "x",
                b"SQLite format 3\0" + b"\1" * 5000,
            )
    if what == "view":
        with sqlite3.connect(path) as database:
            database.execute("CREATE VIEW notes AS SELECT 1")
        database.close()
    result = run(deck, "pull", path)
    assert result.exit_code == 1 and "fix: " in result.output and "Traceback" not in result.output
    assert (deck / "content/page.md").read_text() == PAGE


def test_a_missing_package_is_a_usage_error(deck: Path, run: Run) -> None:
    assert run(deck, "pull", "nowhere.apkg").exit_code == 2


MERGES = [
    ("a *b* c", "a **b** c", "a **b** d", "a *b* d"),
    ("one\ntwo", "one two", "one two three", "one\ntwo three"),
    ("x [a][r] y", "x [a](u) y", "x [a](u) z y", "x [a][r] z y"),
    ("* a\n* b", "- a\n- b", "- a\n- q\n- b", None),
    ("same", "same", "other", "other"),
]


@pytest.mark.parametrize(("source", "before", "after", "wanted"), MERGES)
def test_a_change_is_done_to_the_authors_own_words(
    source: str, before: str, after: str, wanted: str | None
) -> None:
    assert wanted is None or merged(source, before, after) == wanted
    assert merged(source, before, before) == source


def test_forms_tell_what_readers_see() -> None:
    """Ways of writing are the same; words, emphasis, breaks and code are not."""
    assert normal_form("<div>a</div><div><b>b</b></div>") == normal_form(
        "<p>a</p>\n<p><strong>b</strong></p>"
    )
    assert normal_form("a&nbsp;b<br>") == normal_form("<p>a b</p>")
    assert normal_form(
        '<pre class="code"><code><span class="k">if</span> a</code></pre>'
    ) == normal_form("<pre>if a\n</pre>")
    assert normal_form(r"\(a} }\)") == normal_form(r"\(a}}\)")
    for one, other in (
        ("a", "b"),
        ("a", "<b>a</b>"),
        ("a<br>b", "a b"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
    ):
        assert normal_form(one) != normal_form(other)
