"""No file is read from outside the deck, written through a link, removed or replaced if it is not ours, or torn."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import REPOSITORY, MakeDeck, Run
from support.released import commit, quiet

from deckpress.console import report
from deckpress.deck import config, media
from deckpress.model import Problem, Span
from deckpress.system import files

SECRET = "TOP-SECRET-LINE"
PAGE = "## One?\n<!-- id: one-1 -->\n\nYes, see ![dot](dot.svg).\n"
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="1"/></svg>'
DECK = {
    "content/a.md": PAGE,
    "content/media/dot.svg": DOT,
    "deckpress.toml": '[deck]\nname = "Test"\nnamespace = "test"\n' + quiet(),
}

needs_links = pytest.mark.skipif(os.name == "nt", reason="links and pipes of Unix")
pytestmark = needs_links


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of the machine, outside of the deck, of which no word may be seen."""
    path = tmp_path / "outside" / "secret.md"
    path.parent.mkdir()
    path.write_text(f"## {SECRET}?\n<!-- id: secret-card -->\n\n{SECRET} = 1\n")
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


# --- reading -----------------------------------------------------------------------------------------------------

READ = (
    "content/b.md",
    "content/tags.toml",
    "content/glossary.toml",
    "content/misconceptions.toml",
    "content/similarity.toml",
    "content/ledger.tsv",
    "content/retired.txt",
    "content/media/dot.svg",
    "deckpress.toml",
)


def _relative(path: Path, secret: Path) -> None:
    path.symlink_to(os.path.relpath(secret, path.parent))


def _absolute(path: Path, secret: Path) -> None:
    path.symlink_to(secret)


def _by_steps(path: Path, secret: Path) -> None:
    """Through another link, which itself is in the deck."""
    step = path.parent / ".step"
    step.symlink_to(secret.parent)
    path.symlink_to(f".step/{secret.name}")


@pytest.mark.parametrize("link", [_relative, _absolute, _by_steps])
@pytest.mark.parametrize("name", READ)
def test_nothing_is_read_through_a_link_that_leads_out_of_the_deck(
    make_deck: MakeDeck, run: Run, secret: Path, name: str, link: Callable[[Path, Path], None]
) -> None:
    root = make_deck(DECK)
    (root / name).unlink(missing_ok=True)
    link(root / name, secret)
    before = tree(secret.parent)
    for arguments in (
        ["check"],
        ["check", "--format", "github"],
        ["build"],
        ["fmt", "--check"],
        ["fmt"],
        ["stats"],
    ):
        done = run(root, *arguments)
        assert SECRET not in done.output, arguments
        if arguments[0] in ("check", "build"):
            assert done.exit_code == 1 and f"{name}" in done.output and "unsafe-path" in done.output
    assert (root / name).is_symlink() and tree(secret.parent) == before
    assert not (root / "build").exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("kind", ["pipe", "socket", "folder", "dangling link", "loop", "device"])
