"""`import`: foreign pages, packages and tables become cards; nothing is lost, doubled or overwritten."""

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from deckpress import sources
from deckpress.anki import html_to_markdown, note_types
from deckpress.deck import config, identity
from deckpress.importer import reading
from deckpress.importer.reading import card_text, note_cards, survey
from pipeline import cli

PAGES = sorted((Path(__file__).parent / "pages").glob("*/source.md"))


def _rows(harvest):
    """What expected.json records of each card: everything a reader sees, and its place."""
    names = (
        "question",
        "answer",
        "line",
        "dialect",
        "analogy",
        "application",
        "sources",
        "hint",
        "level",
        "draft",
    )
    rows = []
    for card in harvest.cards:
        row = {name: getattr(card, name) for name in names if getattr(card, name)}
        row |= {"topics": list(card.topics)} if card.topics else {}
        row |= {"choices": [[c.text, c.right] for c in card.choices]} if card.choices else {}
        rows.append(row | ({"problems": [p.code for p in card.problems]} if card.problems else {}))
    return {"cards": rows, "skipped": [[s.line, s.reason, s.text] for s in harvest.skipped]}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_page_gives_exactly_the_expected_cards(page, request):
    """Each dialect's page gives the recorded cards and skipped places; `--update-golden` records them."""
    found = _rows(survey.read(page.read_text("utf-8"), "source.md"))
    expected = page.with_name("expected.json")
    if request.config.getoption("--update-golden", default=False):
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_line_ends_and_bom_change_nothing(page):
    """CRLF, CR and a byte order mark give the same cards on the same lines."""
    text = page.read_text("utf-8")
    plain = _rows(survey.read(text, "x"))
    assert _rows(survey.read("\ufeff" + text.replace("\n", "\r\n"), "x")) == plain
    assert _rows(survey.read(text.replace("\n", "\r"), "x")) == plain


# --- into a deck ------------------------------------------------------------------------------------------------


@pytest.fixture
def deck(tmp_path):
    """An empty deck in a folder of its own."""
    (tmp_path / "content").mkdir()
    (tmp_path / "deckpress.toml").write_text('[deck]\nname = "Deck"\n')
    return tmp_path


