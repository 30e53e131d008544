"""What the preview shows is what Anki shows: every card of a small deck, against the real backend."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support import MakeDeck

from deckpress import outputs, render, sources
from deckpress.anki import rendering
from deckpress.deck import config
from deckpress.model import Book
from deckpress.preview.live_deck import LiveDeck, file_facts
from deckpress.preview.server import Server

CARDS = r"""---
tags: [a::b, c]
---
## Basic?
<!-- id: card-basic; level: core -->

Less < more & $a<b$ and $$\text{lr\_decay}$$ `x{{y}}`

### Analogy
An *analogy*.

### Notes
A note.

### Hint
A hint.

## A term
<!-- id: card-reversed; type: reversed -->

Said **otherwise**.

## Typed?
<!-- id: card-typed; type: typed -->

0.25

## A list to complete
<!-- id: card-cloze; type: cloze -->

A {{c1::$\frac{1}{\sqrt{2}}$}}, {{c2::`std::x{{y}}`::a hint}}, {{c2::**bold** {{c3::inner}}}},
$\frac{ {{c4::a_{b} }} }{c}$. {{c1::again, with "quotes" & <}} and {{c1,5::both}}.
"""


CHOICE = "## Which?\n<!-- id: which-one; type: choice -->\n\n- [ ] wrong $x$\n- [x] **right**\n\nBecause.\n"


@pytest.fixture
def deck(make_deck: MakeDeck) -> Path:
    """A deck with every kind of card."""
    return make_deck(
        {"content/a.md": CARDS, "content/part/b.md": CARDS.replace("id: card", "id: deep") + CHOICE}
    )


def book_of(root: Path) -> tuple[Book, config.Config]:
    """The rendered deck, without any check."""
    settings, _ = config.load(root)
    return render.book(sources.read(settings)[0], settings)[0], settings


class _Events(HTMLParser):
    """HTML as what a browser makes of it: entities, quotes and the order of attributes no longer matter."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append((tag, *sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.out.append(tag)

    def handle_data(self, data: str) -> None:
        if self.out and isinstance(self.out[-1], list):
            self.out[-1][0] += data
        else:
            self.out.append([data])


def normal(html: str) -> list[object]:
    """Without the style element, whose place is the frame, and the random id of a hint."""
    return _Events(
        re.sub(
            r"^<style>.*?</style>", "", re.sub(r"hint[0-9a-f]{16}", "hint", html), flags=re.DOTALL
        )
    ).out


def compared(root: Path, tmp_path: Path) -> int:
    """Compare every card of the built package with ours; how many there were."""
    anki_collection = pytest.importorskip(
        "anki_collection", reason="the PyPI package anki is not installed"
    )
    book, settings = book_of(root)
    package = outputs.write(book, settings, ["apkg"])[0]
    types = {made.kind: made for made in book.note_types}
    ours = {
        (note.guid, ordinal): rendering.sides(types[note.card.kind], note, chapter.deck, ordinal)
        for chapter in book.chapters
        for note in chapter.notes
        for ordinal in note.ordinals
    }
    with anki_collection.collection(tmp_path / "collection") as col:
        anki_collection.install(col, package)
        cards = [col.get_card(number) for number in col.find_cards("")]
        theirs = {(card.note().guid, card.ord): (card.question(), card.answer()) for card in cards}
    assert ours.keys() == theirs.keys()
    for key in ours:
        for one, other in zip(ours[key], theirs[key], strict=True):
            assert normal(one) == normal(other), key
    return len(ours)


def test_every_card_is_as_in_anki(deck: Path, tmp_path: Path) -> None:
    assert compared(deck, tmp_path) == 2 * (1 + 2 + 1 + 5) + 1


