"""What is remembered of pages: never stale, never dangerous, never more than the deck."""

from __future__ import annotations

import os
import pickle
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import MakeDeck, Run
from support.released import quiet

from deckpress import checks, model, render, similarity
from deckpress.checks import _findings
from deckpress.deck import config
from deckpress.sources import canonical, reading
from deckpress.system import cache_folder, remembered
from deckpress.system.remembered import Memory
from deckpress.system.steps import Step
from pipeline import cli

CARD = "## What is {0}?\n<!-- id: card-{0} -->\n\nThe answer is {1} and $x_{{{1}}}$, see ![dot](dot.svg).\n\n"
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="{}"/></svg>'
ALIKE = "## How does {} make training {}?\n<!-- id: alike-{} -->\n\nBy normalising activations.\n\n"
DECK = {
    "content/a.md": CARD.format("one", 1) + CARD.format("two", 2),
    "content/c.md": ALIKE.format("batch normalization", "faster", 1)
    + ALIKE.format("batch normalisation", "faster?", 2),
    "content/part/b.md": CARD.format("three", 3) + "Text.\n\n### Odd\nA section nobody knows.\n",
    "content/media/dot.svg": DOT.format(1),
}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, for this test only."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def small_decks_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is otherwise only worth it in a large deck is done in every one."""
    monkeypatch.setattr(similarity, "WORTH_REMEMBERING", 0)


@pytest.fixture
def no_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check can be turned off, so that decks are built, and compared, that nobody could build."""
    for check in checks.modules().values():
        monkeypatch.setattr(check, "GUARD", False, raising=False)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the pages that are parsed from now on."""
    seen: list[str] = []
    parse = canonical.page

    def noted(text: str, path: str, deck: str) -> model.Page:
        seen.append(path)
        return parse(text, path, deck)

    monkeypatch.setattr(canonical, "page", noted)
    return seen


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Worked:
    """What is done from now on: the kind of work, and the path of a page."""
    seen: Worked = set()
    made = Step._made_here

    def noted(step: Step[Any, Any], pages: Sequence[Any]) -> list[bytes]:
        seen.update((step.memory.folder.name, page.path) for page in pages)
        return made(step, pages)

    monkeypatch.setattr(Step, "_made_here", noted)
    return seen


Worked = set[tuple[str, str]]


def pages(cache: Path) -> list[Path]:
    """The files of what is remembered of pages."""
    return sorted(
        path for kind in ("pages", "findings", "notes") for path in cache.rglob(f"{kind}/*")
    )


# --- the promise: with and without it, everything is the same ---


