"""Paper: cut-out cards that meet back to back, nothing cut off, PDFs with bookmarks. Some need Chromium and poppler."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup
from support import REPOSITORY, MakeDeck, Run

from deckpress import model
from deckpress.commands import pdf as pdf_command
from deckpress.deck.config import keys
from deckpress.outputs import _cards_faces, _cards_fit, _cards_grid
from deckpress.system import browser, files

BROWSER = browser.find()
needs_browser = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium, Chrome or Edge is installed"
)
needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftoppm"), reason="poppler-utils is not installed"
)

DPI = 300
SLACK = 0.5
"""Millimetres by which a back may miss its front."""

FORMULA = r"$\hat{y} = \frac{1}{n} \sum_i x_i$"


def _deck(make_deck: MakeDeck, cards: int = 11, settings: str = "", name: str = "deck") -> Path:
    """Cards of every kind, two chapters, a formula, and one answer far too long for an ordinary card."""
    kinds = ("basic", "reversed", "typed", "cloze")
    pages: dict[str, str] = {}
    for chapter, numbers in (
        ("one", range(1, cards // 2 + 1)),
        ("two", range(cards // 2 + 1, cards + 1)),
    ):
        text = f"# Chapter {chapter}\n\n"
        for n in numbers:
            kind = kinds[n % 4]
            answers = {"cloze": f"It {{{{c1::hides}}}} word{n}.", "typed": f"word{n}"}
            answer = answers.get(kind, f"Answer word{n} {FORMULA}.")
            long = "\n\n".join(
                ["A sentence that fills a line of the card and then some more of it."] * 10
            )
            answer += f"\n\n{long}" if n == 3 else ""
            text += f"## Question {n}?\n<!-- id: card-{n}; type: {kind} -->\n\n{answer}\n\n"
        pages[f"content/{chapter}.md"] = text
    toml = f'[deck]\nname = "Test"\nlanguage = "de"\nauthor = "A. Nyone"\n{settings}'
    return make_deck({**pages, "deckpress.toml": toml}, name)


def _built(run: Run, root: Path, output: str) -> Path:
    assert run(root, "build", "--only", output).exit_code == 0
    return root / "build" / f"test-{output}.html"


# --- geometry ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", _cards_grid.PAPERS)
@pytest.mark.parametrize("size", keys.CARD_SIZES)
@pytest.mark.parametrize("flip", keys.FLIPS)
def test_backs_lie_behind_their_fronts(paper: str, size: str, flip: str) -> None:
    """Turned over an edge of the paper, each cell of the back covers its front; all of it within the margins."""
    for grid in _cards_grid.grids(paper, keys.CARD_SIZES[size]):
        (width, height), (w, h) = grid.paper, grid.card
        upright_axis = (flip == "long") == (width < height)
        seen = set()
        for cell, (x, y) in enumerate(grid.cells):
            assert _cards_grid.MARGIN - 0.001 <= x <= width - _cards_grid.MARGIN - w + 0.001
            assert _cards_grid.MARGIN - 0.001 <= y <= height - _cards_grid.MARGIN - h + 0.001
            behind = grid.cells[grid.behind(cell, flip)]
            turned = (width - x - w, y) if upright_axis else (x, height - y - h)
            assert behind == pytest.approx(turned, abs=0.01)
            seen.add(grid.behind(cell, flip))
        assert len(seen) == grid.count


def test_a_sheet_holds_as_many_cards_as_it_says() -> None:
    counts = {
        size: {_cards_grid.grids(p, card)[0].count for p in _cards_grid.PAPERS}
        for size, card in keys.CARD_SIZES.items()
    }
    assert counts == {
        "small": {16},
        "a8": {10},
        "medium": {8},
        "a7": {4},
        "index": {4},
        "large": {4},
    }


def test_what_cannot_be_set_is_a_located_problem(make_deck: MakeDeck, run: Run) -> None:
    root = _deck(
        make_deck, 2, '[print]\ncard-size = "huge"\nflip = "top"\nshift = [1, 99]\ncolour = true\n'
    )
    said = run(root, "check").output
    for place, word in (("6:1", "card-size"), ("7:1", "flip"), ("8:1", "shift"), ("9:1", "colour")):
        assert re.search(rf"deckpress\.toml:{place}: .*{word}", said), word


def test_the_style_sheet_has_the_sizes_that_are_reckoned_with() -> None:
    css = (REPOSITORY / "templates" / "print" / "cards.css").read_text("utf-8")
    for side, reckoned in (("front", _cards_faces.FRONT_TYPE), ("back", _cards_faces.BACK_TYPE)):
        sizes = re.findall(rf"\.{side} \.t\d {{ font-size: ([\d.]+)pt", css)
        assert [float(size) for size in sizes] == [*reckoned]
    assert (
        f".front .card > div {{ font-size: {_cards_faces.BELOW:g}em; }}".replace("0.", ".") in css
    )
    padding = re.search(r"^\.card {.*padding: ([\d.]+)mm ([\d.]+)mm ([\d.]+)mm", css, re.MULTILINE)
    assert padding and [float(padding[i]) for i in (2, 1, 3)] == [*_cards_faces.PADDING]


def test_more_text_needs_smaller_type() -> None:
    fits = [
        _cards_fit.largest(_cards_fit.Shape((n,)), 80, 45, (10, 8, 7))
        for n in (100, 480, 650, 5000)
    ]
    assert fits == [0, 1, 2, None]


# --- what is on the sheets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("output", "flip"), [("cards-a4", "long"), ("cards-letter", "short")])
def test_every_card_is_there_once_on_both_sides(
    make_deck: MakeDeck, run: Run, output: str, flip: str
) -> None:
    """The long one on a sheet of larger cards, at the end."""
    page = _built(run, _deck(make_deck, settings=f'[print]\nflip = "{flip}"\n'), output).read_text(
        "utf-8"
    )
    sides = re.split(r'<section class="sheet (?=front g|back g)', page)[1:]
    assert [side.partition('"')[0] for side in sides] == [
        "front g0",
        "back g0",
        "front g0",
        "back g0",
        "front g1",
        "back g1",
    ]
    numbers = [[int(n) for n in re.findall(r"<b>(\d+)</b>", side)] for side in sides]
    assert numbers[0::2] == numbers[1::2] == [[1, 2, 4, 5, 6, 7, 8, 9], [10, 11], [3]]
    grid = _cards_grid.grids(output.removeprefix("cards-").capitalize(), keys.CARD_SIZES["medium"])[
        0
    ]
    cells = [[int(n) for n in re.findall(r'class="card c(\d)', side)] for side in sides[:2]]
    assert cells == [list(range(8)), [grid.behind(cell, flip) for cell in range(8)]]
    assert page.count("[…]") == page.count('<span class="cloze">hides</span>') == 3


def test_a_page_asks_for_nothing_outside(make_deck: MakeDeck, run: Run) -> None:
    root = _deck(make_deck)
    for output in ("cards-a4", "cards-letter", "crib", "booklet"):
        page = _built(run, root, output).read_text("utf-8")
        assert "default-src 'none'" in page
        assert "&lt;p class" not in page
        assert not re.search(r'(?:src|href)="(?!#|data:)|url\((?!data:)|@import', page)


def test_the_crib_sheet_has_every_answer_and_nothing_else(make_deck: MakeDeck, run: Run) -> None:
    page = _built(run, _deck(make_deck), "crib").read_text("utf-8")
    assert [int(n) for n in re.findall(r'<article id="q(\d+)">', page)] == list(range(1, 12))
    assert all(f"word{n}" in page for n in range(1, 12))


# --- the browser --------------------------------------------------------------------------------------------------


@needs_browser
@pytest.mark.parametrize(("output", "size"), [("cards-a4", "medium"), ("cards-letter", "small")])
def test_nothing_is_cut_off(run: Run, tmp_path: Path, output: str, size: str) -> None:
    """The project's own deck: the estimate is right for each card, so that the page's script has nothing to do."""
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    toml = (REPOSITORY / "deckpress.toml").read_text("utf-8")
    (tmp_path / "deckpress.toml").write_text(f'[print]\ncard-size = "{size}"\n{toml}', "utf-8")
    assert run(tmp_path, "build", "--only", output).exit_code == 0
    page = next((tmp_path / "build").glob(f"*-{output}.html"))
    assert _data(page, tmp_path) == {"shrunk": "0", "clipped": "0"}


@needs_browser
def test_the_script_mends_a_wrong_estimate(make_deck: MakeDeck, run: Run, tmp_path: Path) -> None:
    """A typeface that nobody expected: more than twice as wide."""
    page = _built(run, _deck(make_deck), "cards-a4")
    text = page.read_text("utf-8").replace(
        "</style>", ".back .card > div { letter-spacing: .8em } </style>"
    )
    page.write_text(text, "utf-8")
    assert _data(page, tmp_path) == {"shrunk": "1", "clipped": "0"}


def _data(page: Path, folder: Path) -> Mapping[str, str]:
    """What the page's script found."""
    flags = [flag for flag in browser.FLAGS if "pdf" not in flag]
    own = [f"--user-data-dir={folder / 'profile'}", "--no-sandbox", "--dump-dom", page.as_uri()]
    done = subprocess.run(
        [str(BROWSER), *flags, *own], capture_output=True, text=True, check=True, timeout=120
    )
    return dict(re.findall(r'data-(shrunk|clipped)="(\d+)"', done.stdout[:2000]))


