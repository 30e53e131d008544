"""Whatever a file holds, its author gets a message with a place and never a traceback."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from support import REPOSITORY, MakeDeck, Run
from support.anki_collection import collection

from deckpress.anki import opening
from deckpress.deck import clock
from deckpress.importer import reading
from deckpress.importer.harvest import Harvest
from deckpress.importer.reading import rows
from deckpress.model.refused import Refused
from deckpress.pull import learner_notes
from deckpress.releases import revisions, states

CARD = "## What is it?\n<!-- id: what-is-it -->\n\nThat.\n"

# --- questions ----------------------------------------------------------------------------------------------------

WITHOUT_WORDS = (
    "What does ~ mean?",
    "What does `~` mean in R?",
    "What is `x ~ N(0,1)`?",
    "What does `~~` do in JavaScript?",
    "~",
    "~ ~",
    "`~role`",
    "~= ~> ~",
    "!",
    "?",
    "…",
    "、",
    "。，",
    "・・",
    "👍🏽",
    "🇩🇪 🇫🇷",
    "$\\sim$",
    "$~$ $~$",
    "&nbsp;",
    "&#8203;",
    "\u200d",
    "¨",
    "² ٣ ½",
    "ﬁ",
    "the of and",
    "Is it the one?",
)


def test_questions_without_any_word_are_compared(make_deck: MakeDeck, run: Run) -> None:
    cards = (
        f"## {q}\n<!-- id: q-{i}; type: basic -->\n\nThat {i}.\n"
        for i, q in enumerate(WITHOUT_WORDS)
    )
    deck = make_deck({"content/a.md": "\n".join(cards)})
    assert "[duplicate-question]" not in run(deck, "check", "--select", "duplicate-question").output
    for question in WITHOUT_WORDS:
        alone = make_deck(
            {"content/a.md": f"## {question}\n<!-- id: alone -->\n\nThat.\n"}, f"q{hash(question)}"
        )
        assert run(alone, "check").exit_code in (0, 1)


# --- the deck's own tables ----------------------------------------------------------------------------------------

TABLES = (
    "deckpress.toml",
    "content/tags.toml",
    "content/glossary.toml",
    "content/misconceptions.toml",
    "content/similarity.toml",
)


@pytest.mark.parametrize(
    "number", ("5" * 5000, "-" + "5" * 5000, "0x" + "f" * 40, "5" * 30, "1_" * 3000 + "1")
)
@pytest.mark.parametrize("table", TABLES)
def test_a_number_beyond_all_bounds_is_located(
    table: str, number: str, make_deck: MakeDeck, run: Run
) -> None:
    text = f"# a table\n\n[x]\nkey = {number}\n"
    result = run(make_deck({"content/a.md": CARD, table: text}), "check")
    column = 8 if number.startswith("-") else 7
    assert f"{table}:4:{column}: a number of more than 64 bits [bad-toml]" in result.output


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('"a\\u0007"', "U+0007"),
        ('"a\\b"', "U+0008"),
        ('"a\\f"', "U+000C"),
        ('"a\\U0000FFFE"', "U+FFFE"),
        ('"a\uffff"', "U+FFFF"),
        ('"a\x9b"', "U+009B"),
    ],
)
@pytest.mark.parametrize("table", TABLES)
def test_a_control_character_in_a_table_is_located(
    table: str, written: str, name: str, make_deck: MakeDeck, run: Run
) -> None:
    text = f'x = """a\n\tb"""\ny = [{{ z = {written} }}]\n'
    result = run(make_deck({"content/a.md": CARD, table: text}), "check")
    assert f"{table}:3:14: control character {name} [bad-toml]" in result.output


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_takes_too_long_is_an_error(
    table: str, make_deck: MakeDeck, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """tomllib takes minutes for one key of fifty thousand parts."""
    monkeypatch.setattr("deckpress.deck.toml.SECONDS", 0.3)
    text = ".".join("a" * 50_000) + " = 1\n"
    result = run(make_deck({"content/a.md": CARD, table: text}), "check")
    assert f"{table}:1:1: reading this table takes far too long [takes-too-long]" in result.output


OPTIONS = {
    "page-too-large": "bytes",
    "answer-too-long": "spoken",
    "bad-value": "level",
    "shared-sentence": "words",
    "possible-duplicate": "threshold",
    "similar-question": "limit",
    "enumeration": "spoken",
    "source-format": "known",
}
VALUES = (
    "0", "-1", "9223372036854775807", "nan", "inf", "1.6666666666666667", '"x"', "[1]", "[[]]", "{a = 'x'}",
    "true", "2020-01-01", "{interview = 9223372036854775807}",
)  # fmt: skip


@pytest.mark.parametrize("code", OPTIONS)
def test_an_option_of_any_type_and_size_is_no_traceback(
    code: str, make_deck: MakeDeck, run: Run
) -> None:
    deck = make_deck({"content/a.md": CARD + CARD.replace("it", "that")})
    for value in VALUES:
        (deck / "deckpress.toml").write_text(
            f"[deck]\nname = 'T'\n[checks.{code}]\n{OPTIONS[code]} = {value}\n"
        )
        start = time.process_time()
        assert run(deck, "check").exit_code in (0, 1)
        assert run(deck, "import", deck / "content" / "a.md", "--dry-run").exit_code in (0, 1)
        assert time.process_time() - start < 5


def test_a_wrong_type_is_told_and_the_default_counts(make_deck: MakeDeck, run: Run) -> None:
    config = '[deck]\nname = "T"\n\n[checks.page-too-large]\nbytes = "x"\n'
    result = run(make_deck({"content/a.md": CARD, "deckpress.toml": config}), "check")
    assert result.output.startswith(
        "deckpress.toml:5:1: option 'bytes' of page-too-large has the wrong type"
    )


# --- front matter -------------------------------------------------------------------------------------------------

FRONT_MATTER = (
    "tags: 5",
    "tags: 2020-01-01",
    "tags: null",
    "tags: [1, 2020-01-01, null, true, 0x1F, 1e999]",
    "tags: {a: b}",
    "tags: [[a]]",
    "tags: &x [*x]",
    "tags: &x {a: *x}",
    "tags: *nowhere",
    "a: &a [x]\nb: [*a, *a]",
    "<<: {deck: x}",
    "deck: [a, b]",
    "deck: !!python/object/apply:os.system [x]",
    "deck: !!binary x",
    "? [a]\n: b",
    "? {a: b}\n: c",
    "5: 6",
    "- a\n- b",
    "just words",
    "'",
    "deck: " + "5" * 5000,
    "tags: |\n  a\n  b",
    "%YAML 1.1",
    "\u2028: \u0085",
    "deck: \ufeff",
    "{}",
    "[]",
    "~",
)


@pytest.mark.parametrize("text", FRONT_MATTER)
def test_front_matter_of_any_kind_is_no_traceback(text: str, make_deck: MakeDeck, run: Run) -> None:
    result = run(make_deck({"content/a.md": f"---\n{text}\n---\n{CARD}"}), "check")
    assert result.exit_code in (0, 1)
    places = [line for line in result.output.splitlines() if line.endswith("[bad-front-matter]")]
    assert all(line.startswith("content/a.md:") for line in places)


# --- JSON ---------------------------------------------------------------------------------------------------------

MODEL = {
    "name": "Basic",
    "flds": [{"name": "Front"}, {"name": "Back"}],
    "tmpls": [{"qfmt": "{{Front}}"}],
}


def _crowdanki(**changes: object) -> dict[str, object]:
    """A deck of one note, with the keys `notes_…` and `model_…` changed there."""
    note = {"fields": ["What?", "That."], "guid": "g", "note_model_uuid": "m", "tags": ["a"]}
    model: dict[str, object] = {**MODEL, "crowdanki_uuid": "m"}
    deck: dict[str, object] = {"name": "D", "notes": [note], "note_models": [model], "children": []}
    for key, value in changes.items():
        where, _, name = key.partition("_")
        {"note": note, "model": model, "deck": deck}[where][name] = value
    return deck


ODD = (
    5,
    1.5,
    True,
    None,
    "text",
    {},
    {"a": 1},
    [5],
    [None],
    [[]],
    [{"name": {"a": 1}}],
    float("inf"),
    "\ud800",
)


@pytest.mark.parametrize("place", ("note_fields", "note_tags", "note_guid", "note_note_model_uuid", "model_flds",
    "model_tmpls", "model_name", "model_css", "deck_name", "deck_children", "deck_note_models"))  # fmt: skip
def test_crowdanki_of_any_type_is_no_traceback(
    place: str, make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    deck, path = make_deck({"content/a.md": CARD}), tmp_path / "d.json"
    for value in ODD:
        path.write_text(json.dumps(_crowdanki(**{place: value})))
        assert run(deck, "import", path).exit_code in (0, 1)


def test_half_a_character_becomes_a_replacement_character(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    """`\\ud83d\\ude00` is a character written in halves, `\\ud83d` alone is nothing that a file could hold."""
    deck, path = make_deck({"content/a.md": CARD}), tmp_path / "d.json"
    path.write_text(
        json.dumps(_crowdanki(note_fields=["What is \ud83d and \ud83d\ude00 \\ud83d?", "That."]))
    )
    assert run(deck, "import", path).exit_code == 0
    assert "## What is \ufffd and 😀 \\ud83d?" in "".join(
        p.read_text() for p in (deck / "content").rglob("*.md")
    )


@pytest.mark.parametrize(
    ("text", "message"),
    (
        ('{"notes": [' + "5" * 5000 + "]}", "not valid JSON: Exceeds the limit"),
        ('{"notes": [' + "[" * 100_000, "not valid JSON: nested too deeply"),
        ('{"notes": [\n,]}', "not valid JSON: Expecting value"),
        ('{"notes": 5}', "no CrowdAnki deck"),
        ("5", "no CrowdAnki deck"),
    ),
)
def test_json_that_cannot_be_read_is_one_error(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text(text)
    harvest = reading.read(tmp_path / "d.json", "d.json", {})
    assert [problem.severity for problem in harvest.problems] == ["error"]
    assert harvest.problems[0].message.startswith(message)
    assert harvest.problems[0].span.line == (2 if "Expecting" in message else 1)


# --- tables of others ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ("²", "٣", "0", "-1", "5" * 5000, "1e3", "", "999999"))
def test_a_column_number_that_is_none_does_not_count(number: str, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(
        f"#separator:tab\n#html:false\n#tags column:{number}\nWhat?\tThat.\tx\n"
    )
    harvest = reading.read(tmp_path / "n.txt", "n.txt", {})
    assert [card.question for card in harvest.cards] == ["What?"]
    assert harvest.cards[0].tags == ()


# --- databases ----------------------------------------------------------------------------------------------------

SCHEMA_11 = """
CREATE TABLE col (id integer primary key, models, decks);
CREATE TABLE notes (id integer primary key, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data);
CREATE TABLE cards (id integer primary key, nid, did, ord, odid);
"""


def _old(
    path: Path, *statements: str, models: object = None, decks: object = '{"1": {"name": "D"}}'
) -> Path:
    """A package of schema 11 with one note and one card, and some statements run on it."""
    path.with_suffix(".db").unlink(missing_ok=True)
    with sqlite3.connect(path.with_suffix(".db")) as database:
        database.executescript(SCHEMA_11)
        database.execute(
            "INSERT INTO col VALUES (1, ?, ?)", (models or json.dumps({"1": MODEL}), decks)
        )
        database.execute(
            "INSERT INTO notes VALUES (1,'g',1,1,0,' a ','What?'||char(31)||'That.','',0,0,'')"
        )
        database.execute("INSERT INTO cards VALUES (1, 1, 1, 0, 0)")
        for statement in statements:
            database.execute(statement)
    database.close()
    return _packed(path, path.with_suffix(".db").read_bytes())


def _packed(path: Path, database: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", database)
    return path


@pytest.mark.parametrize("key", ("²", "--5", "٣", "5" * 5000, "x", ""))
def test_ids_that_are_none_do_not_count(key: str, tmp_path: Path) -> None:
    models, decks = (
        json.dumps({key: MODEL, "1": MODEL}),
        json.dumps({key: {"name": "E"}, "1": {"name": "D"}}),
    )
    path = _old(tmp_path / "p.apkg", models=models, decks=decks)
    cards = reading.read(path, "p", {}).cards
    assert [(card.question, card.answer, card.topics) for card in cards] == [
        ("What?", "That.", ("D",))
    ]
    assert [entry.deck for entry in states.of_package(path).entries] == ["D"]


@pytest.mark.parametrize("key", ("flds", "tmpls", "name", "css", "type"))
def test_a_note_type_of_any_type_is_no_traceback(key: str, tmp_path: Path) -> None:
    for value in ODD:
        path = _old(tmp_path / "p.apkg", models=json.dumps({"1": {**MODEL, key: value}}))
        harvest = reading.read(path, "p", {})
        assert harvest.cards or harvest.skipped
        assert json.dumps(harvest.title).isascii()
        states.of_package(path)


@pytest.mark.parametrize(
    "statement",
    (
        "UPDATE cards SET ord = '²'",
        "UPDATE cards SET ord = x'00ff', did = x'ff', nid = 1.0",
        "UPDATE cards SET ord = '1,-3,999999999999999999999999'",
        "UPDATE notes SET mod = NULL, tags = NULL, guid = NULL",
        "UPDATE notes SET mod = 1e999, tags = x'ff', guid = 5, mid = 1.0",
        "UPDATE notes SET flds = CAST(x'ff411f42' AS TEXT)",
        "UPDATE notes SET flds = x'ff1f00'",
        "UPDATE notes SET mid = 'x'",
        "DELETE FROM col",
        "DELETE FROM cards",
        "UPDATE col SET models = 5",
        "UPDATE col SET models = NULL, decks = NULL",
        "UPDATE col SET decks = '[]'",
        "ALTER TABLE notes DROP COLUMN tags",
    ),
)
def test_values_of_any_type_are_no_traceback(statement: str, tmp_path: Path) -> None:
    path = _old(tmp_path / "p.apkg", statement)
    harvest = reading.read(path, "p", {})
    assert harvest.cards or harvest.skipped or _refusal(harvest)
    for read in (
        lambda: states.of_package(path),
        lambda: learner_notes.read(path, "p", {"g"}, {1}),
    ):
        try:
            read()
        except (Refused, revisions.UnreadableError):
            assert _refusal(harvest)


def _refusal(harvest: Harvest) -> str:
    assert not harvest.cards
    return next((problem.code for problem in harvest.problems if problem.severity == "error"), "")


GROWING = "replace(replace(hex(zeroblob(9000000)), '0', '11'), '1', '0')"

COMPUTING = {
    "a virtual column": f"ALTER TABLE notes ADD COLUMN more AS ({GROWING}) VIRTUAL",
    "a column of cards": "ALTER TABLE cards ADD COLUMN more AS (1) VIRTUAL",
    "a column of another table": "CREATE TABLE z (a, b AS (a + 1) STORED)",
    "a trigger": "CREATE TRIGGER t AFTER UPDATE ON notes BEGIN SELECT 1; END",
    "a view": "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
    "a virtual table": "CREATE VIRTUAL TABLE f USING fts5(a)",
    "a table of trees": "CREATE VIRTUAL TABLE r USING rtree(a, b, c)",
}


@pytest.mark.parametrize("name", COMPUTING)
def test_a_database_that_computes_is_refused(name: str, tmp_path: Path) -> None:
    start = time.process_time()
    path = _old(tmp_path / "p.apkg", COMPUTING[name])
    harvest = reading.read(path, "p", {})
    assert _refusal(harvest) == "bad-package"
    assert "its database computes" in harvest.problems[0].message
    with pytest.raises(revisions.UnreadableError, match="its database computes"):
        states.of_package(path)
    assert time.process_time() - start < 5


def test_a_generated_field_is_refused(tmp_path: Path) -> None:
    """`flds` itself, which the reader asks for: without an end, and never interrupted."""
    columns = "id integer primary key, guid, mid, mod, usn, tags, sfld, csum, flags, data"
    path = _old(
        tmp_path / "p.apkg",
        f"CREATE TABLE n ({columns}, flds AS ({GROWING}) VIRTUAL)",
        "INSERT INTO n (id, guid, mid, mod, tags) SELECT id, guid, mid, mod, tags FROM notes",
        "DROP TABLE notes",
        "ALTER TABLE n RENAME TO notes",
    )
    assert "notes.flds" in reading.read(path, "p", {}).problems[0].message


def test_reading_a_database_ends_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else SQLite may find to do: it is interrupted, and honest collections are far from that."""
    many = "INSERT INTO cards SELECT NULL, x, 1, 0, 0 FROM (WITH RECURSIVE c(x) AS (SELECT 2 UNION ALL SELECT x + 1 FROM c LIMIT 50000) SELECT x FROM c)"
    path = _old(tmp_path / "p.apkg", many)
    assert len(reading.read(path, "p", {}).cards) == 1
    monkeypatch.setattr(opening, "STEPS", 1000)
    monkeypatch.setattr(opening, "STEPS_A_BYTE", 0)
    harvest = reading.read(path, "p", {})
    assert (_refusal(harvest), harvest.problems[0].message) == (
        "archive-bomb",
        "reading its database takes far too long",
    )