def _say(root: Path, cache: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner(env={"XDG_CACHE_HOME": str(cache)}).invoke(
        cli, ["--root", str(root), *arguments]
    )
    return done.exit_code, done.output


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.*"))}


def _add(root: Path, n: int) -> None:
    (root / f"content/{n % 3}.md").write_text(CARD.format(f"new{n % 7}", n))


def _append(root: Path, n: int) -> None:
    with (root / "content/a.md").open("a") as file:
        file.write(CARD.format(f"more{n}", n))


def _reword(root: Path, n: int) -> None:
    path = root / "content/part/b.md"
    path.write_text(
        path.read_text().replace("answer", f"reply {n}", 1)
        if path.is_file()
        else CARD.format("b", n)
    )


def _push_down(root: Path, n: int) -> None:
    path = root / "content/a.md"
    path.write_text("\n" * (n % 3 + 1) + path.read_text())


def _remove(root: Path, n: int) -> None:
    (root / ("content/part/b.md", "content/0.md")[n % 2]).unlink(missing_ok=True)


def _move(root: Path, n: int) -> None:
    path = root / "content/part/b.md"
    if path.is_file():
        path.rename(root / "content/moved.md")


def _configure(root: Path, n: int) -> None:
    severity = ("error", "warning", "off")[n % 3]
    text = f'[deck]\nname = "Deck {n % 2}"\nnamespace = "n"\n[checks.severity]\nunknown-section = "{severity}"\n'
    (root / "deckpress.toml").write_text(text)


def _picture(root: Path, n: int) -> None:
    for place in (root / "content/media/dot.svg", root / "content/part/dot.svg")[: n % 2 + 1]:
        place.write_text(DOT.format(n)) if n % 5 else place.unlink(missing_ok=True)


EDITS: tuple[Callable[[Path, int], None], ...] = (
    _add, _append, _reword, _push_down, _remove, _move, _configure, _picture,
)  # fmt: skip


@pytest.mark.usefixtures("small_decks_too", "no_guards")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 20)), min_size=1, max_size=6))
def test_after_any_edits_everything_is_as_if_nothing_was_remembered(
    tmp_path: Path, edits: list[tuple[Callable[[Path, int], None], int]]
) -> None:
    root = Path(shutil.copytree(_deck(tmp_path), tmp_path / "work", dirs_exist_ok=True))
    for number, (edit, argument) in enumerate(edits):
        edit(root, argument)
        warm, cold = tmp_path / "warm", tmp_path / f"cold-{number}"
        asked = ("check", "--format", "json")
        assert _say(root, warm, *asked) == _say(root, cold, *asked)
        lenient = root / "deckpress.toml"
        severities = 'unknown-section = "off"\nmissing-media = "off"\nmedia-clash = "off"\n'
        strict = lenient.read_text()
        lenient.write_text(
            f'[deck]\nname = "Test"\nnamespace = "test"\n[checks.severity]\n{severities}'
        )
        for folder in (warm, cold):
            out = str(tmp_path / f"out-{folder.name}")
            code, said = _say(root, folder, "build", "--out", out, "--only", "apkg,booklet")
            assert not code or "[duplicate-id]" in said, said
        lenient.write_text(strict)
        assert _files(tmp_path / "out-warm") == _files(tmp_path / f"out-{cold.name}")
        for name in (cold.name, f"out-{cold.name}", "out-warm"):
            shutil.rmtree(tmp_path / name, ignore_errors=True)
    for folder in (root, tmp_path / "warm"):
        shutil.rmtree(folder)


def _deck(folder: Path) -> Path:
    for name, text in {
        **DECK,
        "deckpress.toml": '[deck]\nname = "Test"\nnamespace = "test"\n',
    }.items():
        (folder / "deck" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "deck" / name).write_text(text)
    return folder / "deck"


# --- what is found again, and what is not ---


SOUND = {
    **DECK,
    "content/part/b.md": CARD.format("three", 3),
    "deckpress.toml": '[deck]\nslug = "test"\n',
    "content/c.md": "",
}
"""A deck that builds."""
PATHS = ("content/a.md", "content/c.md", "content/part/b.md")


def all_pages(*kinds: str) -> Worked:
    """Each of these kinds of work, on each page."""
    return {(kind, path) for kind in kinds for path in PATHS}


def test_each_stage_does_its_own_work_and_only_on_what_was_edited(
    make_deck: MakeDeck, run: Run, cache: Path, worked: Worked
) -> None:
    root = make_deck(SOUND)
    first = run(root, "check").output
    assert worked == all_pages("pages", "findings")
    worked.clear()
    assert run(root, "build", "--only", "apkg").exit_code == 0
    assert worked == all_pages("notes")
    worked.clear()
    assert run(root, "check").output == first and not worked
    (root / "content/a.md").write_text(CARD.format("one", 7))
    run(root, "build", "--only", "apkg")
    assert worked == {(kind, "content/a.md") for kind in ("pages", "findings", "notes")}
    assert len(pages(cache)) == 9


def test_what_reads_pages_alone_makes_nothing_else_of_them(
    make_deck: MakeDeck, run: Run, cache: Path, worked: Worked
) -> None:
    root = make_deck(SOUND)
    assert run(root, "stats").exit_code == 0
    assert worked == all_pages("pages")
    worked.clear()
    run(root, "check")
    assert worked == all_pages("findings")


