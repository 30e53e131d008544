"""What all pages share: titles of decks, links to cards, what the site offers to take along."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from support import MakeDeck, Run

from deckpress.deck.config import Config
from deckpress.model import Book
from deckpress.outputs import _downloads, _edition, apkg, booklet
from deckpress.outputs._downloads import Download
from deckpress.system import plugins


def _edition_of(tmp_path: Path, *descriptions: tuple[str, str]) -> _edition.Edition:
    settings = Config(tmp_path, tmp_path / "build", name="Deck", cache=tmp_path / "cache")
    return _edition.make(Book((), (), descriptions), settings, '<a href="#{id}">')


@pytest.mark.parametrize(
    ("deck", "title"),
    [("Deck", ""), ("Deck::Losses::Theory", "Losses › Theory"), ("Decks", "Decks"), ("X", "X")],
)
def test_a_sub_deck_is_called_without_the_name_of_the_whole(
    tmp_path: Path, deck: str, title: str
) -> None:
    assert _edition_of(tmp_path).title(deck) == title


def test_the_whole_deck_is_described_once(tmp_path: Path) -> None:
    made = _edition_of(tmp_path, ("Deck", "All of $x$."), ("Deck::A", "*Some*."))
    assert "All of" in made.description and "katex" in made.description
    assert (made.about("Deck"), made.about("Deck::A")) == ("", "<em>Some</em>.")
    assert "KaTeX_Math" in made.math_css


def test_a_link_to_a_card_that_is_not_there_is_its_text(tmp_path: Path) -> None:
    linked = _edition_of(tmp_path).linked('<a href="#gone">x</a> <a href="https://a.b/#c">y</a>')
    assert linked == '<a>x</a> <a href="https://a.b/#c">y</a>'
    assert _edition.unlinked(linked) == "x y"


def test_downloads_are_what_the_outputs_offer_by_title(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this run writes, and what an earlier one left; a new output needs no other file."""
    new = SimpleNamespace(DOWNLOAD=Download("Cards as a table", ".csv"))
    modules = {"apkg": apkg, "booklet": booklet, "csv": new, "site": SimpleNamespace()}
    monkeypatch.setattr(plugins, "discover", lambda package: modules)
    settings = Config(tmp_path, tmp_path, slug="d", outputs=("apkg", "csv"))
    assert [*_downloads.links(settings)] == [
        ("../d.apkg", "Anki package"),
        ("../d.csv", "Cards as a table"),
    ]
    for name in ("d-booklet.html", "d-booklet-2.pdf", "d-booklet-10.pdf", "d-booklet.pdf"):
        (tmp_path / name).touch()
    assert [label for _, label in _downloads.links(settings)][1:-1] == [
        "Booklet",
        "Booklet, PDF 2",
        "Booklet, PDF 10",
    ]


def test_a_deck_of_drafts_alone_makes_every_output(make_deck: MakeDeck, run: Run) -> None:
    page = "# Page\n\n## What is this?\n<!-- id: one; draft: true -->\n\nA draft.\n"
    done = run(make_deck({"content/a.md": page}), "build")
    assert done.exit_code == 0, done.output
