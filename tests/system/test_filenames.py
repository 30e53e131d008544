"""Names of pages, folders and media: what some system cannot store is a located problem, what comes from elsewhere is
made storable, and a Mac's spelling of `ü` is the same name."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import MakeDeck, Run
from support.released import quiet

from deckpress.deck import config, media
from deckpress.system import filenames

PAGE = "## One?\n<!-- id: one-1 -->\n\nYes, see ![dot]({}).\n"
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="1"/></svg>'
TOML = '[deck]\nname = "Test"\nnamespace = "test"\n' + quiet().replace(
    'unportable-name = "off"\n', ""
)

BAD = {
    "content/media/CON.png": "device",
    "content/media/aux.tar.gz": "device",
    "content/media/Nul": "device",
    "content/com1.md": "device",
    "content/COM².md": "device",
    "content/lpt9 .md": "device",
    "content/aux/b.md": "device",
    "content/conin$.md": "device",
    "content/media/dot.": "ends in '.'",
    "content/part /b.md": "ends in ' '",
    "content/a:b.md": "':'",
    "content/what?.md": "'?'",
    "content/a\\b.md": "'\\\\'",
    'content/say "b".md': "'\"'",
    "content/media/a<b>.svg": "'<'",
    "content/media/a|b.svg": "'|'",
    "content/media/tab\there.svg": "cannot be printed",
    "content/media/bell\x07.svg": "cannot be printed",
    f"content/{'ü' * 119}x.md": "a name of 242 bytes; the limit is 238",
    f"content/{'b' * 239}": "a name of 239 bytes",
    f"content/{'/'.join(['folder-of-thirty-characters-xx'] * 7)}/b.md": "a path of 224 characters; the limit is 200",
}
GOOD = (
    "content/console.md",
    "content/auxiliary.md",
    "content/com.md",
    "content/com10.md",
    "content/.hidden:x",
    "content/1. What is “ü”.md",
    "content/Größe/日本語.md",
    "content/a - b (c), d; e & f.md",
    f"content/{'b' * 100}.md",
)


@pytest.mark.skipif(os.name == "nt", reason="Windows stores no such names")
@pytest.mark.parametrize("name", BAD)
def test_a_name_that_some_system_cannot_store_is_located(
    make_deck: MakeDeck, run: Run, name: str
) -> None:
    root = make_deck(
        {"content/a.md": PAGE.replace("![dot]({})", "it"), name: "", "deckpress.toml": TOML}
    )
    done = run(root, "check", "--format", "json")
    problems = [row for row in json.loads(done.stdout) if row["code"] == "unportable-name"]
    assert done.exit_code == 1 and len(problems) == 1
    assert BAD[name] in problems[0]["message"] and problems[0]["line"] == 1
    assert all(
        part.isprintable()
        for part in (problems[0]["path"], run(root, "check").output.replace("\n", ""))
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows stores no such names")
def test_a_medium_whose_name_is_no_text_is_located(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck({"content/a.md": PAGE.replace("![dot]({})", "it"), "deckpress.toml": TOML})
    (root / "content" / os.fsdecode(b"caf\xe9.png")).write_text("x")
    (root / "content" / os.fsdecode(b"folder\xff")).mkdir()
    for form in ("text", "json", "github", "sarif"):
        done = run(root, "check", "--format", form)
        assert done.exit_code == 1 and done.output.encode()
        assert "caf" in done.output and "folder" in done.output
    assert run(root, "build").exit_code == 1


def test_other_names_are_fine(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck(
        {
            "content/a.md": PAGE.format("dot.svg"),
            "content/media/dot.svg": DOT,
            "deckpress.toml": TOML,
        }
    )
    for name in GOOD:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(f"## {name}?\n<!-- id: id-{GOOD.index(name)} -->\n\nYes.\n")
    assert "unportable-name" not in run(root, "check").output


@pytest.mark.parametrize("slug", ["con", "aux", "nul", "com1", "a" * 219])
def test_a_slug_that_cannot_name_files_is_located(make_deck: MakeDeck, run: Run, slug: str) -> None:
    root = make_deck({"content/a.md": PAGE.replace("![dot]({})", "it")})
    (root / "deckpress.toml").write_text(f'[deck]\nname = "Test"\nslug = "{slug}"\n')
    assert "deckpress.toml:3:1: " in run(root, "check").output
    assert config.load(root)[0].slug == "deck" and config.load(root)[1][0].code == "bad-config"


def test_the_longest_slug_names_every_output(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck({"content/a.md": PAGE.replace("![dot]({})", "it")})
    (root / "deckpress.toml").write_text(TOML.replace("[deck]", f'[deck]\nslug = "{"a" * 218}"'))
    assert run(root, "build").exit_code == 0


@given(st.text(), st.sampled_from(["", ".png", ".svg", "-01234567.jpeg"]))
def test_what_is_made_of_any_name_can_be_stored(stem: str, suffix: str) -> None:
    name = filenames.safe(stem, suffix)
    assert (
        not filenames.fault(name)
        and name.endswith(suffix)
        and "/" not in name
        and not name.startswith(".")
    )
    assert len(name.encode()) <= filenames.LONGEST_FOREIGN + len("file-")


def test_two_long_names_stay_two() -> None:
    assert filenames.safe("a" * 300 + "1", ".png") != filenames.safe("a" * 300 + "2", ".png")


# --- the forms of Unicode ----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("folder", ["content", "content/media", "content/Größe"])
def test_a_medium_is_found_in_either_form(
    make_deck: MakeDeck, run: Run, folder: str, stored: str, written: str
) -> None:
    place = "Größe/ü.svg" if folder.endswith("Größe") else "ü.svg"
    text = PAGE.format(normalize(written, place))
    root = make_deck(
        {"content/a.md": text, normalize(stored, f"{folder}/ü.svg"): DOT, "deckpress.toml": TOML}
    )
    assert run(root, "check").output == "no problems\n"
    assert run(root, "build").exit_code == 0
    (name,) = (path.name for path in (root / "build/site/media").iterdir())
    assert name == media.collection_name(
        root / normalize(stored, f"{folder}/ü.svg")
    ) and name.startswith("media-")


def test_the_other_form_leads_nowhere_else(make_deck: MakeDeck, run: Run, tmp_path: Path) -> None:
    (tmp_path / normalize("NFD", "ü.svg")).write_text(DOT)
    root = make_deck({"content/a.md": PAGE.format("../../ü.svg"), "deckpress.toml": TOML})
    assert "points outside" in run(root, "check").output


def test_two_names_that_differ_in_form_only_clash(make_deck: MakeDeck, run: Run) -> None:
    """A Mac has only one of them."""
    files = {normalize(form, "content/media/ü.svg"): DOT for form in ("NFC", "NFD")}
    root = make_deck({"content/a.md": PAGE.format("ü.svg"), **files})
    if len(list((root / "content/media").iterdir())) == 2:
        assert "[media-clash]" in run(root, "check").output


# --- what comes from elsewhere -----------------------------------------------------------------------------------


def package(path: Path, media_name: str, question: str = "What is it?") -> Path:
    """An .apkg in Anki's older format with one note and one picture."""
    database = sqlite3.connect(":memory:")
    database.executescript(
        "CREATE TABLE col(id, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags);"
        "CREATE TABLE notes(id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data);"
        "CREATE TABLE cards(id, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left, odue, odid,"
        " flags, data);"
    )
    sides = [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}", "ord": 0}]
    model = {
        "id": 1,
        "name": "Basic",
        "type": 0,
        "flds": [{"name": "Front"}, {"name": "Back"}],
        "tmpls": sides,
    }
    models, decks = json.dumps({"1": model}), json.dumps({"1": {"id": 1, "name": "Default"}})
    database.execute("INSERT INTO col VALUES(1,0,0,0,11,0,0,0,'{}',?,?,'{}','{}')", (models, decks))
    fields = f'{question}\x1fIt. <img src="{media_name}" alt="pic">'
    database.execute("INSERT INTO notes VALUES(1,'g',1,1,-1,'',?,'',0,0,'')", (fields,))
    database.execute("INSERT INTO cards VALUES(1,1,1,0,1,-1,0,0,1,0,0,0,0,0,0,0,0,'')")
    database.commit()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("collection.anki2", database.serialize())
        archive.writestr("media", json.dumps({"0": media_name}))
        archive.writestr("0", DOT)
    return path


