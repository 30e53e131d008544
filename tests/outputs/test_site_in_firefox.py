"""The site and the printed pages in Firefox; skipped where there is none."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from support import TESTS, Run
from support.firefox import PROGRAM, SECONDS, Firefox

pytestmark = pytest.mark.skipif(not PROGRAM, reason="there is no Firefox")


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with Firefox(tmp_path_factory.mktemp("firefox")) as started:
        yield started


@pytest.fixture
def built(run: Run, tmp_path: Path) -> Path:
    """The outputs of the showcase."""
    assert run(TESTS / "showcase", "build", "--out", tmp_path).exit_code == 0
    return tmp_path


def test_the_site_finds_opens_and_says_where(firefox: Firefox, built: Path) -> None:
    firefox.open((built / "site" / "index.html").as_uri())
    firefox.run("window.faults = []; window.onerror = (message) => faults.push(message)")
    firefox.run("_query.value = 'danube'; _query.dispatchEvent(new Event('input'))")
    shown = "return [...document.querySelectorAll('article')].filter(a => !a.hidden).map(a => a.id)"
    end = time.monotonic() + SECONDS
    while firefox.run(shown) != ["long-word"] and time.monotonic() < end:
        time.sleep(0.1)
    assert firefox.run(shown) == ["long-word"]
    firefox.run("location.hash = '#wide-formula'")
    while (
        not firefox.run("return document.querySelector('#wide-formula footer')")
        and time.monotonic() < end
    ):
        time.sleep(0.1)
    assert firefox.run(
        "return document.querySelector('#wide-formula .where').textContent"
    ).split() == [
        "content/01-hard.md:15",
        "Fix",
        "this",
        "card",
    ]
    assert firefox.run("return document.querySelectorAll('#wide-formula .katex').length") == 5
    assert (
        firefox.run(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        == 0
    )
    assert firefox.run("return faults") == []


@pytest.mark.parametrize(
    ("paper", "width", "height"), [("a4", 21.0, 29.7), ("letter", 21.59, 27.94)]
)
def test_each_sheet_of_cards_is_one_page(
    firefox: Firefox, built: Path, paper: str, width: float, height: float
) -> None:
    page = built / f"showcase-cards-{paper}.html"
    firefox.open(page.as_uri())
    pages = pypdf.PdfReader(io.BytesIO(firefox.printed(width, height))).pages
    sheets = page.read_text(encoding="utf-8").count('<section class="sheet ')
    assert len(pages) == sheets >= 6
    assert "Sheet 1" in pages[2].extract_text() and "Sheet 2" in pages[4].extract_text()
    assert firefox.run("return document.documentElement.dataset.clipped") == "0"


@pytest.mark.parametrize("output", ["booklet", "crib"])
def test_the_booklet_and_the_crib_sheet_print_every_card(
    firefox: Firefox, built: Path, output: str
) -> None:
    firefox.open((built / f"showcase-{output}.html").as_uri())
    text = "".join(
        page.extract_text()
        for page in pypdf.PdfReader(io.BytesIO(firefox.printed(21.0, 29.7))).pages
    )
    for word in (
        "optimizers",
        "autoencoder",
        "PyTorch",
        "Attention",
        "clipping",
    ):  # of a question each
        assert word in text
