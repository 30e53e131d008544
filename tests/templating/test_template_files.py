"""A deck's own templates: whatever is wrong with one is a fault at its line, in every command."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support import MakeDeck, Run
from support.hostile_templates import DECK, FRONT, put
from support.released import commit, git

from deckpress import templating
from deckpress.deck import config
from deckpress.preview import card_pages
from deckpress.preview.live_deck import LiveDeck
from pipeline import cli


@pytest.fixture
def root(make_deck: MakeDeck) -> Path:
    return make_deck(DECK)


# --- every command, every template ------------------------------------------------------------------------------

PAGES = {
    "build": ("print/booklet.html", "print/booklet.css", "print/_ink.css", "print/cards.html", "print/cards.css",
              "print/_calibration.html", "print/fit.js", "print/crib.html", "print/crib.css", "site/index.html",
              "site/coverage.svg", "site/site.css", "site/site.js", "card.css", "_words.html", "_front.html",
              "_back.html", "basic/front.html", "cloze/back.html"),
    "pdf": ("print/cards.html", "print/fit.js", "basic/back.html"),
    "release": ("print/booklet.css", "site/index.html", "card.css"),
    "stats": ("stats/stats.html",),
    "check": ("card.css", "_words.html", "basic/front.html", "typed/back.html"),
}  # fmt: skip
"""The templates that each command renders."""
ARGUMENTS = {
    "pdf": ("--browser", "/bin/true", "--only", "crib,cards-a4"),
    "release": ("1.0",),
    "stats": ("--format", "html"),
}


@pytest.mark.parametrize(
    ("command", "name"), [(command, name) for command in PAGES for name in PAGES[command]]
)
def test_what_a_template_raises_is_a_fault_in_every_command(
    command: str, name: str, root: Path, run: Run
) -> None:
    put(root, name, "\n[[ 1 / 0 ]]\n")
    commit(root)
    before = git(root, "status", "--porcelain")
    result = run(root, command, *ARGUMENTS.get(command, ()))
    assert (
        f"templates/{name}:2:1: ZeroDivisionError: division by zero [bad-template]" in result.output
    )
    assert result.exit_code == 1
    assert git(root, "status", "--porcelain") == before and not list(root.glob("build/.*"))


@pytest.mark.parametrize("file", ["face.html", "index.html", "preview.css", "preview.js"])
def test_what_a_template_of_the_preview_raises_is_a_fault(file: str, root: Path) -> None:
    name = f"preview/{file}"
    put(root, name, "\n[[ 1 / 0 ]]\n")
    shown_deck = LiveDeck(root).shown
    with pytest.raises(templating.BadTemplate) as raised:
        card_pages.index(shown_deck, file)
        card_pages.face(shown_deck, "sum-of-two", "front", "phone", night=False)
    assert str(raised.value.problem.span) == f"templates/{name}:2:1"


def test_check_reads_all_templates_of_the_deck_that_take_the_place_of_a_built_in_one(
    root: Path, run: Run
) -> None:
    """All faults at once; what nothing uses is no template."""
    names = [
        "card.css",
        "preview/preview.js",
        "print/booklet.html",
        "site/site.css",
        "stats/stats.html",
    ]
    for name in names:
        put(root, name, "\n\n[% if %]")
    put(root, "site/notes.txt", "[% if %]")
    put(root, "new/README.md", "[% if %]")
    for command in ("check", "build"):
        result = run(root, command)
        places = [
            line.split(": ")[0]
            for line in result.output.splitlines()
            if line.startswith("templates/")
        ]
        assert places == [f"templates/{name}:3:1" for name in names], command
        assert result.exit_code == 1
    assert not (root / "build").exists()


def test_a_new_deck_is_made_of_built_in_templates_only(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the folder is in which somebody stands."""
    put(root, "new/README.md", "Not ours.")
    monkeypatch.chdir(root)
    done = CliRunner().invoke(cli, ["new", str(root.parent / "fresh")], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert "Not ours" not in (root.parent / "fresh" / "README.md").read_text()


# --- files ------------------------------------------------------------------------------------------------------

ENCODINGS = {
    "latin-1": ("a\n\né".encode("latin-1"), 3, "this is not UTF-8"),
    "utf-16": ("abc".encode("utf-16"), 1, "this is not UTF-8"),
    "utf-16 without a BOM": (
        "a\nbc".encode("utf-16-le"),
        1,
        "this is no text: it holds NUL characters",
    ),
    "a NUL": (b"a\nb\0", 2, "this is no text: it holds NUL characters"),
    "an archive": (b"PK\x03\x04\xff", 1, "this is not UTF-8"),
    "too long": (b"x" * 1_000_001, 1, "this template has more than 1,000,000 bytes"),
}


@pytest.mark.parametrize(
    "name", [FRONT.removeprefix("templates/"), "card.css", "site/site.js", "stats/stats.html"]
)
@pytest.mark.parametrize("case", ENCODINGS)
def test_a_template_that_is_no_text_is_a_fault(case: str, name: str, root: Path, run: Run) -> None:
    data, line, message = ENCODINGS[case]
    put(root, name, data)
    result = run(root, "check")
    assert f"templates/{name}:{line}:1: {message} [bad-template]" in result.output
    assert result.exit_code == 1


def test_byte_order_marks_and_line_ends_of_windows_do_not_matter(root: Path) -> None:
    put(root, "plain.html", "a\n[% if 1 %]\nb\n[% endif %]\n")
    put(root, "windows.html", b"\xef\xbb\xbfa\r\n[% if 1 %]\r\nb\r\n[% endif %]\r\n")
    settings = config.load(root)[0]
    assert (
        templating.page(settings, "windows.html")
        == templating.page(settings, "plain.html")
        == "a\nb\n"
    )


SECRET = "root:x:0:0"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that does not belong to the deck."""
    folder = tmp_path / "outside"
    (folder / "basic").mkdir(parents=True)
    for name in ("secret.txt", "basic/front.html", "card.css"):
        (folder / name).write_text(f"{SECRET} {{{{Qestion}}}}\n")
    return folder


@pytest.mark.parametrize(
    "name", ["basic/front.html", "_front.html", "card.css", "print/booklet.css", "site/site.js"]
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_link_that_leads_out_of_the_deck_is_a_fault(
    name: str, command: str, root: Path, outside: Path, run: Run
) -> None:
    put(root, name, "")
    (root / "templates" / name).unlink()
    (root / "templates" / name).symlink_to(outside / "secret.txt")
    result = run(root, command)
    assert (
        f"templates/{name}:1:1: this is a link that leads out of the deck [bad-template]"
        in result.output
    )
    assert result.exit_code == 1 and not (root / "build").exists()


@pytest.mark.parametrize("linked", ["templates", "templates/basic"])
def test_a_folder_that_is_such_a_link_is_as_well(
    linked: str, root: Path, outside: Path, run: Run
) -> None:
    (root / linked).parent.mkdir(exist_ok=True)
    (root / linked).symlink_to(outside / linked.removeprefix("templates").strip("/"))
    result = run(root, "check")
    assert f"{FRONT}:1:1: this is a link that leads out of the deck [bad-template]" in result.output
    assert "Qestion" not in result.output.replace(f"{SECRET} {{{{Qestion}}}}", "")


def test_a_link_inside_the_deck_is_followed(root: Path) -> None:
    put(root, "one.html", "x[[ config.slug ]]")
    (root / "templates" / "two.html").symlink_to("one.html")
    assert templating.page(config.load(root)[0], "two.html") == "xtest"


def test_what_is_no_file_is_a_fault(root: Path, run: Run) -> None:
    (root / "templates" / "card.css").mkdir(parents=True)
    (root / "templates" / "site").mkdir()
    (root / "templates" / "site" / "site.js").symlink_to("nowhere.js")
    output = run(root, "check").output
    assert "templates/card.css:1:1: this is a folder, and no template [bad-template]" in output
    assert "templates/site/site.js:1:1: this is no file, or a link to none [bad-template]" in output


def test_what_is_no_file_is_never_opened(root: Path) -> None:
    """A pipe that nobody writes to would be read for ever."""
    (root / "templates").mkdir()
    os.mkfifo(root / "templates" / "card.css")
    problems = templating.check(config.load(root)[0])
    assert [problem.message for problem in problems] == ["this is no file, or a link to none"]


@pytest.mark.parametrize(
    "make", [lambda path: path.write_text("x"), lambda path: path.symlink_to("nowhere")]
)
def test_templates_must_be_a_folder(make: Callable[[Path], object], root: Path, run: Run) -> None:
    make(root / "templates")
    output = run(root, "check").output
    assert [line for line in output.splitlines() if "bad-template" in line] == [
        "templates:1:1: this is no folder [bad-template]"
    ]


def test_a_template_that_may_not_be_read_is_a_fault(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, "card.css", "x")
    opened = Path.open

    def refuse(self: Path, *arguments: Any, **options: Any) -> Any:
        if self.name == "card.css":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    output = run(root, "check").output
    assert "templates/card.css:1:1: this cannot be read: Permission denied [bad-template]" in output


# --- templates that name each other -----------------------------------------------------------------------------


def test_an_own_template_can_extend_or_include_the_built_in_one_of_its_name(
    root: Path, run: Run
) -> None:
    built_in = templating.page(config.load(root)[0], "card.css", kind="basic")
    put(root, "card.css", "[% include 'card.css' %]\n.own { color: red }\n")
    put(
        root, "_front.html", "[% extends '_front.html' %]\n[% block hint %]own hint[% endblock %]\n"
    )
    settings = config.load(root)[0]
    (note_type,), problems = templating.note_types(settings, ["basic"], 1)
    assert not problems
    assert note_type.css == f"{built_in}.own {{ color: red }}"
    front = note_type.templates[0][2]
    assert "own hint" in front and "{{Question}}" in front
    put(root, "card.css", "[% include 'built-in/card.css' %]\n.own { color: red }\n")
    assert templating.note_types(settings, ["basic"], 1)[0][0].css == note_type.css


CIRCLES = {
    "[% include 'b.html' %]": "templates that need each other without end: a.html → b.html → a.html",
    "[% extends 'b.html' %]": "templates that need each other without end: a.html → b.html → a.html",
    "[% import 'b.html' as b %]": "templates that need each other without end: a.html → b.html → a.html",
    "[% from 'b.html' import b %]": "templates that need each other without end: a.html → b.html → a.html",
    "[% include ['b.html'] %]": "templates that need each other without end: a.html → b.html → a.html",
    "[% block x %][% include 'b.html' %][% endblock %]": "without end: a.html → b.html → a.html",
    "[% macro m() %][% include 'b.html' %][% endmacro %][[ m() ]]": "without end: a.html → b.html → a.html",
    "[% set name = 'b' %][% include name ~ '.html' %]": "without end: a.html → b.html → a.html",
    "[% include 'a.html' %]": "there is no built-in template a.html",
}


@pytest.mark.parametrize(
    "back", ["[% include 'a.html' %]", "[% extends 'a.html' %]", "[% import 'a.html' as a %]"]
)
@pytest.mark.parametrize("there", CIRCLES)
def test_templates_that_need_each_other_are_named(there: str, back: str, root: Path) -> None:
    put(root, "a.html", there)
    put(root, "b.html", back)
    with pytest.raises(templating.BadTemplate, match=CIRCLES[there]) as raised:
        templating.page(config.load(root)[0], "a.html")
    assert raised.value.problem.span.path in ("templates/a.html", "templates/b.html")


def test_templates_within_templates_have_a_limit(root: Path) -> None:
    for number in range(60):
        put(root, f"t{number}.html", f"[% include 't{number + 1}.html' %]")
    put(root, "t60.html", "end")
    settings = config.load(root)[0]
    assert templating.page(settings, "t20.html") == "end"
    with pytest.raises(
        templating.BadTemplate, match="templates within templates, more than 50 deep"
    ):
        templating.page(settings, "t0.html")