def test_where_outputs_go_is_no_reason_to_work_again(
    make_deck: MakeDeck, run: Run, cache: Path, tmp_path: Path, worked: Worked
) -> None:
    root = make_deck(SOUND)
    run(root, "build", "--only", "apkg")
    worked.clear()
    run(root, "build", "--out", tmp_path / "out")
    run(root, "build", "--only", "apkg", "--jobs", "1")
    run(root, "check")
    assert not worked


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("change", ["vanished", "other file", "other bytes"])
def test_a_picture_is_a_reason_to_look_again_and_none_to_parse(
    make_deck: MakeDeck, run: Run, worked: Worked, change: str
) -> None:
    """It lies outside of the page; what it shows changes the note, and whether it is there what checks say."""
    root = make_deck(SOUND)
    run(root, "build", "--only", "apkg")
    worked.clear()
    if change == "vanished":
        (root / "content/media/dot.svg").unlink()
    else:
        place = root / ("content/dot.svg" if change == "other file" else "content/media/dot.svg")
        place.write_text(DOT.format(2))
    said = run(root, "check").output
    assert worked == all_pages("findings") - {("findings", "content/c.md")}
    assert ("[missing-media]" in said) == (change == "vanished")


@pytest.fixture(params=["deckpress.toml", "program"])
def change(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Path], object]]:
    """Something that makes what is remembered stale."""
    yield {
        "deckpress.toml": lambda root: (root / "deckpress.toml").write_text(
            '[deck]\nname = "Other"\nslug = "test"\n'
        ),
        "program": lambda root: monkeypatch.setattr(
            remembered, "_program", lambda: "another version"
        ),
    }[request.param]


def test_a_change_of_what_all_work_depends_on_does_it_again(
    make_deck: MakeDeck, run: Run, cache: Path, worked: Worked, change: Callable[[Path], object]
) -> None:
    root = make_deck(SOUND)
    run(root, "build", "--only", "apkg")
    worked.clear()
    change(root)
    run(root, "build", "--only", "apkg")
    assert worked == all_pages("pages", "findings", "notes")
    assert len(pages(cache)) == 9