@needs_browser
@needs_poppler
@pytest.mark.parametrize(
    ("paper", "size", "flip"),
    [("A4", "medium", "long"), ("Letter", "medium", "short"), ("A4", "a7", "long")],
)
def test_fronts_and_backs_meet(
    make_deck: MakeDeck, run: Run, tmp_path: Path, paper: str, size: str, flip: str
) -> None:
    """Pages laid on each other as the printer does: marks within half a millimetre, each number behind its own."""
    settings = f'[print]\ncard-size = "{size}"\nflip = "{flip}"\n'
    page = _built(run, _deck(make_deck, settings=settings), f"cards-{paper.lower()}")
    assert BROWSER
    pdf = tmp_path / "cards.pdf"
    browser.print_page(BROWSER, page, pdf)
    grid = _cards_grid.grids(paper, keys.CARD_SIZES[size])[0]
    reader = pypdf.PdfReader(pdf)
    points = [round(float(side) / 72 * 25.4, 1) for side in reader.pages[0].mediabox[2:]]
    assert points == pytest.approx(grid.paper, abs=0.3)
    fronts, backs = (_marks(pdf, number, grid) for number in (3, 4))
    axis = 0 if (flip == "long") == (grid.paper[0] < grid.paper[1]) else 1
    turned = [
        sorted(grid.paper[i] - at for at in backs[i]) if i == axis else backs[i] for i in (0, 1)
    ]
    worst = max(abs(a - b) for i in (0, 1) for a, b in zip(fronts[i], turned[i], strict=True))
    assert [len(at) for at in fronts] == [grid.columns + 1, grid.rows + 1]
    assert worst <= SLACK, f"a back misses its front by {worst:.2f} mm"
    for number, place in _cells(pdf, 3, grid).items():
        assert _cells(pdf, 4, grid)[number] == grid.behind(place, flip)


