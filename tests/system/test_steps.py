"""A step with each page alone: the same results whatever is remembered, no more kept than needed, nothing without end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import MakeDeck, Run
from support.released import commit

from deckpress import checks, render
from deckpress.model import Fault, Span
from deckpress.sources import canonical
from deckpress.system import steps
from deckpress.system.remembered import Memory
from deckpress.system.steps import Step


class Given(NamedTuple):
    """A page, as far as a step looks at it."""

    path: str
    digest: str
    size: int = 100_000


class Made(NamedTuple):
    """What the step makes of a page."""

    text: str
    faults: tuple[Fault, ...] = ()


PAGES = [Given(f"content/{n}.md", f"version {n}" if n else "") for n in range(8)]
"""The first may not be remembered."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a step's results are remembered, by the user alone."""
    (tmp_path / "work").mkdir(mode=0o700)
    return tmp_path / "work"


def step(
    folder: Path, processes: int = 1, work: Callable[[Given], Made] = lambda page: Made(page.digest)
) -> Step[Given, Made]:
    """A step that makes a page's digest of it."""

    def stopped(page: Given, fault: Fault) -> Made:
        return Made("", (fault,))

    return Step(work, stopped, Made, Memory(folder, (Made, Fault, Span)), processes)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(PAGES), max_size=8), st.integers(1, 3)),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_is_remembered_the_results_are_those_of_the_work(
    folder: Path, runs: list[tuple[list[Given], int]]
) -> None:
    """In order, by however many processes; only what the last run did not make is made, and only this run's is kept."""
    kept: set[str] = {path.name for path in folder.iterdir()}
    for pages, processes in runs:
        worked: list[str] = []

        def work(page: Given, worked: list[str] = worked) -> Made:
            worked.append(page.digest)
            return Made(page.digest)

        this = step(folder, processes, work)
        assert this.results(pages) == [Made(page.digest) for page in pages]
        names = {page.digest: this.memory.name(page.digest) for page in pages if page.digest}
        if processes == 1:
            assert {names.get(digest, "") for digest in worked} - {""} == {*names.values()} - kept
        kept = {path.name for path in folder.iterdir()}
        assert kept == {*names.values()}


def test_work_by_one_process_and_by_many_is_remembered_alike(tmp_path: Path) -> None:
    files = []
    for processes in (1, 2, 5):
        folder = tmp_path / str(processes) / "work"
        folder.mkdir(mode=0o700, parents=True)
        step(folder, processes).results(PAGES)
        files.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(files[0]) == len(PAGES) - 1
    assert files[0] == files[1] == files[2]


def spin(page: Given) -> Made:
    """Takes for ever on one page."""
    while page.path == PAGES[3].path:
        pass
    return Made(page.digest)


@pytest.mark.parametrize("processes", [1, 2])
def test_a_page_that_takes_too_long_is_a_fault_and_is_not_remembered(
    folder: Path, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "seconds", lambda size: 0.05)
    results = step(folder, processes, spin).results(PAGES)
    message = "reading this page takes far too long"
    fault = Fault(Span("content/3.md"), message, code="takes-too-long")
    assert results[3] == Made("", (fault,))
    assert [made.text for made in results[4:]] == [page.digest for page in PAGES[4:]]
    assert len([*folder.iterdir()]) == len(PAGES) - 2
    assert step(folder).results(PAGES)[3] == Made(PAGES[3].digest)


def test_what_fails_fails_here_too(folder: Path) -> None:
    """An error of ours is no fault of a page: it reaches whoever asked, from another process as well."""
    for processes in (1, 2):
        with pytest.raises(IndexError):
            step(folder, processes, lambda page: Made(page.digest[100])).results(PAGES)


def test_a_borrowed_memory_is_read_and_stays_as_it_is(folder: Path) -> None:
    step(folder).results(PAGES[:4])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    worked: list[str] = []

    def work(page: Given) -> Made:
        worked.append(page.path)
        return Made(page.digest)

    memory = Memory(folder, (Made, Fault, Span), is_borrowed=True)
    borrowing = Step(work, lambda page, fault: Made(""), Made, memory)
    assert borrowing.results(PAGES[2:6]) == [Made(page.digest) for page in PAGES[2:6]]
    assert worked == [PAGES[4].path, PAGES[5].path]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_an_older_version_left_is_forgotten(folder: Path) -> None:
    (folder / "deckpress.render.each_page").mkdir()
    (folder / "deckpress.render.each_page" / "0123").write_bytes(b"old")
    step(folder).results(PAGES[:2])
    assert len([*folder.iterdir()]) == 1


# --- the three steps of the pipeline ---

CARD = "## What is {0}?\n<!-- id: card-{0} -->\n\nIt is $x$.\n"


def slow_on_b(
    original: Callable[..., object], path_of: Callable[..., str]
) -> Callable[..., object]:
    """The function, without end for one page."""

    def slow(*given: object) -> object:
        while path_of(*given) == "content/b.md":
            pass
        return original(*given)

    return slow


@pytest.fixture(params=["pages", "findings", "notes"])
def slow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """One of the three kinds of work does not end for the page `content/b.md`."""
    page, note_text = canonical.page, render._note_text
    check = checks.modules()["empty-answer"]
    if request.param == "pages":
        monkeypatch.setattr(canonical, "page", slow_on_b(page, lambda text, path, deck: path))
    elif request.param == "findings":
        slow_check = slow_on_b(check.check_card, lambda card, options: card.span.path)
        monkeypatch.setattr(check, "check_card", slow_check)
    else:
        slow_note = slow_on_b(note_text, lambda card, shown, config: card.span.path)
        monkeypatch.setattr(render, "_note_text", slow_note)
    monkeypatch.setattr(steps, "seconds", lambda size: 0.2)
    yield request.param
    monkeypatch.undo()


def test_a_page_that_takes_too_long_in_any_stage_stops_the_build_with_its_place(
    make_deck: MakeDeck, run: Run, slow: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_deck({"content/a.md": CARD.format("one"), "content/b.md": CARD.format("two")})
    said = run(root, "build", "--only", "apkg")
    place = "content/b.md:1:1: reading this page takes far too long [takes-too-long]"
    assert said.exit_code == 1 and place in said.output
    assert said.output.count("[takes-too-long]") == 1
    assert not (root / "build").exists()
    assert (place in run(root, "check").output) == (slow != "notes")  # which renders nothing
    monkeypatch.undo()
    assert run(root, "build", "--only", "apkg").exit_code == 0  # on a machine that is less busy


def test_a_difference_to_a_revision_costs_the_deck_nothing(
    make_deck: MakeDeck, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What both have in common is found; what the deck has now is still found afterwards."""
    worked: list[tuple[str, str]] = []
    made = Step._made_here

    def noted(self: Step[Given, Made], pages: Sequence[Given]) -> list[bytes]:
        worked.extend((self.memory.folder.name, page.path) for page in pages)
        return made(self, pages)

    monkeypatch.setattr(Step, "_made_here", noted)
    root = make_deck({"content/a.md": CARD.format("one"), "content/b.md": CARD.format("two")})
    commit(root)
    (root / "content/b.md").write_text(CARD.format("three"))
    run(root, "build", "--only", "apkg")
    worked.clear()
    assert "card-three" in run(root, "diff", "HEAD").output
    assert worked == [("pages", "content/b.md"), ("notes", "content/b.md")]
    worked.clear()
    run(root, "build", "--only", "apkg")
    assert not worked