def _import(deck, *arguments):
    done = CliRunner().invoke(cli, ["--root", str(deck), "import", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def _cards(deck):
    found, _ = sources.read(config.load(deck)[0])
    return {card.id: card for card in found.cards}


def _page(deck, text, name="page.md"):
    path = deck / name
    path.write_text(text, "utf-8")
    return path


QA = "# Trees\n\n## What is bark?\n\nThe outer layer.\n\n## What is sap?\n\nA fluid.\n\n## What is pith?\n\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_cards_in_the_deck_are_whole_and_valid(page, deck):
    """What is written reads back as it was meant: as many cards as found, each with the hash it was recorded under."""
    _import(deck, page)
    cards = _cards(deck)
    assert len(cards) == len(survey.read(page.read_text("utf-8"), "x").cards)
    assert all(
        card.setting("origin").endswith(card_text.card_digest(card)) for card in cards.values()
    )
    found, problems = sources.read(config.load(deck)[0])
    assert not problems
    assert not [fault for page in found.pages for fault in page.faults]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_second_import_changes_no_byte(page, deck):
    """Importing again neither doubles nor touches anything."""
    _import(deck, page)
    before = {path: path.read_bytes() for path in sorted(deck.rglob("*")) if path.is_file()}
    _import(deck, page)
    assert {path: path.read_bytes() for path in sorted(deck.rglob("*")) if path.is_file()} == before


def test_question_without_answer_is_a_draft(deck):
    """An unanswered question becomes a draft card, and the report says so."""
    done = _import(deck, _page(deck, QA))
    assert _cards(deck)["what-is-pith"].draft
    assert "page.md:11:1: info: a question without an answer [no-answer]" in done.output


def test_changed_source_updates_the_card(deck):
    """A new answer in the source replaces the old one in place; tags that a person added stay."""
    page = _page(deck, QA)
    _import(deck, page)
    file = next((deck / "content").rglob("*.md"))
    file.write_text(file.read_text().replace("id: what-is-sap;", "id: what-is-sap; tags: mine;"))
    page.write_text(QA.replace("A fluid.", "A fluid with sugar."))
    _import(deck, page)
    card = _cards(deck)["what-is-sap"]
    assert card.answer.source == "A fluid with sugar."
    assert "mine" in card.tags
    assert len(_cards(deck)) == 3


def test_edited_card_is_kept_when_the_source_stays(deck):
    """What a person changed is not overwritten by importing the same source again."""
    page = _page(deck, QA)
    _import(deck, page)
    file = next((deck / "content").rglob("*.md"))
    file.write_text(file.read_text().replace("A fluid.", "Our own words."))
    done = _import(deck, page)
    assert _cards(deck)["what-is-sap"].answer.source == "Our own words."
    assert "import-conflict" not in done.output


def test_change_on_both_sides_is_a_located_conflict(deck):
    """A card changed here and in the source stays as it is; both places are named."""
    page = _page(deck, QA)
    _import(deck, page)
    file = next((deck / "content").rglob("*.md"))
    file.write_text(file.read_text().replace("A fluid.", "Our own words."))
    page.write_text(QA.replace("A fluid.", "Their words."))
    done = _import(deck, page)
    assert _cards(deck)["what-is-sap"].answer.source == "Our own words."
    place = _cards(deck)["what-is-sap"].span
    assert place.path == "content/page/01-trees.md"
    assert f"{place}: warning: changed here and in" in done.output
    assert "page.md:7 since the last import" in done.output


def test_card_moved_to_another_file_is_found_again(deck):
    """Re-import follows a card by its id, not by its place."""
    page = _page(deck, QA)
    _import(deck, page)
    file = next((deck / "content").rglob("*.md"))
    file.rename(deck / "content" / "moved.md")
    _import(deck, page)
    assert [path.name for path in (deck / "content").rglob("*.md")] == ["moved.md"]


def test_same_question_twice_gives_stable_different_ids(deck):
    """Two questions with one title and different answers are two cards; a true twin is reported once."""
    text = "# T\n\n## What is X?\n\nOne.\n\n## What is X?\n\nTwo.\n\n## What is X?\n\nOne.\n"
    done = _import(deck, _page(deck, text))
    cards = _cards(deck)
    assert len(cards) == 2
    assert "[duplicate-in-source]" in done.output
    _import(deck, deck / "page.md")
    assert set(_cards(deck)) == set(cards)


def test_question_that_the_deck_has_is_not_taken(deck):
    """A person's own card with the same question wins; the report names both places."""
    (deck / "content" / "mine.md").write_text("## What is sap?\n<!-- id: my-sap -->\n\nMine.\n")
    done = _import(deck, _page(deck, QA))
    assert "what-is-sap" not in _cards(deck)
    assert "[duplicate-of-deck]" in done.output


def test_dry_run_writes_nothing(deck):
    """--dry-run says what would be done."""
    done = _import(deck, _page(deck, QA), "--dry-run")
    assert "would be: 3 new" in done.output
    assert not list((deck / "content").iterdir())


def test_json_has_the_promised_shape(deck):
    """One object with cards and skipped, and nothing else on standard output."""
    done = _import(deck, _page(deck, QA + "## License\n\nMIT\n"), "--dry-run", "--format", "json")
    found = json.loads(done.stdout)
    assert set(found) == {"cards", "skipped"}
    keys = {
        "question",
        "answer",
        "analogy",
        "application",
        "sources",
        "choices",
        "line",
        "dialect",
        "problems",
    }
    assert all(set(card) == keys for card in found["cards"])
    assert [(card["question"], card["line"]) for card in found["cards"]][1] == ("What is sap?", 7)
    assert any(row["reason"] == "about the page" and row["line"] == 13 for row in found["skipped"])


def test_split_moves_an_embedded_analogy(deck):
    """Without --split the analogy is proposed; with it, it has its own section."""
    text = "## What is a pump?\n\nIt lifts water. It's like a straw for a giant.\n\n## What is a sump?\n\nA pit.\n"
    assert "[embedded-analogy]" in _import(deck, _page(deck, text), "--dry-run").output
    _import(deck, deck / "page.md", "--split")
    card = _cards(deck)["what-is-a-pump"]
    assert card.answer.source == "It lifts water."
    assert card.section("Analogy").source == "It's like a straw for a giant."


def test_images_are_copied_and_links_made_absolute(deck):
    """Local images move into media/; relative links need --link-base, else they are text and reported."""
    (deck / "img").mkdir()
    (deck / "img" / "a b.png").write_bytes(b"\x89PNG")
    text = "## What is A?\n\n![](img/a%20b.png) [more](docs/a.md) ![x](../../etc/passwd)\n\n## What is B?\n\nB.\n"
    done = _import(deck, _page(deck, text))
    assert "![a b](media/a-b.png) more x" in _cards(deck)["what-is-a"].answer.source
    assert (deck / "content" / "page" / "media" / "a-b.png").read_bytes() == b"\x89PNG"
    assert "[relative-link]" in done.output
    assert "[missing-image]" in done.output


def test_headings_and_html_of_an_answer_cannot_break_the_card(deck):
    """Headings in answers go below level 3, foreign HTML is shown as text, code stays as it is."""
    answer = "### Inside\n\n<blink>x</blink> `<b>`\n\n```\n# code <i>\n```\n\n"
    text = f"# T\n\n## Q1: What is A?\n\n{answer}## Q2: What is B?\n\nB.\n"
    _import(deck, _page(deck, text))
    source = _cards(deck)["what-is-a"].answer.source
    assert source.startswith("#### Inside")
    assert "\\<blink>x\\</blink> `<b>`" in source
    assert "# code <i>" in source


def test_into_must_stay_inside_content(deck):
    """--into cannot write anywhere else."""
    done = _import(deck, _page(deck, QA), "--into", "../../elsewhere")
    assert done.exit_code == 2
    assert "not inside content/" in done.output


# --- packages and tables ----------------------------------------------------------------------------------------


def _package(path, notes, models=None, extra=(), name="collection.anki2"):
    database = sqlite3.connect(":memory:")
    database.executescript(
        "CREATE TABLE col(models TEXT, decks TEXT);"
        "CREATE TABLE notes(id INTEGER, guid TEXT, mid INTEGER, tags TEXT, flds TEXT);"
        "CREATE TABLE cards(nid INTEGER, did INTEGER, odid INTEGER, ord INTEGER);"
    )
    models = models or {
        "1": {
            "name": "Basic",
            "type": 0,
            "flds": [{"name": "Front"}, {"name": "Back"}],
            "tmpls": [{"qfmt": "{{Front}}"}],
        }
    }
    database.execute(
        "INSERT INTO col VALUES(?,?)",
        (json.dumps(models), json.dumps({"5": {"name": "Fruit::Apples"}})),
    )
    for i, (guid, fields) in enumerate(notes, 1):
        database.execute(
            "INSERT INTO notes VALUES(?,?,1,' a::b c ',?)", (i, guid, "\x1f".join(fields))
        )
        database.execute("INSERT INTO cards VALUES(?,5,0,0)", (i,))
    database.commit()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, database.serialize())
        for entry, data in extra:
            archive.writestr(entry, data)
    database.close()
    return path


PLAIN_GUIDS = ("abc", "b$Tq9*(K2x", "a b", 'q"', "50%", "-")


@pytest.mark.parametrize("guid", [*PLAIN_GUIDS, "a;b--c", "é", "e\u0301", "url:x", "日本"])
def test_a_guid_is_written_so_that_it_is_read_again(guid: str) -> None:
    """To the byte: Anki tells two forms of a letter apart. What is no plain text stands in percent signs."""
    text = card_text.block(
        [("Title", "What?"), ("Answer", "That.")], [("id", "a-card"), ("guid", guid)]
    )
    (card,) = sources.canonical.parse(text, "content/a.md", "T").cards
    assert identity.guid("t", card) == guid
    assert card.setting("guid").isascii() and (card.setting("guid") == guid) == (
        guid in PLAIN_GUIDS
    )


def test_a_learners_own_tags_do_not_come_along() -> None:
    """Anki would drop them from a package, and the check refuses them."""
    kind = note_types.StoredType("Basic", ("Front", "Back"))
    row = note_cards.Row(kind, ("What?", "That."), 1, tags=("Leech", "a::b", "a::marked", "marked"))
    assert note_cards.card(row, {"Front": "question", "Back": "answer"}, "x.apkg").tags == (
        "a::b",
        "a::marked",
    )


def test_a_picture_gets_the_ending_of_its_bytes(deck):
    """Anki shows a JPEG that is called x.png; here a name says what a file is."""
    extra = [("media", '{"0": "x.png"}'), ("0", b"\xff\xd8\xff\xe0 and what follows")]
    _package(deck / "p.apkg", [("a;b--c", ["What is A?", 'An<br><img src="x.png">'])], extra=extra)
    assert _import(deck, deck / "p.apkg").exit_code == 0
    assert [path.name for path in (deck / "content").rglob("x.*")] == ["x.jpg"]


def test_package_keeps_guid_deck_tags_and_media(deck):
    """A note of an old package comes with everything; its GUID survives even with a semicolon in it."""
    extra = [("media", '{"0": "x.png"}'), ("0", b"png")]
    _import(
        deck,
        _package(
            deck / "p.apkg",
            [("a;b--c", ["What is <b>A</b>?", 'An<br><img src="x.png">'])],
            extra=extra,
        ),
    )
    (card,) = _cards(deck).values()
    settings = config.load(deck)[0]
    assert foreign_guid(settings, card) == "a;b--c"
    assert (card.deck, card.tags) == ("Fruit::Apples", ("a::b", "c"))
    assert card.title.source == "What is **A**?"
    assert list((deck / "content").rglob("x.png"))


def foreign_guid(settings, card):
    """The GUID that a build would give the card."""
    return identity.guid(settings.namespace, card)


def test_cloze_and_reversed_notes_keep_their_kind(deck):
    """The note type decides the card type."""
    cloze = {
        "1": {
            "name": "C",
            "type": 1,
            "flds": [{"name": "Text"}, {"name": "Back Extra"}],
            "tmpls": [{"qfmt": "{{cloze:Text}}"}],
        }
    }
    harvest = reading.read(
        _package(deck / "c.apkg", [("g", ["The {{c1::sun::star}} shines.", ""])], cloze),
        "c.apkg",
        {},
    )
    assert [(c.kind, c.question, c.answer) for c in harvest.cards] == [
        ("cloze", "The … shines.", "The {{c1::sun::star}} shines.")
    ]


def _refused(path):
    harvest = reading.read(path, "p.apkg", {})
    assert not harvest.cards
    return [problem.code for problem in harvest.problems]


def test_hostile_archives_are_refused(tmp_path):
    """Bombs, paths outside, broken and fake databases: one located error, no card, nothing written."""
    good = [("g", ["a", "b"])]
    assert _refused(
        _package(tmp_path / "1.apkg", good, extra=[("media", '{"0": "../../x"}'), ("0", b"")])
    ) == ["unsafe-path"]
    assert _refused(_package(tmp_path / "2.apkg", good, extra=[("media", b"not json")])) == [
        "bad-package"
    ]
    (tmp_path / "3.apkg").write_bytes(b"not a zip")
    assert _refused(tmp_path / "3.apkg") == ["bad-package"]
    with zipfile.ZipFile(tmp_path / "4.apkg", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", b"\0" * 60_000_000)
    assert _refused(tmp_path / "4.apkg") == ["archive-bomb"]
    with zipfile.ZipFile(tmp_path / "5.apkg", "w") as archive:
        archive.writestr("collection.anki2", b"SQLite format 3\0" + b"x" * 5000)
    assert _refused(tmp_path / "5.apkg") == ["bad-package"]
    whole = _package(tmp_path / "6.apkg", good).read_bytes()
    (tmp_path / "7.apkg").write_bytes(whole[: len(whole) // 2])
    assert _refused(tmp_path / "7.apkg") == ["bad-package"]
    with zipfile.ZipFile(tmp_path / "8.apkg", "w") as archive:
        archive.writestr("collection.anki21b", b"not zstd")
    assert _refused(tmp_path / "8.apkg") == ["bad-package"]


def test_view_in_place_of_notes_is_refused(tmp_path):
    """A view could compute without end."""
    database = sqlite3.connect(":memory:")
    database.executescript(
        "CREATE TABLE col(models, decks); CREATE TABLE cards(nid, did, odid);"
        "CREATE VIEW notes AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM r) SELECT x AS id FROM r;"
    )
    with zipfile.ZipFile(tmp_path / "v.apkg", "w") as archive:
        archive.writestr("collection.anki2", database.serialize())
    database.close()
    assert _refused(tmp_path / "v.apkg") == ["bad-package"]


def test_huge_field_is_skipped_and_said(tmp_path):
    """A field beyond reason does not become a card; its neighbours do."""
    harvest = reading.read(
        _package(tmp_path / "h.apkg", [("g", ["a", "x" * 1_100_000]), ("h", ["What?", "b"])]),
        "h.apkg",
        {},
    )
    assert [(s.line, s.reason) for s in harvest.skipped] == [
        (1, "a field of more than 200,000 characters")
    ]
    assert [card.question for card in harvest.cards] == ["What?"]


def test_refused_source_writes_nothing_at_all(deck):
    """One bad source among several stops the import before anything is written; exit 1, on standard error."""
    (deck / "bad.apkg").write_bytes(b"PK\x03\x04 broken")
    done = _import(deck, _page(deck, QA), deck / "bad.apkg")
    assert done.exit_code == 1
    assert "nothing was written" in done.stderr
    assert not list((deck / "content").iterdir())


def test_anki_text_export_with_header_comments(tmp_path):
    """GUID, deck and tag columns are read by their headers; a GUID may begin with #."""
    headers = "#separator:tab\n#html:true\n#guid column:1\n#deck column:2\n#tags column:5\n"
    text = headers + '"#g1"\tD::E\t<b>What?</b>\t"a ""b"""\tt1 t2\n'
    (tmp_path / "e.txt").write_text(text)
    (card,) = reading.read(tmp_path / "e.txt", "e.txt", {}).cards
    assert (card.guid, card.topics, card.tags, card.question, card.answer, card.line) == (
        "#g1",
        ("D", "E"),
        ("t1", "t2"),
        "**What?**",
        'a "b"',
        6,
    )


def test_csv_header_names_the_columns(tmp_path):
    """Columns may stand in any order; --map overrules their names."""
    (tmp_path / "t.csv").write_text(
        'Tags,Answer,Question,Why\nx,Lima,Capital of Peru?,"because,\nreally"\n'
    )
    (card,) = reading.read(tmp_path / "t.csv", "t.csv", {"Why": "hint"}).cards
    assert (card.question, card.answer, card.hint, card.tags, card.line) == (
        "Capital of Peru?",
        "Lima",
        "because,\nreally",
        ("x",),
        2,
    )


def test_crowdanki_decks_and_models(tmp_path):
    """Sub-decks become decks; the note model names the fields."""
    model = {
        "crowdanki_uuid": "m",
        "name": "B",
        "flds": [{"name": "Front"}, {"name": "Back"}],
        "tmpls": [],
    }
    note = {"fields": ["What?", "<i>b</i>"], "guid": "g", "note_model_uuid": "m", "tags": ["t"]}
    child = {"name": "Sub", "notes": [note]}
    deck = {
        "__type__": "Deck",
        "name": "A",
        "notes": [],
        "note_models": [model],
        "children": [child],
    }
    (tmp_path / "d.json").write_text(json.dumps(deck))
    (card,) = reading.read(tmp_path / "d.json", "d.json", {}).cards
    assert (card.question, card.answer, card.guid, card.topics, card.tags) == (
        "What?",
        "*b*",
        "g",
        ("A", "Sub"),
        ("t",),
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a<br>b", "a\\\nb"),
        ("<div>x</div><div>y</div>", "x\n\ny"),
        (r"\(x^2\) and [latex]y[/latex] and [$$]z[/$$]", "$x^2$ and $y$ and $$z$$"),
        (
            '<pre><code class="language-python">a = "&lt;"\n  b</code></pre>',
            '```python\na = "<"\n  b\n```',
        ),
        ("H<sub>2</sub>O<script>alert(1)</script>", "H<sub>2</sub>O"),
        ('<span style="font-weight: bold">x</span>', "**x**"),
        ("{{c1::a::b}} &amp; c", "{{c1::a::b}} & c"),
    ],
)
def test_html_becomes_markdown(source, expected):
    """The HTML that Anki's editor and add-ons write."""
    assert html_to_markdown.to_markdown(source) == expected


def test_deeply_nested_html_keeps_its_text():
    """No stack overflow, no loss of words."""
    assert html_to_markdown.to_markdown("<b>" * 5000 + "x" + "</b>" * 5000) == "x"


@pytest.mark.slow
def test_package_database_is_read_without_being_held_whole(tmp_path):
    """20,000 notes come out of a package one by one (time and memory are measured in the bench)."""
    path = _package(
        tmp_path / "big.apkg", [(f"g{i}", [f"What is {i}?", f"<b>{i}</b>"]) for i in range(20_000)]
    )
    assert len(reading.read(path, "big.apkg", {}).cards) == 20_000


def test_large_topic_is_cut_into_readable_files(deck):
    """A page beyond what the deck reads would lose its cards: a topic goes on in another file."""
    answer = "word " * 30_000
    text = "# T\n\n" + "".join(f"## What is {i}?\n\n{answer}.\n\n" for i in range(8))
    _import(deck, _page(deck, text))
    assert [path.name for path in sorted((deck / "content" / "page").glob("*.md"))] == [
        "01-t.md",
        "02-t-2.md",
        "03-t-3.md",
    ]
    assert len(_cards(deck)) == 8
    assert "8 unchanged" in _import(deck, deck / "page.md").output


def test_signs_of_our_own_in_a_source_do_no_harm(deck):
    """Private-use characters with which code is marked while a text is read are no marks if they come from outside."""
    text = "Question,Answer\nWhat is \ue0d85\ue0d9?,`code` \ue0d87\ue0d9 \ue0d80\ue0d9\nWhat is two?,Two.\n"
    _import(deck, _page(deck, text, "table.csv"))
    answers = [card.answer.source for card in _cards(deck).values()]
    assert answers == ["`code` 7 0", "Two."]


@pytest.mark.parametrize("guids", [("same", "same"), ("one", "two")])
def test_notes_that_share_a_guid_or_an_id_become_cards_of_their_own(deck, guids):
    """Anki would take them for one note: the second gets a GUID and an id of its own, and keeps them."""
    names = identity.fields("basic")
    templates = [{"qfmt": "{{Question}}"}]
    models = {
        "1": {
            "name": "D (Basic)",
            "type": 0,
            "flds": [{"name": name} for name in names],
            "tmpls": templates,
        }
    }
    values = [["my-id", f"What is {n}?", "That.", *[""] * (len(names) - 3)] for n in range(2)]
    notes = [*zip(guids, values, strict=True)]
    path = _package(deck / "p.apkg", notes, models)
    done = _import(deck, path)
    cards = _cards(deck)
    assert len(cards) == 2 and "my-id" in cards
    assert len({foreign_guid(config.load(deck)[0], card) for card in cards.values()}) == 2
    assert ("p.apkg:2:1: info: another note has the GUID" in done.output) == (guids[0] == guids[1])
    before = {path: path.read_bytes() for path in sorted(deck.rglob("*.md"))}
    assert "2 unchanged" in _import(deck, path).output
    assert {path: path.read_bytes() for path in sorted(deck.rglob("*.md"))} == before