def test_what_is_no_ordinary_file_is_a_located_problem_and_never_waited_for(
    make_deck: MakeDeck,
    run: Run,
    tmp_path: Path,
    name: str,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if kind == "folder" and name.endswith((".md", ".svg")):
        pytest.skip("a folder may be called so")
    root = make_deck(DECK)
    path = root / name
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        monkeypatch.chdir(path.parent)  # its path must be short
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    else:
        path.symlink_to(
            {"dangling link": "nowhere", "loop": path.name, "device": "/dev/zero"}[kind]
        )
    monkeypatch.setattr(signal, "alarm", signal.alarm)
    signal.alarm(60)  # a test that waits fails
    try:
        done = run(root, "check")
    finally:
        signal.alarm(0)
    assert done.exit_code == 1 and f"{name}:1:1: " in done.output and "[unsafe-path]" in done.output
    assert run(root, "build").exit_code == 1


@pytest.mark.parametrize("target", ["../.env", "../.git/config", ".hidden/x.md", "../.github/x.md"])
def test_no_link_leads_to_what_is_hidden_in_the_deck(
    make_deck: MakeDeck, run: Run, target: str
) -> None:
    """On a machine of CI, `.git/config` holds a token."""
    root = make_deck(
        {**DECK, "content/.hidden/x.md": SECRET, ".github/x.md": SECRET, ".env": f"KEY={SECRET}\n"}
    )
    (root / ".git").mkdir()
    (root / ".git/config").write_text(SECRET)
    (root / "content/b.md").symlink_to(target)
    done = run(root, "check")
    assert done.exit_code == 1 and SECRET not in done.output
    assert "content/b.md:1:1: a link that leads to no file of the deck [unsafe-path]" in done.output


def test_a_link_to_a_file_of_the_deck_is_followed_and_stays_one(
    make_deck: MakeDeck, run: Run
) -> None:
    """To a page beside it, to one outside of content/, and to a picture; `fmt`, `ids` and `--fix` keep the link."""
    root = make_deck(
        {**DECK, "shared/b.md": PAGE.replace("one-1", "two-2"), "content/media/real.svg": DOT}
    )
    text = DECK["deckpress.toml"].replace('double-space = "off"\n', "")
    (root / "deckpress.toml").write_text(text)
    (root / "content/b.md").symlink_to("../shared/b.md")
    (root / "content/media/dot.svg").unlink()
    (root / "content/media/dot.svg").symlink_to("real.svg")
    assert run(root, "check").output == "no problems\n"
    (root / "shared/b.md").write_text("##   Two?\n\nYes,  really.\n")
    for arguments in (["ids"], ["fmt"], ["check", "--fix"]):
        run(root, *arguments)
    assert (root / "content/b.md").is_symlink()
    assert (root / "shared/b.md").read_text() == "## Two?\n<!-- id: two -->\n\nYes, really.\n"
    assert run(root, "build").exit_code == 0


def test_a_folder_that_is_a_link_is_told_unless_its_pages_are_read_anyway(
    make_deck: MakeDeck, run: Run, secret: Path
) -> None:
    root = make_deck(
        {**DECK, "content/01-one/b.md": PAGE.replace("one-1", "two-2"), "cards/c.md": PAGE}
    )
    (root / "content/02-same").symlink_to("01-one")
    (root / "content/03-loop").symlink_to(".")
    assert run(root, "check").output == "no problems\n"
    assert "2 notes" in run(root, "build", "--only", "apkg").output
    (root / "content/04-away").symlink_to(secret.parent)
    (root / "content/05-beside").symlink_to("../cards")
    done = run(root, "check")
    assert (
        done.output.count(
            "a link to a folder that is not in content/: nothing in it is read [unsafe-path]"
        )
        == 2
    )
    assert SECRET not in done.output


def test_content_itself_may_be_a_link_within_the_deck_only(
    make_deck: MakeDeck, run: Run, secret: Path
) -> None:
    root = make_deck(DECK)
    (root / "content").rename(root / "cards")
    (root / "content").symlink_to("cards")
    assert run(root, "check").output == "no problems\n"
    assert run(root, "build", "--only", "booklet").exit_code == 0
    (root / "content").unlink()
    (root / "content").symlink_to(secret.parent)
    done = run(root, "check")
    assert done.exit_code == 1 and SECRET not in done.output
    assert "content:1:1: a link that leads out of the deck [unsafe-path]" in done.output
    (root / "source.md").write_text("## What is new?\n\nThis.\n")
    for arguments in (["ids"], ["fmt"], ["import", root / "source.md"]):
        assert SECRET not in run(root, *arguments).output
    assert os.listdir(secret.parent) == [secret.name]


def test_a_report_shows_no_line_of_another_file(tmp_path: Path, secret: Path) -> None:
    """Wherever a problem points, and whoever made it."""
    root = tmp_path / "deck"
    root.mkdir()
    (root / "a.md").symlink_to(secret)
    (root / "b.md").write_text("shown\n")
    os.mkfifo(root / "pipe.md")
    for name in ("a.md", "pipe.md", "gone.md", "."):
        assert SECRET not in report.text([Problem(Span(name, 4), "x", "y", fix="z")], root)
    assert "shown" in report.text([Problem(Span("b.md"), "x", "y", fix="z")], root)
    assert "shown" in report.text(
        [Problem(Span(str(root / "b.md")), "x", "y", fix="z")], tmp_path / "outside"
    )


@pytest.mark.parametrize(
    "name", ["collection.anki2", "deck.apkg", "page.md", "table.csv", "deck.json"]
)
def test_a_pipe_is_no_source(make_deck: MakeDeck, run: Run, tmp_path: Path, name: str) -> None:
    root = make_deck(DECK)
    os.mkfifo(tmp_path / name)
    signal.alarm(60)
    try:
        for command in ("import", "pull"):
            done = run(root, command, tmp_path / name)
            assert done.exit_code == 1 and "no ordinary file" in done.output
    finally:
        signal.alarm(0)


def test_an_import_reads_and_writes_through_no_link(
    make_deck: MakeDeck, run: Run, tmp_path: Path, secret: Path
) -> None:
    """Of a folder from elsewhere, only what lies in it is read; what it becomes stays in the deck."""
    root = make_deck(DECK)
    source = tmp_path / "source"
    source.mkdir()
    (source / "good.md").write_text("## What is good?\n\nThis.\n\n## Seen?\n\n![x](x.png)\n")
    (source / "bad.md").symlink_to(secret)
    (source / "x.png").symlink_to(secret)
    done = run(root, "import", source)
    assert done.exit_code == 0 and "leads out of the folder" in done.output
    assert not any(SECRET.encode() in data for data in tree(root).values())


@pytest.mark.parametrize("place", ["content/more", "content/more/media", "content/more/01-good.md"])
def test_an_import_writes_all_or_nothing(
    make_deck: MakeDeck, run: Run, tmp_path: Path, secret: Path, place: str
) -> None:
    root = make_deck(DECK)
    (tmp_path / "good.md").write_text("## What is good?\n\nThis.\n\n## Seen?\n\n![x](x.png)\n")
    (tmp_path / "x.png").write_bytes(b"\x89PNG")
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).symlink_to(secret if place.endswith(".md") else secret.parent)
    before = tree(root), tree(secret.parent)
    done = run(root, "import", tmp_path / "good.md", "--into", "more")
    assert done.exit_code == 1 and "[unsafe-path]" in done.output and SECRET not in done.output
    assert (tree(root), tree(secret.parent)) == before


