#!/usr/bin/env python3
"""Formulas in Anki, on the site and in print, side by side: a maintainer's tool, not a test.

    python tests/look_at_formulas.py                  the sixty of tests/formulas/sixty
    python tests/look_at_formulas.py path/to/deck     the displayed formulas of another deck

Anki's own reviewer page (see `look.py`) and MathJax show the first of each row; KaTeX typeset the other two. The
sheets, twenty formulas each, are written as PNG. Named at the end: formulas that are a tenth wider or narrower in KaTeX
than in MathJax, for type of equal size.

Needs what `look.py` needs.
"""

from __future__ import annotations

import argparse
import base64
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import look
from playwright.sync_api import Browser, Page, sync_playwright
from support import reviewer_page

REPOSITORY = Path(__file__).parent.parent
ROWS = 20
APART = 0.1

Shot = tuple[bytes, float]
"""A formula's picture (PNG), and its width in em of its own type."""

SHEET = """<!doctype html><meta charset="utf-8"><style>body {{ font: 14px sans-serif; margin: 16px; }}
table {{ border-collapse: collapse; }} td, th {{ border: 1px solid #ccc; padding: 6px 10px; text-align: start; }}
img {{ display: block; zoom: .5; }}</style><table><tr><th><th>Anki<th>site<th>print</tr>{rows}</table>"""

WIDTH = """(box) => { const parts = [...box.querySelectorAll("mjx-math, .base")].map(e => e.getBoundingClientRect());
  const size = parseFloat(getComputedStyle(box.querySelector("mjx-math, .katex")).fontSize);
  return (Math.max(...parts.map(p => p.right)) - Math.min(...parts.map(p => p.left))) / size }"""


def built(root: Path, folder: Path) -> Path:
    """Build the deck; the folder with its outputs."""
    command = [sys.executable, REPOSITORY / "pipeline.py", "--root", root, "build", "--out", folder]
    subprocess.run(
        [*map(str, command), "--only", "apkg,site,booklet"], check=True, stdout=subprocess.DEVNULL
    )
    return folder


def shot(page: Page, selector: str) -> Shot:
    """The picture and width of what stands first at `selector`."""
    box = page.locator(selector).first
    return box.screenshot(), box.evaluate(WIDTH)


def in_anki(browser: Browser, package: Path) -> Iterator[tuple[str, Shot]]:
    """`(card id, picture)` of the first displayed formula of each card."""
    with reviewer_page.imported(package) as collection:
        page, media = _page(browser), Path(collection.media.dir())
        written = reviewer_page.REVIEWER.format(night="", body="isLin")
        page.route("**/*", lambda route: reviewer_page.serve(route, media, written, []))
        page.goto(f"{reviewer_page.ORIGIN}/")
        for card in look.chosen(collection, [], 10**6):
            *_, back = reviewer_page.sides(collection, card)
            reviewer_page.show(page, back, "isLin")
            if not card.ord and page.locator(".math-display").count():
                yield reviewer_page.card_name(card), shot(page, ".math-display")


def on_page(
    browser: Browser, file: Path, selector: str, names: list[str], **media: Any
) -> Iterator[Shot]:
    """The same formulas on a page; `selector` has the card's id, or its number, as `{}`."""
    page = _page(browser)
    page.emulate_media(**media)
    page.goto(file.as_uri())
    page.add_style_tag(content="*, ::before { content-visibility: visible !important }")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for number, name in enumerate(names, 1):
        place = selector.format(name if media["media"] == "screen" else number)
        yield shot(page, f"{place} .math:is(.display, .math-display)")


def _page(browser: Browser) -> Page:
    return browser.new_context(
        viewport={"width": 760, "height": 900}, device_scale_factor=2
    ).new_page()


def run(args: argparse.Namespace) -> int:
    """Write the sheets; the number of formulas that look different."""
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = built(args.deck, Path(folder))
        browser = playwright.chromium.launch(executable_path=look.chromium(), args=look.FLAGS)
        names, anki = zip(*in_anki(browser, next(out.glob("*.apkg"))), strict=True)
        site = on_page(
            browser, out / "site" / "index.html", "[id='{}']", list(names), media="screen"
        )
        booklet = on_page(
            browser, next(out.glob("*-booklet.html")), "#q{}", list(names), media="print"
        )
        rows = list(zip(names, anki, site, booklet, strict=True))
        for start in range(0, len(rows), ROWS):
            _sheet(
                _page(browser),
                rows[start : start + ROWS],
                args.out / f"formulas-{start // ROWS + 1}.png",
            )
        browser.close()
    differences = [line for name, *shots in rows for line in _differences(name, *shots)]
    print(
        *differences,
        f"{len(rows)} formulas, {len(differences)} differences, sheets in {args.out}",
        sep="\n",
    )
    return len(differences)


def _sheet(page: Page, rows: list[Any], file: Path) -> None:
    def cell(made: Shot) -> str:
        return f'<td><img src="data:image/png;base64,{base64.b64encode(made[0]).decode()}">'

    page.set_viewport_size({"width": 1500, "height": 900})
    page.set_content(
        SHEET.format(
            rows="".join(f"<tr><td>{n}{''.join(map(cell, shots))}</tr>" for n, *shots in rows)
        )
    )
    page.screenshot(path=file, full_page=True, scale="css")


def _differences(name: str, anki: Shot, *others: Shot) -> Iterator[str]:
    for place, other in zip(("site", "print"), others, strict=True):
        if abs(other[1] / anki[1] - 1) > APART:
            yield f"{name}: {other[1]:.1f} em wide in {place}, {anki[1]:.1f} em in Anki"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "deck", type=Path, nargs="?", default=REPOSITORY / "tests" / "formulas" / "sixty"
    )
    parser.add_argument("--out", type=Path, default=Path("build/look"))
    sys.exit(bool(run(parser.parse_args())))


if __name__ == "__main__":
    main()