def _marks(pdf: Path, page: int, grid: _cards_grid.Grid) -> tuple[list[float], list[float]]:
    """Where the ink of a page's cut marks lies, in mm: x of those below the cards, y of those left of them."""
    command = ["pdftoppm", "-gray", "-r", str(DPI), "-f", str(page), "-l", str(page), str(pdf)]
    image = subprocess.run(command, capture_output=True, check=True).stdout
    head = re.match(rb"P5\s(\d+)\s(\d+)\s255\s", image)
    assert head
    width, pixels = int(head[1]), image[head.end() :]
    x, y = _pixels(grid.lines[0][0]), _pixels(grid.lines[1][-1])
    below = [
        pixels[row * width : (row + 1) * width] for row in range(y + _pixels(1.5), y + _pixels(4.5))
    ]
    columns = [min(row[i] for row in below) for i in range(width)]
    rows = [
        min(pixels[row * width + x - _pixels(4.5) : row * width + x - _pixels(1.5)])
        for row in range(int(head[2]))
    ]
    return list(_dark(columns)), list(_dark(rows))


def _pixels(mm: float) -> int:
    return round(mm / 25.4 * DPI)


def _dark(line: list[int]) -> Iterator[float]:
    """The middle (mm) of each dark run."""
    for run in re.finditer(rb"\x01+", bytes(level < 128 for level in line)):
        yield (run.start() + run.end()) / 2 / DPI * 25.4


