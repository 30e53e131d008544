"""`import` of what the real Anki writes: every generation of packages, its text exports, and hostile ones."""

from __future__ import annotations

import base64
import json
import random
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
import zstandard
from anki.collection import Collection, ExportAnkiPackageOptions
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import MakeDeck, Run
from support.anki_collection import collection, install, note, schedules, study

from deckpress import render, sources
from deckpress.anki import archive, to_markdown
from deckpress.anki.normal_form import normal_form
from deckpress.deck import config
from deckpress.importer import reading
from deckpress.importer.harvest import Harvest
from deckpress.releases import states

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
DECK = r"""---
deck: Test::Sub deck
tags: [t::one]
---
# Title

## What is *a*, `b` and $c_1$?
<!-- id: basic-card; level: core; tags: t::two -->

It costs \$5 or 5\*5 _things_, H<sub>2</sub>O:

1. one
2. two
   - nested

> quoted \
> twice

```python
def f(x):
    return x * 2  # **not bold**
```

### Analogy

Like a [link](https://example.org/a_(b)).

### Application

| a | b \| c |
| --- | :-: |
| 1 | 2 |

### Sources

- Book 2016, §1

### Hint

![A picture](media/p.svg)

### Notes

$$
E = m c^2
$$

## Term
<!-- id: reversed-card; type: reversed -->

### Question

The *longer* front

of two paragraphs.

### Answer

Its ~~wrong~~ definition.

## Which word?
<!-- id: typed-card; type: typed -->

word

## The cloze card
<!-- id: cloze-card; type: cloze -->

The {{c1::$\frac{a}{b}$::a ratio}} and `std::vector` {{c2::sign {{c3::nested}}}}.

## Which options are right?
<!-- id: choice-card; type: choice -->

- [x] this *one*
- [ ] that one

Since it is so.
"""


def _exports(col: Collection, folder: Path) -> dict[str, Path]:
    """Everything that Anki can write of a collection."""
    out = {}
    for name, legacy in (("new.apkg", False), ("old.apkg", True)):
        out[name] = folder / name
        options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=legacy)
        col.export_anki_package(out_path=str(out[name]), options=options, limit=None)
    out["notes.txt"] = folder / "notes.txt"
    keep = {f"with_{what}": True for what in ("html", "tags", "deck", "notetype", "guid")}
    col.export_note_csv(out_path=str(out["notes.txt"]), limit=None, **keep)
    return out


def _content(root: Path) -> dict[str, tuple[object, ...]]:
    """What must survive of each card: what a reader sees of its fields, its type, deck, tags and GUID."""
    given = config.load(root, jobs=1)[0]
    deck = sources.read(given)[0]
    assert not [fault for page in deck.pages for fault in page.faults]
    book, _ = render.book(deck, given)
    return {
        note.card.id: (
            *map(normal_form, note.fields),
            note.card.kind,
            note.card.deck,
            sorted(note.card.tags),
            note.guid,
        )
        for note in book.notes
    }


@pytest.fixture
def learned(make_deck: MakeDeck, run: Run, tmp_path: Path) -> Iterator[tuple[Path, Collection]]:
    """A deck with all five types and nearly all of Markdown, and a collection that has it."""
    root = make_deck({"content/page.md": DECK, "content/media/p.svg": SVG})
    assert run(root, "build", "--only", "apkg").exit_code == 0
    with collection(tmp_path / "anki") as col:
        install(col, next((root / "build").glob("*.apkg")))
        yield root, col