def test_every_feature_of_templates_is_as_in_anki(deck: Path, tmp_path: Path) -> None:
    """A deck's own templates may use more than ours do."""
    both = (
        "{{Question}} {{ Answer }} {{hint:Hint}} {{hint:Analogy}} {{text:Answer}} {{Subdeck}} {{Deck}} {{Type}}"
        "{{Card}} {{Tags}} {{#Hint}}has{{^Notes}}no notes{{/Notes}}{{/Hint}}"
        "{{^Hint}}none {{#Extra1}}x{{/Extra1}}{{/Hint}}"
        "{{#Tags}}tags{{/Tags}} {{type:Answer}} {{cloze:Answer}}{{#c1}}one{{/c1}}{{^c1}}other{{/c1}}"
    )
    for kind in ("cloze", "basic"):
        folder = deck / "templates" / kind
        folder.mkdir(parents=True)
        text = both if kind == "cloze" else both[: both.index("{{cloze")]
        (folder / "front.html").write_text(text)
        (folder / "back.html").write_text(text + "<hr>{{FrontSide}}")
    assert compared(deck, tmp_path) == 19


# --- the server -------------------------------------------------------------------------------------------------


@pytest.fixture
def serving(deck: Path) -> Iterator[tuple[Path, LiveDeck, int]]:
    """A running preview: the deck's folder, what is shown of it, and the port."""
    live = LiveDeck(deck)
    started = Server(live, 0)
    threading.Thread(target=started.serve_forever, daemon=True).start()
    yield deck, live, started.server_address[1]
    started.shutdown()
    started.server_close()