def test_a_real_collection_takes_a_tenth_of_its_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with collection(tmp_path / "anki") as col:
        kind = col.models.by_name("Basic (and reversed card)")
        for number in range(2000):
            note = col.new_note(kind)
            note.fields = [f"What is {number}?", "That."]
            col.add_note(note, 1)
    path = _packed(tmp_path / "p.apkg", (tmp_path / "anki" / "collection.anki2").read_bytes())
    monkeypatch.setattr(opening, "STEPS", 0)
    monkeypatch.setattr(opening, "STEPS_A_BYTE", 0.3)
    monkeypatch.setattr(opening, "_STEPS_BETWEEN_LOOKS", 1)
    assert len(reading.read(path, "p", {}).cards) == 2000


def test_a_note_that_takes_too_long_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's own reader of HTML takes time with the square of a tag that never ends."""
    monkeypatch.setattr(rows, "SECONDS", 1)
    endless = "a<b " * 45_000
    (tmp_path / "n.tsv").write_text(f"#html:true\nWhat?\tThat.\nWho?\t{endless}\n")
    harvest = reading.read(tmp_path / "n.tsv", "n.tsv", {})
    assert _refusal(harvest) == "takes-too-long"
    assert str(harvest.problems[-1].span) == "n.tsv:3:1"