def test_a_deck_comes_back_from_anki_as_it_was(
    learned: tuple[Path, Collection], make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    """Built, learned, exported in every way and imported: the same cards, the same pictures."""
    root, col = learned
    wanted = _content(root)
    for name, path in _exports(col, tmp_path).items():
        again = make_deck(
            {"content/none.txt": "", "deckpress.toml": '[deck]\nname = "Other"\n'}, f"again-{name}"
        )
        if name.endswith(".txt"):
            (tmp_path / "collection.media").mkdir(exist_ok=True)
            for medium in Path(col.media.dir()).iterdir():
                (tmp_path / "collection.media" / medium.name).write_bytes(medium.read_bytes())
        done = run(again, "import", path)
        assert done.exit_code == 0, done.output
        assert _content(again) == wanted, (name, done.output)
        assert [p.read_text() for p in (again / "content").rglob("p.svg")] == [SVG], name
        assert "formatting-lost" not in done.output
        assert run(again, "import", path).output.splitlines()[-1] == "5 unchanged"


@pytest.mark.parametrize("legacy", [True, False])
def test_whole_collections_are_read(
    learned: tuple[Path, Collection], tmp_path: Path, legacy: bool
) -> None:
    """.colpkg of both generations."""
    _, col = learned
    path = tmp_path / "all.colpkg"
    col.export_collection_package(str(path), include_media=True, legacy=legacy)
    col.reopen()
    harvest = reading.read(path, "all.colpkg", {})
    assert sorted(card.id for card in harvest.cards) == sorted(_ids()) and len(harvest.media) == 1


def test_a_profile_is_read_and_one_deck_of_it_taken(
    learned: tuple[Path, Collection], make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    """The collection itself, while Anki has it open; `--deck` leaves the others."""
    root, col = learned
    _add(col, "Basic", ["Mine?", "Yes."], "Private")
    again = make_deck(
        {"content/none.txt": "", "deckpress.toml": '[deck]\nname = "Other"\n'}, "again"
    )
    done = run(again, "import", col.path, "--deck", "Test")
    assert done.exit_code == 0 and _content(again) == _content(root), done.output
    assert [p.read_text() for p in (again / "content").rglob("p.svg")] == [SVG]
    missed = run(again, "import", col.path, "--deck", "Privat")
    assert missed.exit_code == 1 and "did you mean" in missed.output and "Private" in missed.output


def test_packages_of_every_generation_can_be_compared(
    learned: tuple[Path, Collection], tmp_path: Path
) -> None:
    """`diff` reads what Anki exports as what was built."""
    root, col = learned
    built = states.of_package(next((root / "build").glob("*.apkg")))
    for name, path in _exports(col, tmp_path).items():
        if name.endswith(".apkg"):
            state = states.of_package(path)
            assert sorted(state.entries, key=repr) == sorted(built.entries, key=repr), name


def _ids() -> list[str]:
    return ["basic-card", "choice-card", "cloze-card", "reversed-card", "typed-card"]


def test_learners_of_an_adopted_deck_keep_their_progress(
    make_deck: MakeDeck, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import neither doubles nor changes what they have; once they changed the note type, updates reach them."""
    with collection(tmp_path / "anki") as col:
        for front in ("What is one?", "What is two?"):
            _add(col, "Basic", [front, "old"])
        study(col, list(col.find_cards("")), days=30)
        package = _exports(col, tmp_path)["new.apkg"]
        root = make_deck({"content/none.txt": "", "deckpress.toml": '[deck]\nname = "Deck"\n'})
        assert run(root, "import", package).exit_code == 0
        page = next((root / "content").rglob("*.md"))
        page.write_text(page.read_text() + "\n## What is new?\n<!-- id: what-is-new -->\n\nThis.\n")
        before = {key: row[:6] for key, row in schedules(col).items()}

        def learned() -> dict[tuple[str, int], tuple[int, ...]]:
            assert run(root, "build", "--only", "apkg").exit_code == 0
            install(col, next((root / "build").glob("*.apkg")))
            return {key: row[:6] for key, row in schedules(col).items() if key in before}

        assert learned() == before and len(col.find_notes("")) == 3
        _change_note_type(col, "Basic", "Deck (Basic)")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000200")
        page.write_text(page.read_text().replace("\nold", "\nnew"))
        assert learned() == before and len(col.find_notes("")) == 3
        answers = {i: note(col, i)["Answer"] for i in ("what-is-one", "what-is-two", "what-is-new")}
        assert answers == {"what-is-one": "new", "what-is-two": "new", "what-is-new": "This."}


def _change_note_type(col: Collection, old: str, new: str) -> None:
    """As in the browser: Front becomes Question, Back becomes Answer; done before the next release."""
    ours, theirs = col.models.by_name(new), col.models.by_name(old)
    info = col.models.change_notetype_info(old_notetype_id=theirs["id"], new_notetype_id=ours["id"])
    request = info.input
    request.note_ids.extend(col.find_notes(f'note:"{old}"'))
    request.new_fields[:] = [
        {"Question": 0, "Answer": 1}.get(field["name"], -1) for field in ours["flds"]
    ]
    col.models.change_notetype_of_notes(request)
    col.db.execute("update notes set mod = 1700000100")


def _add(col: Collection, kind: str, values: list[str], deck: str = "D") -> None:
    new = col.new_note(col.models.by_name(kind))
    new.fields[: len(values)] = values
    col.add_note(new, col.decks.id(deck))


def _vocabulary(col: Collection) -> None:
    """A note type of three cards, whose field names say nothing and whose first field is not asked."""
    made = col.models.new("Vocabulary")
    for name in ("Nr", "Lemma", "Gloss", "Beispielsatz"):
        col.models.add_field(made, col.models.new_field(name))
    for name, front, back in (
        ("A", "{{Lemma}}", "{{FrontSide}}{{Gloss}}<br>{{Beispielsatz}}"),
        ("B", "{{Gloss}}", "{{Lemma}}"),
        ("C", "{{#Nr}}{{Beispielsatz}}{{/Nr}}", "{{Gloss}}"),
    ):
        template = col.models.new_template(name)
        template["qfmt"], template["afmt"] = front, back
        col.models.add_template(made, template)
    col.models.add_dict(made)


@pytest.mark.parametrize("name", ["new.apkg", "old.apkg", "notes.txt"])
def test_the_types_of_anki_become_ours(tmp_path: Path, name: str) -> None:
    """Each stock type has its like, optional reverses by note; occlusions and further templates are said."""
    with collection(tmp_path / "anki") as col:
        _vocabulary(col)
        _add(col, "Basic", ["Plain?", "yes"])
        _add(col, "Basic (and reversed card)", ["Paris", "France"])
        _add(col, "Basic (optional reversed card)", ["Rome", "Italy", "y"])
        _add(col, "Basic (optional reversed card)", ["Oslo?", "Norway"])
        _add(col, "Basic (type in the answer)", ["Typed?", "word"])
        _add(col, "Cloze", ["The {{c1::sun::star}} has {{c2::a {{c3::core}}}}", "more"])
        _add(
            col,
            "Image Occlusion",
            ["{{c1::image-occlusion:rect:left=.1:top=.1:width=.2:height=.2}}", "<img>"],
        )
        _add(col, "Vocabulary", ["7", "Haus", "house", "Das Haus ist groß."])
        path = _exports(col, tmp_path)[name]
    harvest = reading.read(
        path, name, {} if name != "notes.txt" else {"Vocabulary/Field 1": "ignore"}
    )
    found = {card.question: (card.kind, card.answer) for card in harvest.cards}
    assert found == {
        "Plain?": ("basic", "yes"),
        "Paris": ("reversed", "France"),
        "Rome": ("reversed", "Italy"),
        "Oslo?": ("basic", "Norway"),
        "Typed?": ("typed", "word"),
        "The … has …": ("cloze", "The {{c1::sun::star}} has {{c2::a {{c3::core}}}}"),
        "Haus": ("basic", "house"),
    }
    assert [row.reason for row in harvest.skipped] == [
        "an image occlusion, which no Markdown card can be"
    ]
    if name != "notes.txt":
        assert [p.message for p in harvest.problems if p.code == "other-cards"] == [
            "note type 'Vocabulary' makes 3 cards of a note, of which only the first is taken over"
        ]


def test_a_list_of_cards_is_read_without_the_front_on_the_back(
    learned: tuple[Path, Collection], tmp_path: Path
) -> None:
    """'Cards in Plain Text' holds rendered cards; what it cannot hold is said."""
    _, col = learned
    path = tmp_path / "cards.txt"
    col.export_card_csv(out_path=str(path), limit=None, with_html=True)
    harvest = reading.read(path, "cards.txt", {})
    card = next(card for card in harvest.cards if "which options" in card.question.lower())
    assert "Which options" not in card.answer
    assert "cards-export" in [p.code for p in harvest.problems]


def test_fields_are_mapped_as_told(tmp_path: Path) -> None:
    """--map overrules the guess, for one note type if it says so; a name that no field has is reported."""
    with collection(tmp_path / "anki") as col:
        _add(col, "Basic", ["one", "two"])
        _add(col, "Basic (type in the answer)", ["one", "two"])
        path = _exports(col, tmp_path)["new.apkg"]
    given = {"Basic/Front": "answer", "Basic/Back": "question", "Fornt": "hint"}
    harvest = reading.read(path, "p.apkg", given)
    assert {(c.kind, c.question, c.answer) for c in harvest.cards} == {
        ("basic", "two", "one"),
        ("typed", "one", "two"),
    }
    (problem,) = (p for p in harvest.problems if p.code == "unknown-field")
    assert "Fornt" in problem.message and "Front, Back" in problem.fix


# --- HTML -------------------------------------------------------------------------------------------------------

HTML = [
    (
        "It costs $5 and $10<br># no heading<br>- no item",
        "It costs \\$5 and \\$10\\\n\\# no heading\\\n\\- no item",
    ),
    ("2*3*4 and a_b_c", "2\\*3\\*4 and a_b_c"),
    ("[x](y) and [z]", "[x\\](y) and [z]"),
    ("<div><b>one</b></div><div><br></div><div>two</div>", "**one**\n\ntwo"),
    ("<b>one<br><br>two</b><br>", "**one**\n\n**two**"),
    ("<b>a</b><i>b</i> <b> c </b>d", "**a***b*  **c** d"),
    ('<span style="font-weight: 700">b</span> <span style="color: red">c</span>', "**b** c"),
    ("<code>a</code><code>b</code> <b>c</b><b>d</b>", "`ab` **cd**"),
    ("so: <code>a<br>b</code>", "so:\n\n```\na\nb\n```"),
    ("<pre>a<br>&nbsp;&nbsp;<b>b</b>*c*</pre>", "```\na\n  b*c*\n```"),
    (
        "<table><tr><td>a|b</td><td>c<br>d</td></tr></table>",
        "|  |  |\n| --- | --- |\n| a\\|b | c<br>d |",
    ),
    ("<ul><li>a<ul><li>b</li></ul></li></ul><ul><li>c</li></ul>", "- a\n  - b\n\n* c"),
    ("<h2>Big</h2>text<hr>", "#### Big\n\ntext\n\n---"),
    (
        r"\(a_1 &lt; b\) [latex]c[/latex] \[\begin{a}x\\y\end{a}\]",
        "$a_1 < b$ $c$ $$\\begin{a}x\\\\y\\end{a}$$",
    ),
    ("{{c1::std:&#58;vector}} {{c2::<b>x</b>}}", "{{c1::std:&#58;vector}} {{c2::**x**}}"),
    ('<img src="a b.png">', "![a b](a%20b.png)"),
    ("&amp;lt; &lt;b&gt;", "\\&lt; \\<b>"),
    ("<i>Q&A</i> in R&D", "*Q&A* in R&D"),
    ("<b>(?<![a-z])x</b>", "**(?<![a-z])x**"),
    ("İ<code>$x</code>", "İ`$x`"),
    ('<img src="a.png" alt="a > b">', "![a > b](a.png)"),
]


@pytest.mark.parametrize(("html", "wanted"), HTML, ids=[html[:30] for html, _ in HTML])
def test_html_becomes_the_markdown_that_says_the_same(html: str, wanted: str) -> None:
    """As a person would write it, and nothing is lost."""
    assert to_markdown.faithful(html, {}) == (wanted, True)


@pytest.mark.parametrize(
    "html",
    [
        "a<template><b>x<div>y</div></b></template>",
        "{{c1::<ul><li>a</li></ul>}}",
        "<code>a<b>b</b></code>",
        "<a href='x'>t</a>",
    ],
)
def test_what_markdown_cannot_say_is_told(html: str) -> None:
    """The caller learns that something is lost."""
    assert not to_markdown.faithful(html, {})[1]


@settings(max_examples=300)
@given(st.text(alphabet="ab1 *_`~^$[](){}<>#+-=.!|\\&;:'\"\n/", min_size=1, max_size=20))
def test_any_text_can_be_said(text: str) -> None:
    """No sign of Markdown in a field of plain text becomes markup (but Anki's own signs of a formula do)."""
    assume("\\(" not in text and "\\[" not in text)
    assert to_markdown.faithful(escape(text, quote=False), {})[1]


@pytest.mark.parametrize(
    "piece", ["<br> ", "\\(x", "<pre>", "<b>x</b>", "[latex]x", "<div>x", "[x]("]
)
def test_no_field_takes_for_ever(piece: str) -> None:
    """Time grows with the size of a field, not with its square."""
    start = time.process_time()
    to_markdown.faithful(piece * (100_000 // len(piece)), {})
    assert time.process_time() - start < 12


def test_pasted_pictures_become_files(tmp_path: Path) -> None:
    """A `data:` picture is a file of the deck afterwards."""
    data = b"\x89PNG picture"
    html = f"<img src='data:image/png;base64,{base64.b64encode(data).decode()}'>"
    (tmp_path / "t.csv").write_text(f'Question;Answer\nWhat?;"{html}"\n')
    harvest = reading.read(tmp_path / "t.csv", "t.csv", {})
    (name,) = harvest.media
    assert harvest.media[name] == data and f"](media/{name})" in harvest.cards[0].answer


# --- hostile packages -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The collection of a small package, schema 18."""
    folder = tmp_path_factory.mktemp("hostile")
    with collection(folder / "anki") as col:
        _add(col, "Basic", ["What?", "This."])
    return (folder / "anki" / "collection.anki2").read_bytes()


def _zipped(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return path


def _code(harvest: Harvest) -> str:
    assert not harvest.cards
    return next(p.code for p in harvest.problems if p.severity == "error")


def _with(database: bytes, folder: Path, *statements: str) -> bytes:
    path = folder / "changed.anki2"
    path.write_bytes(database)
    with sqlite3.connect(path) as connection:
        connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return path.read_bytes()


def test_hostile_packages_are_refused(
    database: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bombs of every layer end in one error that says which, with nothing taken."""
    pack = zstandard.ZstdCompressor().compress
    path = tmp_path / "p.apkg"

    def code(entries: dict[str, bytes]) -> str:
        return _code(reading.read(_zipped(path, entries), "p.apkg", {}))

    assert reading.read(_zipped(path, {"collection.anki21b": pack(database)}), "p.apkg", {}).cards
    assert code({"collection.anki21b": pack(b"\0" * 60_000_000)}) == "archive-bomb"
    assert (
        code({"collection.anki21b": pack(database), "media": pack(b"\0" * 60_000_000)})
        == "archive-bomb"
    )
    big = _with(database, tmp_path, "UPDATE notes SET flds = printf('%.*c', 21000000, 'x')")
    assert code({"collection.anki2": big}) == "archive-bomb"
    view = _with(
        database, tmp_path, "ALTER TABLE notes RENAME TO n", "CREATE VIEW notes AS SELECT * FROM n"
    )
    assert code({"collection.anki2": view}) == "bad-package"
    name = pack(b"\x0a\x0b\x0a\x09../../x.p")
    assert code({"collection.anki21b": pack(database), "media": name, "0": b"x"}) == "unsafe-path"
    monkeypatch.setattr(archive, "LARGEST_DIRECTORY", 5_000)
    assert (
        code({"collection.anki21b": pack(database)} | {str(i): b"" for i in range(200)})
        == "archive-bomb"
    )


@pytest.mark.parametrize("seed", range(4))
def test_damaged_packages_end_in_cards_or_one_error(
    database: bytes, tmp_path: Path, seed: int
) -> None:
    """No byte that is wrong anywhere gives a traceback."""
    chance = random.Random(seed)
    media = b"\x0a\x07\x0a\x05x.png"
    for _ in range(60):
        damaged = bytearray(chance.choice((database, media)))
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        entries = {"collection.anki21b": database, "media": media, "0": b"x"}
        entries["media" if len(damaged) < 100 else "collection.anki21b"] = bytes(damaged)
        packed = {key: zstandard.ZstdCompressor().compress(data) for key, data in entries.items()}
        harvest = reading.read(_zipped(tmp_path / "d.apkg", packed), "d.apkg", {})
        assert harvest.cards or harvest.skipped or _code(harvest)


def test_crowdanki_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    """No note is silently left out below some level."""
    deck: dict[str, object] = {"name": "x", "notes": []}
    for _ in range(60):
        deck = {"name": "x", "notes": [], "children": [deck]}
    (tmp_path / "d.json").write_text(json.dumps(deck))
    assert _code(reading.read(tmp_path / "d.json", "d.json", {})) == "bad-json"