def test_the_program_is_its_own_files_and_the_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered._program.cache_clear()
    before = remembered._program()
    (tmp_path / "library-1.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    remembered._program.cache_clear()
    with_library = remembered._program()
    own = shutil.copytree(Path(remembered.deckpress.__file__).parent, tmp_path / "own")
    (own / "render.py").write_text((own / "render.py").read_text() + "# edited\n")
    monkeypatch.setattr(remembered.deckpress, "__file__", str(own / "__init__.py"))
    remembered._program.cache_clear()
    assert len({before, with_library, remembered._program()}) == 3
    remembered._program.cache_clear()


@pytest.mark.usefixtures("small_decks_too", "cache")
def test_questions_are_compared_again_only_after_one_of_them_changed(
    make_deck: MakeDeck, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []

    def compare(questions: tuple[similarity.Question, ...], *given: Any) -> similarity.Matches:
        compared.append(len(questions))
        return original(questions, *given)

    def checked() -> str:
        similarity._remembered.cache_clear()
        compared.clear()
        return str(run(root, "check").output)

    original = similarity.compare
    monkeypatch.setattr(similarity, "compare", compare)
    root = make_deck(DECK)
    first = checked()
    assert "alike-1" in first and compared
    (root / "content/c.md").write_text(DECK["content/c.md"].replace("By norm", "By really norm", 1))
    assert checked() == first and not compared
    (root / "content/c.md").write_text(
        DECK["content/c.md"].replace("batch normalisation", "dropout")
    )
    assert "alike-1" not in checked() and compared


def test_decks_with_which_nothing_was_done_for_long_are_forgotten(
    make_deck: MakeDeck, run: Run, cache: Path
) -> None:
    gone, idle, root = make_deck(DECK, "gone"), make_deck(DECK, "idle"), make_deck(DECK)
    for deck in (gone, idle, root):
        run(deck, "check")
    folders = {deck: config.load(deck)[0].cache for deck in (gone, idle, root)}
    long_ago = time.time() - (remembered.DAYS + 1) * 86_400
    for deck in (gone, root):
        os.utime(folders[deck], (long_ago, long_ago))
    run(root, "check")
    assert {deck for deck, folder in folders.items() if folder.is_dir()} == {idle, root}


# --- damage, attacks, locked doors ---


@pytest.mark.parametrize(
    "damage", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b[:-9] + b"x" + b[-8:]]
)
def test_a_damaged_file_is_made_again(
    make_deck: MakeDeck, run: Run, cache: Path, damage: Callable[[bytes], bytes]
) -> None:
    root = make_deck(DECK)
    first = run(root, "check").output
    sound = {path: path.read_bytes() for path in pages(cache)}
    for path, data in sound.items():
        path.write_bytes(damage(data))
    assert run(root, "check").output == first
    assert {path: path.read_bytes() for path in pages(cache)} == sound


class _Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("exploded",)


def test_a_hostile_file_runs_no_code(
    make_deck: MakeDeck, run: Run, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_deck(DECK)
    first = run(root, "check").output
    monkeypatch.chdir(tmp_path)
    bomb = pickle.dumps(_Bomb())
    for data in (bomb, pickle.dumps("something else")):
        for path in pages(cache):
            path.write_bytes(remembered._checksum(path.name, data) + data)
        assert run(root, "check").output == first
    assert not Path("exploded").exists()
    for nouns in (reading.NOUNS, _findings.NOUNS, render.NOUNS):
        with pytest.raises(pickle.UnpicklingError):
            Memory(tmp_path, nouns).read(bomb)


def _formulas(cache: Path) -> Path:
    (path,) = cache.rglob("formulas.json")
    return path


def test_no_flipped_bit_reaches_an_output(
    make_deck: MakeDeck, run: Run, cache: Path, tmp_path: Path
) -> None:
    """Of a formula it would show for ever: nothing else would make it anew."""
    text = f'[deck]\nname = "Test"\nnamespace = "test"\n{quiet()}'
    root = make_deck(
        {
            "content/a.md": CARD.format("one", 1),
            "content/media/dot.svg": DOT,
            "deckpress.toml": text,
        }
    )
    run(root, "build", "--only", "booklet,site")
    first = _files(root / "build")
    for path in (_formulas(cache), *pages(cache)):
        sound = path.read_bytes()
        for at in range(0, len(sound), max(1, len(sound) // 9)):
            path.write_bytes(sound[:at] + bytes([sound[at] ^ 1 << at % 8]) + sound[at + 1 :])
            run(root, "build", "--only", "booklet,site")
            assert _files(root / "build") == first
            assert path.read_bytes() == sound


@pytest.mark.parametrize(
    "text", [b"[" * 100_000, b"{}", b"null", b'{"engine": 1}', b"\xff", b'{"formulas": [[]]}']
)
@pytest.mark.parametrize("signed", [True, False])
def test_no_content_of_the_formulas_file_is_a_fault(
    make_deck: MakeDeck, run: Run, cache: Path, text: bytes, signed: bool
) -> None:
    root = make_deck(DECK)
    first = run(root, "check").output
    path = _formulas(cache)
    sound = path.read_bytes()
    path.write_bytes(remembered._checksum(path.name, text) + text if signed else text)
    assert run(root, "check").output == first
    assert path.read_bytes() == sound


def test_files_under_each_others_names_are_made_again(
    make_deck: MakeDeck, run: Run, cache: Path, parsed: list[str]
) -> None:
    root = make_deck(DECK)
    first = run(root, "check").output
    sound = {path: path.read_bytes() for path in pages(cache)}
    for path, data in zip(sound, [*sound.values()][1:] + [*sound.values()][:1], strict=True):
        path.write_bytes(data)
    parsed.clear()
    assert run(root, "check").output == first and len(parsed) == 3
    assert {path: path.read_bytes() for path in pages(cache)} == sound


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
@pytest.mark.parametrize("mode", [0o770, 0o777, 0o722, 0o702])
@pytest.mark.parametrize("all_folders", [True, False])
def test_a_folder_that_others_can_write_is_not_used(
    make_deck: MakeDeck, run: Run, cache: Path, parsed: list[str], mode: int, all_folders: bool
) -> None:
    root = make_deck(DECK)
    first = run(root, "check").output
    folders = (
        {path.parent for path in (_formulas(cache), *pages(cache))}
        if all_folders
        else {_formulas(cache).parent}
    )
    before = {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()}
    for folder in folders:
        folder.chmod(mode)
    parsed.clear()
    assert run(root, "check").output == first and len(parsed) == 3
    assert {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_a_folder_in_which_everybody_replaces_files_holds_no_cache(
    make_deck: MakeDeck, cache: Path
) -> None:
    root = make_deck(DECK)
    for mode, is_used in (
        (0o700, True),
        (0o755, True),
        (0o1777, True),
        (0o777, False),
        (0o707, False),
    ):
        cache.mkdir(exist_ok=True)
        cache.chmod(mode)
        assert (config.load(root)[0].cache != cache_folder.NOWHERE) == is_used


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such owners")
def test_a_folder_of_somebody_else_is_not_used(
    make_deck: MakeDeck, run: Run, cache: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_deck(DECK)
    first = run(root, "check").output
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    parsed.clear()
    assert run(root, "check").output == first and len(parsed) == 3


def test_a_link_is_no_cache(make_deck: MakeDeck, run: Run, cache: Path, tmp_path: Path) -> None:
    root = make_deck(DECK)
    place = config.load(root)[0].cache
    place.parent.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    place.symlink_to(tmp_path / "elsewhere")
    run(root, "check")
    assert not (tmp_path / "elsewhere" / "formulas.json").exists()


def test_whatever_the_umask_nobody_else_can_open_it(
    make_deck: MakeDeck, run: Run, cache: Path
) -> None:
    before = os.umask(0)
    try:
        run(make_deck(DECK), "check")
    finally:
        os.umask(before)
    folders = [path for path in cache.rglob("*") if path.is_dir()]
    assert len(folders) > 3 and {path.stat().st_mode & 0o077 for path in folders} == {0}


@pytest.mark.parametrize(
    "place", ["deck/.cache", "deck", "deck/content/cache", "repository", "relative"]
)
def test_nothing_that_a_pull_request_can_bring_is_a_cache(
    make_deck: MakeDeck, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the deck, in the repository that holds it, or (if the variable is no full path) where we happen to be."""
    root = make_deck(DECK, "repository/deck")
    (tmp_path / "repository/.git").mkdir()
    given = {"repository": tmp_path / "repository/.cache", "relative": Path("cache")}
    monkeypatch.setenv("XDG_CACHE_HOME", str(given.get(place, tmp_path / "repository" / place)))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(root)
    found = config.load(root)[0].cache
    assert (
        found.is_relative_to(tmp_path / "home")
        if place == "relative"
        else found == cache_folder.NOWHERE
    )


def test_only_folders_of_decks_are_forgotten(make_deck: MakeDeck, run: Run, cache: Path) -> None:
    root = make_deck(DECK)
    run(root, "check")
    others = cache / "deckpress"
    names = ("notes", "my-deck-0123abcd", "my-deck-0123456789ab", "thesis-0123456789ab")
    for name in names:
        (others / name / "pages").mkdir(parents=True)
    (others / "thesis-0123456789ab/chapter.tex").write_text("mine")
    for name in names:
        os.utime(others / name, (1, 1))
    run(root, "check")
    assert {path.name for path in others.iterdir()} == {
        "notes",
        "thesis-0123456789ab",
        config.load(root)[0].cache.name,
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is locked for root")
def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    make_deck: MakeDeck, run: Run, cache: Path
) -> None:
    cache.mkdir()
    cache.chmod(0o500)
    assert run(make_deck(DECK), "check").output


def test_a_file_in_place_of_the_cache_costs_nothing_but_time(
    make_deck: MakeDeck, run: Run, cache: Path
) -> None:
    root = make_deck(DECK)
    first = run(root, "check").output
    shutil.rmtree(cache)
    cache.write_text("no folder")
    assert run(root, "check").output == first


def test_nobody_else_can_write_where_it_is_remembered(
    make_deck: MakeDeck, run: Run, cache: Path
) -> None:
    run(make_deck(DECK), "check")
    assert {path.parent.stat().st_mode & 0o077 for path in pages(cache)} == {0}