# --- the command line ---------------------------------------------------------------------------------------------

OTHER_SCRIPTS = "## What is λ → 漢字 and “x”?\n<!-- id: other-scripts -->\n\nДа,  это 👍🏽.\n"


def _python(
    root: Path, *arguments: str | bytes, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own."""
    command = [sys.executable, str(REPOSITORY / "pipeline.py"), *arguments]
    settings = {**os.environ, **environment}
    settings.pop("DECKPRESS_TRACEBACK", None)
    return subprocess.run(command, cwd=root, env=settings, capture_output=True, timeout=120)


@pytest.mark.parametrize("encoding", ("cp1252", "ascii", "latin-1", "utf-16"))
def test_whatever_a_terminal_expects_it_gets_utf_8(encoding: str, make_deck: MakeDeck) -> None:
    """What Windows gives a pipe is cp1252."""
    deck = make_deck({"content/a.md": OTHER_SCRIPTS})
    done = _python(deck, "check", PYTHONIOENCODING=encoding)
    assert done.stderr == b""
    assert "    4 | Да,  это 👍🏽." in done.stdout.decode()
    helped = _python(deck, "explain", "typographic-quote", PYTHONIOENCODING=encoding)
    assert (helped.returncode, helped.stderr) == (0, b"")
    assert "“" in helped.stdout.decode()


BYTES = b"x\xff"

UNDECODABLE = (
    (b"--root", BYTES, b"check"),
    (b"check", BYTES),
    (b"check", b"--select", BYTES),
    (b"check", b"--format", BYTES),
    (b"check", b"--changed-since", BYTES),
    (b"check", b"--baseline", BYTES),
    (b"build", b"--only", BYTES),
    (b"explain", BYTES),
    (b"diff", BYTES),
    (b"release", BYTES),
    (b"import", BYTES),
    (b"import", b"content/a.md", b"--map", BYTES),
    (b"import", b"content/a.md", b"--map", b"x=" + BYTES),
    (b"import", b"content/a.md", b"--deck", BYTES, b"--dry-run"),
    (b"import", b"content/a.md", b"--link-base", b"http://" + BYTES),
    (b"pull", BYTES),
    (b"preview", b"--port", BYTES),
    (BYTES,),
    (b"--" + BYTES,),
)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every argument is text")
@pytest.mark.parametrize(
    "arguments", UNDECODABLE, ids=lambda value: b" ".join(value).decode("utf-8", "replace")
)
def test_an_argument_that_is_no_text_is_no_traceback(
    arguments: tuple[bytes, ...], make_deck: MakeDeck
) -> None:
    done = _python(make_deck({"content/a.md": CARD}), *arguments)
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr and b"internal-error" not in done.stderr
    assert (done.stdout + done.stderr).decode()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_a_deck_in_a_folder_whose_name_is_no_text_works(
    make_deck: MakeDeck, tmp_path: Path
) -> None:
    deck = make_deck({"content/a.md": CARD, "deckpress.toml": ""})
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    deck.rename(odd)
    built = _python(tmp_path, b"--root", b"\xff", b"build", b"--out", b"out\xff")
    assert (built.returncode, built.stderr) == (0, b"")
    assert {
        path.name for path in Path(os.fsdecode(os.fsencode(tmp_path) + b"/out\xff")).glob("*.apkg")
    } == {"deck.apkg"}
    (tmp_path / os.fsdecode(b"n\xff.md")).write_text("Q: Who is it?\nA: Me.\n")
    imported = _python(odd, b"import", b"../n\xff.md")
    assert (imported.returncode, imported.stderr) == (0, b"")
    assert "origin: n\ufffd.md@" in "".join(
        path.read_text() for path in (odd / "content").rglob("*.md")
    )
    new = _python(tmp_path, b"new", b"new\xff", b"--name", b"A deck \xff")
    assert (new.returncode, new.stderr) == (0, b"")


@pytest.mark.parametrize(
    "time_", ("²", "٣", "5" * 5000, "-1", "1e9", "", "x", "0", "99999999999999", "1700000000.5")
)
def test_a_time_that_is_none_does_not_count(
    time_: str, make_deck: MakeDeck, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never 0 and never in the future: a time that Anki compares."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", time_)
    assert run(make_deck({"content/a.md": CARD}), "build", "--only", "apkg").exit_code == 0
    assert 0 < clock.change_time(Path(__file__).parent) <= time.time()
    assert clock.source_date_epoch() >= 0