# --- writing -----------------------------------------------------------------------------------------------------

PHOTOS = ("thesis.tex", "photo.jpg", "photo-0123456789abcdef.png", "index.html")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of the user."""
    folder = tmp_path / "photos"
    (folder / "site/media").mkdir(parents=True)
    for place, name in itertools.product((folder, folder / "site/media"), PHOTOS):
        (place / name).write_text(f"my own {name}")
    return folder


@pytest.mark.parametrize("place", ["build", "build/site", "build/site/media"])
@pytest.mark.parametrize(
    "command", [["build"], ["build", "--only", "site"], ["release", "1.0"], ["pdf"]]
)
def test_nothing_is_written_or_removed_through_a_link(
    make_deck: MakeDeck,
    run: Run,
    photos: Path,
    place: str,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("deckpress.system.browser.find", lambda: Path("/bin/true"))
    root = make_deck(DECK)
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).symlink_to(photos)
    commit(root)
    before = tree(photos)
    done = run(root, *command)
    if command == ["pdf"] and place != "build":
        pytest.skip("writes no site")
    assert (
        done.exit_code == 1 and f"{place}: a link, and nothing is written through it" in done.output
    )
    assert "[unsafe-path]" in done.output
    assert tree(photos) == before


def test_a_link_in_place_of_a_file_is_replaced_and_not_followed(
    make_deck: MakeDeck, run: Run, secret: Path
) -> None:
    root = make_deck(DECK)
    before = secret.read_text()
    assert run(root, "build").exit_code == 0
    written = [path for path in (root / "build").rglob("*") if path.is_file()]
    for path in written:
        path.unlink()
        path.symlink_to(secret)
    assert run(root, "build").exit_code == 0
    assert secret.read_text() == before
    assert not any(path.is_symlink() or SECRET.encode() in path.read_bytes() for path in written)


def test_out_may_be_a_link_that_the_user_typed_and_nothing_below_it(
    make_deck: MakeDeck, run: Run, tmp_path: Path, photos: Path
) -> None:
    root = make_deck(DECK)
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    assert run(root, "build", "--out", tmp_path / "out").exit_code == 0
    assert (tmp_path / "real/site/index.html").is_file()
    shutil.rmtree(tmp_path / "real/site")
    (tmp_path / "real/site").symlink_to(photos)
    before = tree(photos)
    assert run(root, "build", "--out", tmp_path / "out").exit_code == 1
    assert tree(photos) == before


def test_in_a_folder_with_other_files_only_ours_are_removed(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    """Ours are known by the hash of their own bytes, so that no list is needed that somebody could lose or edit."""
    root, out = make_deck(DECK), tmp_path / "public_html"
    folder = out / "site/media"
    folder.mkdir(parents=True)
    for name in PHOTOS:
        (folder / name).write_text(f"my own {name}")
    (out / "index.html").write_text("my own page")
    assert run(root, "build", "--out", out).exit_code == 0
    (old,) = folder.glob("dot-*.svg")
    mine = folder / f"{old.stem}.png"
    mine.write_text("my own, with the name of one of theirs")
    (folder / "dot-0123456789abcdef.svg").symlink_to(old.name)
    (root / "content/media/dot.svg").write_text(DOT.replace("9", "8"))
    assert run(root, "build", "--out", out).exit_code == 0
    (new,) = (path for path in folder.glob("dot-*.svg") if not path.is_symlink())
    assert new != old
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        [*PHOTOS, new.name, mine.name, "dot-0123456789abcdef.svg"]
    )
    assert (out / "index.html").read_text() == "my own page"


@pytest.mark.parametrize(
    "names", [["index.html"], ["index.html", "site.css"], ["site.js"], ["math.css", "index.html"]]
)
def test_somebody_elses_site_is_left_as_it_is(
    make_deck: MakeDeck, run: Run, tmp_path: Path, names: list[str]
) -> None:
    root, out = make_deck(DECK), tmp_path / "public_html"
    (out / "site").mkdir(parents=True)
    for name in names:
        (out / "site" / name).write_text("my own")
    done = run(root, "build", "--out", out)
    assert done.exit_code == 1 and "did not write" in done.output and "[unsafe-path]" in done.output
    assert all((out / "site" / name).read_text() == "my own" for name in names)


def test_a_release_keeps_what_others_put_beside_the_site(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck(DECK)
    (root / "build/site/media").mkdir(parents=True)
    for name in ("CNAME", "media/photo.jpg"):
        (root / "build/site" / name).write_text("my own")
    (root / "build/.release-notes").mkdir()
    commit(root)
    assert run(root, "release", "1.0").exit_code == 0
    assert (
        (root / "build/site/CNAME").read_text()
        == (root / "build/site/media/photo.jpg").read_text()
        == "my own"
    )
    assert (root / "build/site/index.html").is_file() and (root / "build/.release-notes").is_dir()


# --- killed, full, locked ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["build", "build/site", "build/site/media"])
def test_the_next_build_sweeps_what_a_killed_one_left(
    make_deck: MakeDeck, run: Run, place: str
) -> None:
    root = make_deck(DECK)
    (root / place).mkdir(parents=True)
    program = f"""if True:
        import os, pathlib
        from deckpress.system import files
        def pieces():
            yield b"half"
            os.kill(os.getpid(), 9)
        files.write(pathlib.Path({str(root / place)!r}) / "test.html", pieces(), pathlib.Path({str(root)!r}))
    """
    subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, check=False)
    (left,) = (root / place).iterdir()
    kept = [
        root / place / name
        for name in (".deckpress-notes.tmp", f"x{left.name}", ".test.html._ahqs67w")
    ]
    for path in kept:
        path.write_text("my own")
    assert run(root, "build").exit_code == 0
    assert not left.exists() and all(path.read_text() == "my own" for path in kept)


@pytest.mark.parametrize(
    "command", [["ids"], ["fmt"], ["check", "--fix"], ["import", "new.md", "--into", "."]]
)
def test_so_does_whatever_writes_pages(
    make_deck: MakeDeck, run: Run, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "##   Two?\n\nYes,  really.\n"
    root = make_deck({**DECK, "content/b.md": text, "content/.deckpress-abcd_123.tmp": "half"})
    (root / "deckpress.toml").write_text(
        DECK["deckpress.toml"].replace('double-space = "off"\n', "")
    )
    (root / "new.md").write_text("## What is new?\n\nThis.\n\n## What is old?\n\nThat.\n")
    monkeypatch.chdir(root)
    done = run(root, *command)
    assert not (root / "content/.deckpress-abcd_123.tmp").exists(), done.output


def test_what_is_being_written_is_not_swept(tmp_path: Path) -> None:
    def pieces() -> object:
        yield b"one"
        files.sweep(tmp_path)
        subprocess.run(
            [sys.executable, "-c", "import sys, pathlib\nfrom deckpress.system import files\n"
             "files.sweep(pathlib.Path(sys.argv[1]))", tmp_path], cwd=REPOSITORY, check=True)  # fmt: skip
        yield b"two"

    files.write(tmp_path / "x", pieces(), tmp_path)  # type: ignore[arg-type]
    assert tree(tmp_path) == {"x": b"onetwo"}


def test_builds_at_the_same_time_do_not_disturb_each_other(
    make_deck: MakeDeck, tmp_path: Path
) -> None:
    root = make_deck(DECK)
    command = [sys.executable, str(REPOSITORY / "pipeline.py"), "--root", str(root), "build"]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(4)
    ]
    for process in running:
        told, _ = process.communicate()
        assert process.returncode == 0, told.decode()
    assert not list((root / "build").rglob(".*"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_full_disk_is_told_with_the_folder_that_is_full(
    make_deck: MakeDeck, run: Run, tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, out = make_deck(DECK), tmp_path / "elsewhere"

    def replace(*names: object) -> None:
        raise OSError(number, os.strerror(number))  # without a name, as `write` does it

    monkeypatch.setattr(os, "replace", replace)
    done = run(root, "build", "--out", out)
    assert (
        done.exit_code == 1 and f"{out}/test" in done.output and os.strerror(number) in done.output
    )
    assert str(root) not in done.output and "[system]" in done.output
    assert not [path for path in out.rglob("*") if path.is_file()]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is locked for root")
def test_a_folder_that_cannot_be_written_is_named(
    make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "locked"
    out.mkdir(mode=0o500)
    done = run(make_deck(DECK), "build", "--out", out)
    assert done.exit_code == 1 and f"{out}/test.apkg: Permission denied [system]" in done.output


def test_a_page_that_cannot_be_read_is_a_located_problem(
    make_deck: MakeDeck, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the others are checked all the same."""
    root = make_deck({**DECK, "content/b.md": "## No id?\n\nYes.\n"})
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "a.md":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    done = run(root, "check")
    assert "content/a.md:1:1: cannot be read: Permission denied [unsafe-path]" in done.output