@pytest.mark.parametrize("name", [f"{'x' * 300}.svg", f"{'ü' * 150}.svg", f"a.{'b' * 300}", "CON.svg", "aux.svg",
                                  "lpt1.tar.svg", "dot..svg", "a b.svg", "dot.SVG", "x."])  # fmt: skip
def test_a_medium_of_a_package_gets_a_name_that_can_be_stored(
    make_deck: MakeDeck, run: Run, tmp_path: Path, name: str
) -> None:
    root = make_deck({"content/a.md": PAGE.replace("![dot]({})", "it"), "deckpress.toml": TOML})
    source = package(tmp_path / "deck.apkg", name)
    done = run(root, "import", source)
    assert done.exit_code == 0, done.output
    (stored,) = (root / "content/deck/media").iterdir()
    assert stored.read_text() == DOT and not filenames.fault(stored.name)
    assert (
        "unportable-name" not in (said := run(root, "check").output) and "missing-media" not in said
    )
    assert (
        "1 unchanged" in run(root, "import", source).output
        and len(list(stored.parent.iterdir())) == 1
    )


def test_an_import_writes_no_media_of_cards_that_the_deck_has(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    root = make_deck({"content/a.md": PAGE.replace("![dot]({})", "it"), "deckpress.toml": TOML})
    (tmp_path / "page.md").write_text(
        "## One?\n\nSee this: ![x](duplicate.svg)\n\n## One?\n\nAgain ![x](duplicate.svg)\n"
    )
    (tmp_path / "duplicate.svg").write_text(DOT)
    assert "2 duplicates" in run(root, "import", tmp_path / "page.md").output
    assert not list((root / "content").rglob("*.svg"))
    run(root, "import", package(tmp_path / "deck.apkg", "new.svg"))
    (page,) = (path for path in (root / "content/deck").iterdir() if path.suffix == ".md")
    page.write_text(page.read_text().replace("It.", "It, as somebody edited it."))
    assert "1 conflict" in run(root, "import", package(tmp_path / "deck.apkg", "other.svg")).output
    assert [path.name for path in (root / "content").rglob("*.svg")] == ["new.svg"]


def test_two_sources_of_one_import_keep_their_own_pictures(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    root = make_deck({"content/a.md": PAGE.replace("![dot]({})", "it"), "deckpress.toml": TOML})
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "page.md").write_text(f"## What is number {number}?\n\nThis: ![x](x.svg)\n")
        (folder / "x.svg").write_text(DOT.replace("9", str(number)))
    assert (
        run(
            root, "import", tmp_path / "1/page.md", tmp_path / "2/page.md", "--into", "more"
        ).exit_code
        == 0
    )
    texts = sorted(path.read_text() for path in (root / "content").rglob("*.svg"))
    assert texts == [DOT.replace("9", "1"), DOT.replace("9", "2")]


@pytest.mark.parametrize("into", ["aux", "CON", "com1/nul"])
def test_no_import_makes_a_folder_that_windows_cannot_store(
    make_deck: MakeDeck, run: Run, tmp_path: Path, into: str
) -> None:
    root = make_deck({"content/a.md": PAGE.replace("![dot]({})", "it"), "deckpress.toml": TOML})
    (tmp_path / "nul.md").write_text("## What is new?\n\nThis.\n")
    assert run(root, "import", tmp_path / "nul.md", "--into", into).exit_code == 0
    assert run(root, "check", "--select", "unportable-name").exit_code == 0