def _cells(pdf: Path, page: int, grid: _cards_grid.Grid) -> dict[str, int]:
    """In which cell each card's number stands."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    words = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(\d+)<', text
    )
    found = {}
    for left, top, bottom, number in words:
        x, y = (float(value) / 72 * 25.4 for value in (left, top))
        inside = [
            i
            for i, (cx, cy) in enumerate(grid.cells)
            if 0 < x - cx < grid.card[0] and 3 < y - cy < 7
        ]
        if inside and float(bottom) - float(top) < 12:
            found[number] = inside[0]
    assert len(found) == grid.count
    return found


# --- PDF ----------------------------------------------------------------------------------------------------------


@needs_browser
@needs_poppler
def test_a_pdf_is_a_document(make_deck: MakeDeck, run: Run) -> None:
    """Bookmarks, page numbers in the contents, title, language, tags, fonts, formulas as text; the same twice."""
    root = _deck(make_deck, 5)
    done = run(root, "pdf", "--only", "booklet", "--paper", "letter")
    assert done.exit_code == 0, done.output
    pdf = root / "build" / "test-booklet.pdf"
    reader = pypdf.PdfReader(pdf)
    catalog = reader.trailer["/Root"]
    assert (catalog["/Lang"], "/StructTreeRoot" in catalog, catalog["/PageMode"]) == (
        "de",
        True,
        "/UseOutlines",
    )
    assert reader.metadata and (reader.metadata.title, reader.metadata.author) == (
        "Test",
        "A. Nyone",
    )
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [612, 792]
    titles = {title: page for _, title, page in _outline(reader, reader.outline)}
    assert [title for title in titles if title.startswith("Question")] == [
        f"Question {n}?" for n in range(1, 6)
    ]
    assert all(
        f"Question {n}?" in reader.pages[titles[f"Question {n}?"]].extract_text()
        for n in range(1, 6)
    )
    levels = {title: level for level, title, _ in _outline(reader, reader.outline)}
    assert (levels["Contents"], levels["1 Chapter one"], levels["Question 1?"]) == (0, 0, 1)
    contents = reader.pages[titles["Contents"]].extract_text()
    assert re.search(rf"Question 5\?\d*\s+{titles['Question 5?'] + 1}\b", contents)
    assert "∑" in "".join(page.extract_text() for page in reader.pages)
    fonts = subprocess.run(
        ["pdffonts", str(pdf)], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert len(fonts) > 2 and all(
        re.search(r" yes\s+yes\s+(yes|no)\s+\d+\s+\d+$", font) for font in fonts
    )
    first = pdf.read_bytes()
    assert run(root, "pdf", "--only", "booklet", "--paper", "letter").exit_code == 0
    assert pdf.read_bytes() == first


def _outline(
    reader: pypdf.PdfReader, items: list[object], level: int = 0
) -> Iterator[tuple[int, str, int]]:
    for item in items:
        if isinstance(item, list):
            yield from _outline(reader, item, level + 1)
        else:
            yield level, str(item.title), reader.get_destination_page_number(item)  # type: ignore[attr-defined]


def test_without_a_browser_it_says_what_to_do(
    make_deck: MakeDeck, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "find", lambda: None)
    done = run(_deck(make_deck, 2), "pdf")
    assert done.exit_code == 1
    assert "[no-browser]" in done.output and "Ctrl+P" in done.output


def test_a_browser_that_prints_nothing_is_no_traceback(make_deck: MakeDeck, run: Run) -> None:
    done = run(_deck(make_deck, 2), "pdf", "--browser", "/bin/true")
    assert done.exit_code == 1
    assert "[no-pdf]" in done.output


def test_an_output_that_is_no_paper_is_not_printed(make_deck: MakeDeck, run: Run) -> None:
    done = run(_deck(make_deck, 2), "pdf", "--only", "apkg")
    assert done.exit_code == 2
    assert "booklet, cards-a4, cards-letter, crib" in done.output


def test_volumes_hold_every_card_once_and_count_on(
    make_deck: MakeDeck, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """11 cards in volumes of 4: chapters of 5 and 6 are cut, numbers go on, and each file names its volume."""
    monkeypatch.setattr(pdf_command, "VOLUME", 4)
    seen: dict[str, list[int]] = {}

    def make(program: Path, page: Path, target: Path, paper: str, when: int) -> Path:
        text = html.unescape(page.read_text("utf-8"))
        title = re.search(r"<title>(.*?)</title>", text)
        assert title
        seen[f"{target.name} {title[1]}"] = [
            int(n) for n in re.findall(r'<article[^>]* id="q(\d+)"', text)
        ]
        return files.write(target, b"%PDF", target.parent)

    monkeypatch.setattr(pdf_command._browser_pdf, "make", make)
    monkeypatch.setattr(browser, "find", lambda: Path("/bin/true"))
    done = run(_deck(make_deck), "pdf", "--only", "booklet")
    assert done.exit_code == 0, done.output
    assert seen == {
        "test-booklet-1.pdf Test (1 of 4)": [1, 2, 3, 4],
        "test-booklet-2.pdf Test (2 of 4)": [5],
        "test-booklet-3.pdf Test (3 of 4)": [6, 7, 8, 9],
        "test-booklet-4.pdf Test (4 of 4)": [10, 11],
    }


def test_a_bookmark_is_named_after_the_first_heading_of_its_own() -> None:
    page = BeautifulSoup(
        '<section id="a"><h2>One <b>two</b></h2><article id="b"><h3>x\u200b  y</h3><h4>no</h4></article>'
        '</section><nav id="c"><section id="d"><h3>of another</h3></section></nav>',
        "html.parser",
    )
    bookmarks = pdf_command._browser_pdf.read_bookmarks(page)
    assert [*bookmarks] == [("a", 0, "One two"), ("b", 1, "x y"), ("d", 0, "of another")]


def test_heads_of_tables_are_numbered_from_one() -> None:
    """Chromium's own numbers differ from run to run: once in a while, a node more came before."""
    pdf = b"/ID (node00000055) /ID (node00000061) /Headers [(node00000055)] (note00000055)"
    expected = b"/ID (node00000001) /ID (node00000002) /Headers [(node00000001)] (note00000055)"
    assert pdf_command._browser_pdf.renumbered(pdf) == expected


def test_a_second_volume_begins_where_the_first_ended() -> None:
    assert model.Book((), ()).first == 1