def get(port: int, path: str, host: str = "localhost") -> tuple[int, str]:
    """Status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": f"{host}:{port}"})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


def test_only_this_machine_is_answered(serving: tuple[Path, LiveDeck, int]) -> None:
    port = serving[2]
    assert get(port, "/")[0] == get(port, "/deck.json", "127.0.0.1")[0] == 200
    for host in ("example.org", "localhost.example.org", "", "127.0.0.1.nip.io"):
        assert get(port, "/deck.json", host)[0] == 403, host


@pytest.mark.parametrize(
    "path",
    [
        "/x",
        "/media/../deckpress.toml",
        "/media/a.md",
        "/content/a.md",
        "/face",
        "/face?card=x",
        "/media/",
    ],
)
def test_nothing_else_of_the_disk_is_served(serving: tuple[Path, LiveDeck, int], path: str) -> None:
    assert get(serving[2], path)[0] == 404


def test_every_side_of_every_card_is_served(serving: tuple[Path, LiveDeck, int]) -> None:
    cards = json.loads(get(serving[2], "/deck.json")[1])["cards"]
    assert len(cards) == 19
    for card in cards:
        for side in ("front", "back"):
            status, html = get(
                serving[2], f"/face?card={card['key']}&side={side}&device=phone&night=1"
            )
            assert status == 200 and "nightMode" in html, card
            shown = re.sub(r"<style>.*?</style>|<script.*", "", html, flags=re.DOTALL)
            assert "[[type:" not in shown and r"\(" not in shown and "math-error" not in shown, card


def test_a_save_is_seen_and_an_untouched_deck_is_left_alone(
    serving: tuple[Path, LiveDeck, int],
) -> None:
    deck, live, _ = serving
    assert not live.look()
    (deck / "content" / "a.md").write_text(CARDS.replace("Less <", "Fewer <"))
    assert live.look() and live.shown.version == 2
    assert live.wait(1, 5) == 2
    assert "Fewer" in get(serving[2], "/face?card=card-basic&side=back")[1]


def test_a_template_that_fails_is_told_and_the_preview_lives(
    serving: tuple[Path, LiveDeck, int],
) -> None:
    deck, live, port = serving
    (deck / "templates" / "preview").mkdir(parents=True)
    (deck / "templates" / "preview" / "face.html").write_text("[% if %]")
    live.look()
    status, said = get(port, "/face?card=card-basic")
    assert status == 500 and said.startswith("templates/preview/face.html:1")
    assert get(port, "/deck.json")[0] == 200


BROKEN = (
    "x = " + "5" * 5000,
    "deck = 5",
    "[",
    "\x00",
    "[checks.page-too-large]\nbytes = 'x'",
    "a" + ".a" * 5000 + "=1",
)


@pytest.mark.parametrize("text", BROKEN)
def test_a_configuration_that_is_broken_in_any_way_is_told(
    text: str, serving: tuple[Path, LiveDeck, int]
) -> None:
    deck, live, port = serving
    (deck / "deckpress.toml").write_text(text)
    assert live.look()
    shown = json.loads(get(port, "/deck.json")[1])
    assert shown["failure"] == ""
    assert any(problem["place"].startswith("deckpress.toml:") for problem in shown["problems"])
    (deck / "deckpress.toml").write_text("[deck]\nname = 'Mended'\n")
    assert live.look() and live.shown.config.name == "Mended"


def test_files_that_cannot_be_read_are_told_and_the_preview_lives(
    serving: tuple[Path, LiveDeck, int],
) -> None:
    deck, live, _ = serving
    (deck / "deckpress.toml").unlink()
    (deck / "deckpress.toml").mkdir()  # no file, and no way to read it as one
    (deck / "content" / "b.md").symlink_to(deck / "content" / "b.md")
    assert live.look()
    shutil.rmtree(deck / "content")
    assert live.look()
    shutil.rmtree(deck)
    live.look()
    assert not live.look()


def test_folders_that_vanish_while_they_are_looked_at_do_not_end_it(
    serving: tuple[Path, LiveDeck, int],
) -> None:
    """An editor, or `git checkout`, moves whole folders; one look in five thousand ended the watching."""
    deck, live, _ = serving
    deep = deck / "content" / "a" / "b" / "c"
    ended = threading.Event()

    def come_and_go() -> None:
        while not ended.is_set():
            deep.mkdir(parents=True, exist_ok=True)
            (deep / "x.md").write_text("## One?\n<!-- id: one -->\n\nThat.\n")
            shutil.rmtree(deck / "content" / "a", ignore_errors=True)

    thread = threading.Thread(target=come_and_go)
    thread.start()
    try:
        for _ in range(3000):
            file_facts(deck)
        for _ in range(20):
            live.look()
    finally:
        ended.set()
        thread.join()
    assert live.shown.failure == "" or live.look() or live.shown.version > 1


def test_code_without_end_is_stopped_in_the_main_thread(
    serving: tuple[Path, LiveDeck, int],
) -> None:
    """Where the preview watches: only there can a signal reach a regular expression."""
    deck, live, _ = serving
    endless = "\\" * 64
    (deck / "content" / "b.md").write_text(
        f'## One?\n<!-- id: one -->\n\n```scala\n"{endless}\n```\n'
    )
    live.look()
    assert "takes-too-long" in {problem.code for problem in live.shown.problems}


JUNK = (
    b"GET http://[/ HTTP/1.1\r\nHost: localhost:1\r\n\r\n",
    b"GET //[::1/x HTTP/1.1\r\nHost: localhost:1\r\n\r\n",
    b"GET /face?card=%ff%00&side=\xff HTTP/1.1\r\nHost: localhost:1\r\n\r\n",
    b"GET /%ff%fe/%00 HTTP/1.1\r\nHost: localhost:1\r\n\r\n",
    b"GET /media/%2e%2e%2f HTTP/1.1\r\nHost: localhost:1\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: localhost:1\r\n\r\n",
    b"GET\r\n\r\n",
    b"\x00\xff\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost:1\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: \xff\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 300 + b"\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    b"",
)


@pytest.mark.parametrize("request_", JUNK)
def test_no_request_prints_a_traceback(
    request_: bytes, serving: tuple[Path, LiveDeck, int], capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(("127.0.0.1", serving[2]), timeout=10) as connection:
        connection.sendall(request_)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
    assert get(serving[2], "/deck.json")[0] == 200
    assert capfd.readouterr() == ("", "")