# --- the rules themselves ----------------------------------------------------------------------------------------


def test_a_file_made_by_a_build_is_known_by_its_own_bytes(tmp_path: Path) -> None:
    (tmp_path / "Größe.SVG").write_text(DOT)
    name = media.collection_name(tmp_path / "Größe.SVG")
    (tmp_path / name).write_text(DOT)
    assert media.is_made(tmp_path / name)
    (tmp_path / name).write_text(DOT + " ")
    time.sleep(0.01)
    assert not media.is_made(tmp_path / name)
    assert not media.is_made(tmp_path / "Größe.SVG") and not media.is_made(
        tmp_path / "gone-0123456789abcdef.svg"
    )


def test_a_path_belongs_to_a_folder_or_not(tmp_path: Path, secret: Path) -> None:
    deck = tmp_path / "deck"
    for name in ("a.md", ".hidden/b.md", "sub/.git/c", "sub/d.md"):
        (deck / name).parent.mkdir(parents=True, exist_ok=True)
        (deck / name).write_text("")
    (tmp_path / "deck-2").mkdir()
    (tmp_path / "deck-2/a.md").write_text("")
    (deck / "hidden.md").symlink_to(".hidden/b.md")
    (deck / "inner.md").symlink_to("sub/d.md")
    (deck / "twin.md").symlink_to("../deck-2/a.md")
    (tmp_path / "link").symlink_to("deck")
    good = ("a.md", ".hidden/b.md", "sub/d.md", "inner.md", "sub/../a.md")
    bad = (
        "hidden.md",
        "sub/.git/c",
        "twin.md",
        "../deck-2/a.md",
        "../outside/secret.md",
        "gone.md",
        "a\0.md",
        "sub",
    )
    for folder in (deck, tmp_path / "link"):
        assert [name for name in (*good, *bad) if files.inside(folder / name, folder)] == [*good]


def test_out_is_named_only_if_the_user_names_it(make_deck: MakeDeck) -> None:
    root = make_deck(DECK)
    assert config.load(root)[0].out_base == root
    assert config.load(root, root / "build")[0].out_base == root / "build"
