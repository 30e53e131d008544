"""SVG pictures are written anew from what is allowed: they look the same, and do nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support import TESTS, MakeDeck, Run, hostile
from support.chromium import CHROMIUM, FLAGS, needs_chromium, playwright

from deckpress import sources, svg
from deckpress.deck import config, media
from deckpress.kinds import fingerprints
from deckpress.svg import reader

EXPORTS = {
    path.stem: path.read_bytes() for path in sorted((TESTS / "svg" / "pictures").glob("*.svg"))
}
"""What drawing programs write: their constructs, by hand."""

HEAD = f'<svg xmlns="{hostile.SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def picture(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


def messages(data: bytes) -> list[str]:
    return [message for _, message in svg.cleaned(data).faults]


@pytest.mark.parametrize("name", EXPORTS)
def test_what_drawing_programs_export_passes_once_and_for_all(name: str) -> None:
    made = svg.cleaned(EXPORTS[name])
    assert made.faults == ()
    assert made.data != EXPORTS[name]
    assert svg.cleaned(made.data) == made
    for gone in (
        b"metadata",
        b"<!",
        b"<?",
        b"inkscape",
        b"sodipodi",
        b"mxfile",
        b"foreignObject",
        b"https://excalidraw",
    ):
        assert gone not in made.data


@needs_chromium
def test_they_look_as_before() -> None:
    """But for the HTML labels of draw.io, for which it gives plain ones as an alternative."""
    show = """async (data) => {
        const image = new Image();
        image.src = `data:image/svg+xml;base64,${data}`;
        await image.decode();
        document.body.replaceChildren(image);
        return image.naturalWidth;
    }"""
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        for name, data in EXPORTS.items():
            before, after = (
                (page.evaluate(show, base64.b64encode(one).decode()), page.screenshot())
                for one in (data, svg.cleaned(data).data)
            )
            assert before[0] == after[0] > 100
            assert (before[1] == after[1]) == (name != "drawio"), name
        browser.close()


def test_a_clean_picture_keeps_its_bytes() -> None:
    data = b'<?xml version="1.0"?>\n' + picture(
        '<title>a</title>\n<path  d="M0\n0"/><style>a{}</style>\n'
    )
    assert svg.cleaned(data).data is data


@pytest.mark.parametrize(
    "comment", [b"<!---->", b"<!-- who & when: <b/> -->", "<!-- \u00e9\n\U0001f600 -->".encode()]
)
def test_a_comment_anywhere_is_no_other_picture(comment: bytes) -> None:
    drawn = '<style>a { fill: red }</style>\n<g id="\u00e9"><path d="M0 0"/></g>'
    plain = f'<?xml version="1.0"?>\n{HEAD}{drawn}</svg>\n'.encode()
    assert svg.cleaned(plain).data == plain
    ends = [i + 1 for i, byte in enumerate(plain) if byte == ord(">")]
    assert len(ends) == 8
    for end in ends:
        assert svg.cleaned(plain[:end] + comment + plain[end:]).data == plain
    assert svg.cleaned(plain.replace(b">", b">" + comment + comment)).data == plain


@pytest.mark.parametrize("data", [*hostile.pictures()])
def test_what_is_written_is_clean(data: bytes) -> None:
    """Whatever a file holds, what is packed of it holds nothing more to leave out."""
    made = svg.cleaned(data)
    if not made.faults:
        again = svg.cleaned(made.data)
        assert again.data == made.data and not again.faults


def test_a_fault_names_its_element_and_line() -> None:
    data = picture(
        "\n<g>\n<s:script xmlns:s='http://www.w3.org/2000/svg'/>\n<image href='a.png'/></g>"
    )
    assert svg.cleaned(data).faults == (
        (3, "<script> is more than a picture"),
        (4, "<image> loads 'a.png'"),
    )


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<h:iframe xmlns:h='http://www.w3.org/1999/xhtml'/>", "<iframe> is more than a picture"),
        ("<rect ONCLICK='a()'/>", "ONCLICK= in <rect> runs a script"),
        ("<foreignObject/>", "<foreignObject> holds HTML"),
        ("<switch><foreignObject/></switch>", "<foreignObject> holds HTML, without an alternative"),
        ("<a xlink:href='https://a.b'/>", "<a> leads to 'https://a.b'"),
        ("<use href='a.svg#b'/>", "<use> loads 'a.svg#b'"),
        ("<use href='data:image/png;base64,AA=='/>", "<use> loads 'data:image/png;base64,AA=='"),
        (
            "<image href='data:image/svg+xml;base64,AA=='/>",
            "<image> loads 'data:image/svg+xml;base64,AA=='",
        ),
        ("<animate attributeName='xlink:href' to='a'/>", "<animate> changes 'xlink:href'"),
        ("<set attributeName='onclick' to='a'/>", "<set> changes 'onclick'"),
        (
            "<animate attributeName='fill' values='red;url(a.svg#b)'/>",
            "values= in <animate>: CSS loads 'a.svg#b'",
        ),
        ("<g filter='url(//a.b/c#d)'/>", "filter= in <g>: CSS loads '//a.b/c#d'"),
        ("<g style='fill:u\\72l(a)'/>", "<g>: a backslash in CSS"),
        ('<g style=\'-x:src("a");fill:src("a")\'/>', "<g>: the CSS function src()"),
        (
            "<style>a { background: -webkit-image-set('a' 1x) }</style>",
            "<style>: the CSS function -webkit-image-set()",
        ),
        ("<style>@media print { a { fill: url('a.svg') } }</style>", "<style>: CSS loads 'a.svg'"),
        ("<style>@import 'a.css';</style>", "<style>: @import loads a style sheet"),
        ("<style type='text/x'>a</style>", "<style> holds 'text/x' and not CSS"),
        ("<g>", "no XML: mismatched tag"),
        ("&a;", "no XML: undefined entity"),
    ],
)
def test_what_acts_is_a_fault(inside: str, message: str) -> None:
    assert [one[: len(message)] for one in messages(picture(inside))] == [message]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x1f\x8b\x08", "the file is compressed"),
        (picture("").decode().encode("utf-16"), "the file is not UTF-8"),
        (
            b'<?xml version="1.0" encoding="latin1"?>' + picture(""),
            "the file says that it is latin1",
        ),
        (b"<svg/>", "the picture begins with <svg>"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + picture("&a;"), "a DOCTYPE with declarations"),
        (b"<!DOCTYPE svg SYSTEM 'a.dtd'>" + picture("&a;"), "&a; is not defined"),
        (b"", "no XML: no element found"),
        (b"{}", "no XML: not well-formed"),
    ],
)
def test_a_file_that_is_no_picture_is_a_fault(data: bytes, message: str) -> None:
    assert messages(data)[0].startswith(message)


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ("<switch><foreignObject/><text>a</text></switch>", "<switch><text>a</text></switch>"),
        ("<switch><g/><a href='https://a.b'/></switch>", "<switch><g/></switch>"),
        (
            "<switch><g systemLanguage='de'/><g/><script/></switch>",
            '<switch><g systemLanguage="de"/><g/></switch>',
        ),
        ("<g requiredExtensions='a'/>", ""),
        ("<metadata><script/></metadata><!-- a --><?a b?><flowRoot/>", ""),
        ("<g e:a='b' xmlns:e='urn:e' foo='c' style='-a:b;fill:red'/>", '<g style="fill:red;"/>'),
        ("<style>@font-face{src:url(//a.b)}a{b:c;fill:red}</style>", "<style>a{fill:red;}</style>"),
        ("<style><g/>a{fill:red}</style>", "<style>a{fill:red}</style>"),
        ("<a xlink:title='b' target='_blank'/>", "<a/>"),
        ("<text xml:base='https://a.b' xml:lang='de'/>", '<text xml:lang="de"/>'),
    ],
)
def test_what_does_not_show_is_left_out(inside: str, kept: str) -> None:
    made = svg.cleaned(picture(inside))
    assert made.faults == ()
    written = made.data.decode().partition(">")[2] if kept else "</svg>\n"
    assert written.removesuffix("</svg>\n") == kept


def _use_bomb() -> bytes:
    tens = (f"<use href='#a{n}'/>" * 10 for n in range(29))
    uses = "".join(f'<g id="a{n}">{ten}</g>' for n, ten in enumerate(tens, 1))
    return picture(f'<defs><g id="a0"><rect/></g>{uses}</defs><use href="#a29"/>')


def _pattern_bomb() -> bytes:
    tens = (f"<rect style='fill:url(#a{n})'/>" * 10 for n in range(29))
    patterns = "".join(f'<pattern id="a{n}">{ten}</pattern>' for n, ten in enumerate(tens, 1))
    return picture(f'{patterns}<rect fill="url(#a29)"/>')


def _laughs() -> bytes:
    tens = (f"&a{n};" * 10 for n in range(9))
    entities = "".join(f'<!ENTITY a{n} "{ten}">' for n, ten in enumerate(tens, 1))
    return f'<!DOCTYPE svg [<!ENTITY a0 "ha">{entities}]>{HEAD}&a9;</svg>'.encode()


BOMBS: dict[str, Callable[[], bytes]] = {
    "billion laughs": _laughs,
    "use of use": _use_bomb,
    "pattern in pattern": _pattern_bomb,
    "many elements": lambda: picture("<g/>" * 450_000),
    "many references": lambda: picture('<rect id="a"/>' + '<use href="#b"/>' * 450_000),
    "a chain of references": lambda: picture(
        "".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(40_000))
    ),
    "nesting": lambda: picture("<g>" * 100_000),
    "nesting of what is left out": lambda: picture("<x>" * 100_000),
    "size": lambda: picture(" " * reader.LARGEST),
    "brackets in CSS": lambda: picture(f"<g style='fill:{'(' * 100_000}'/>"),
    "rules in rules": lambda: picture(f"<style>{'a{' * 100_000}</style>"),
    "much CSS": lambda: picture("<style>" + "a{fill:red}" * 200_000 + "</style>"),
    "much CSS in attributes": lambda: picture(
        "".join(f'<g style="x:{n}"/>' for n in range(200_000))
    ),
    "faults": lambda: picture("<script/>" * 200_000),
    "attributes": lambda: picture("<g " + " ".join(f'a{n}=""' for n in range(200_000)) + "/>"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_file_takes_long(name: str) -> None:
    data = BOMBS[name]()
    start = time.process_time()
    made = svg.cleaned(data)
    assert time.process_time() - start < 5
    assert made.faults or name in ("a chain of references", "attributes")
    assert len(made.faults) <= reader.MOST_FAULTS


# --- what is packed -------------------------------------------------------------------------------

DRAWN = EXPORTS["matplotlib"]
PACKED = svg.cleaned(DRAWN).data
NAME = f"plot-{hashlib.sha256(PACKED).hexdigest()[:16]}.svg"
PAGE = "## What is drawn?\n<!-- id: drawn -->\n\n![a plot](plot.svg)\n"


def test_every_output_holds_the_same_bytes_under_their_hash(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck({"content/a.md": PAGE, "content/plot.svg": DRAWN})
    assert run(root, "build").exit_code == 0
    build = root / "build"
    with zipfile.ZipFile(build / "test.apkg") as package:
        assert json.loads(package.read("media")) == {"0": NAME}
        assert package.read("0") == PACKED
    assert (build / "site" / "media" / NAME).read_bytes() == PACKED
    uri = base64.b64encode(PACKED).decode()
    for name in ("booklet", "cards-a4", "cards-letter", "crib"):
        page = (build / f"test-{name}.html").read_text("utf-8")
        assert uri in page, name
        assert base64.b64encode(DRAWN[:30]).decode() not in page


def test_the_ledger_knows_what_is_packed(make_deck: MakeDeck) -> None:
    """So that what does not show, such as a comment, touches no note of any learner."""
    root = make_deck({"content/a.md": PAGE, "content/plot.svg": DRAWN})
    settings, _ = config.load(root)
    before, _ = sources.read(settings)
    assert before.digests == (("content/plot.svg", hashlib.sha256(PACKED).hexdigest()),)
    (root / "content/plot.svg").write_bytes(DRAWN.replace(b"</svg>", b"<!-- no change --></svg>"))
    after, _ = sources.read(settings)
    assert [note for _, note in fingerprints.notes(after)] == [
        note for _, note in fingerprints.notes(before)
    ]
    (root / "content/plot.svg").write_bytes(DRAWN.replace(b"</svg>", b'<circle r="9"/></svg>'))
    changed, _ = sources.read(settings)
    assert [note for _, note in fingerprints.notes(changed)] != [
        note for _, note in fingerprints.notes(before)
    ]


@pytest.mark.parametrize(
    ("name", "data", "fix"),
    [
        ("a.png", b"\x1f\x8b\x08", "save it as a picture again"),
        ("a.png", b"<html>", "save it as a picture again"),
        ("a.png", b"<svg/>", "call it a.svg"),
        ("a.png", b"\xff\xd8\xff\xe0", "call it a.jpg"),
        ("a.jpeg", b"GIF89a", "call it a.gif"),
        ("a.webp", b"RIFF\0\0\0\0WAVE", "save it as a picture again"),
        ("a.avif", b"\0\0\0\x1cftypmp42", "save it as a picture again"),
        ("a.bmp", b"MZ", "save it as a picture again"),
        ("a.png", b"\x89PNG\r\n\x1a\n", ""),
        ("a.JPG", b"\xff\xd8\xff\xe1", ""),
        ("a.webp", b"RIFF\0\n\0\0WEBP", ""),
        ("a.avif", b"\0\0\0\x1cftypavif", ""),
    ],
)
def test_a_files_bytes_are_those_of_its_ending(
    name: str, data: bytes, fix: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    assert [fault.fix for fault in media.faults(tmp_path / name, name)] == ([fix] if fix else [])
