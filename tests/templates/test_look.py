"""What the showcase looks like: pictures of it in tests/templates/looks, compared pixel by pixel with some tolerance.

`make looks` renews them. Whether renewed or refused, build/looks/review.html shows old, new and difference in a row.
Browsers and typefaces draw differently, so the pictures count only where a sample comes out as it did when they were
made (tests/templates/looks/made.json).
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from support import REPOSITORY, TESTS, Run
from support.chromium import CHROMIUM, FLAGS, apart, needs_chromium, playwright, serving

from deckpress.preview.live_deck import LiveDeck

pytestmark = needs_chromium

LOOKS = TESTS / "templates" / "looks"
REVIEW = REPOSITORY / "build" / "looks"

TOLERANCE = 0.0005
"""Share of the pixels that may differ visibly: a cursor, a rounded half pixel."""

PICTURES = {
    "card-structure-phone-light": (
        "face?card=structure&side=back&device=phone&night=0",
        360,
        "light",
    ),
    "card-choice-phone-night": (
        "face?card=choice-long&side=back&device=phone&night=1",
        360,
        "dark",
    ),
    "card-arabic-phone-night": ("face?card=arabic&side=back&device=phone&night=1", 360, "dark"),
    "card-table-phone-light": ("face?card=wide-table&side=back&device=phone&night=0", 360, "light"),
    "card-code-desktop-night": (
        "face?card=long-code&side=back&device=desktop&night=1",
        800,
        "dark",
    ),
    "site-phone-light": ("site/index.html#wide-formula", 360, "light"),
    "site-desktop-dark": ("site/index.html#tag=show::hard", 1100, "dark"),
    "booklet-print": ("showcase-booklet.html#q7", 760, "light"),
    "cut-out-print": ("showcase-cards-a4.html#sheet-1", 800, "light"),
}
"""Name to address, width and color scheme; a printed page shows the element that its address names."""

SAMPLE = """<!doctype html><meta charset="utf-8"><p style="font: 18px/1.5 system-ui">The quick fox: 0123 → ✓ é ما</p>
<p style="font: 600 20px serif">jumps over <i>the lazy</i> dog</p><pre style="font: 14px monospace">def f(x): 0</pre>
<p style="width: 90px; height: 30px; border-radius: 9px; background: linear-gradient(90deg, #0d655f, #fbfaf8)"></p>"""
"""What a machine with other typefaces, or another way to smooth their edges, draws otherwise."""

DIFFERENCE = """async ([one, other]) => {
  const load = async (data) => { const image = new Image(); image.src = `data:image/png;base64,${data}`;
    await image.decode(); return image };
  const [a, b] = [await load(one), await load(other)];
  if (a.width !== b.width || a.height !== b.height) return [1, ""];
  const canvas = document.createElement("canvas"); Object.assign(canvas, { width: a.width, height: a.height });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const pixels = (image) => { pen.drawImage(image, 0, 0); return pen.getImageData(0, 0, a.width, a.height) };
  const before = pixels(a), after = pixels(b);
  let count = 0;
  for (let i = 0; i < before.data.length; i += 4) {
    const far = [0, 1, 2].some(c => Math.abs(before.data[i + c] - after.data[i + c]) > 24);
    count += far;
    after.data.set(far ? [220, 0, 60, 255] : [...after.data.slice(i, i + 3), 60], i);
  }
  pen.clearRect(0, 0, a.width, a.height); pen.putImageData(after, 0, 0);
  return [count / (a.width * a.height), canvas.toDataURL()] }"""
"""Share of pixels that differ between two PNGs in base64, and a picture that marks them; other sizes differ wholly."""

PICTURES_THERE = """() => [...document.images].every(i => !i.checkVisibility() ||
  i.getBoundingClientRect().top > innerHeight || (i.complete && i.naturalWidth))"""

PAGE = """<!doctype html><meta charset="utf-8"><title>Looks</title><style>
body {{ font: 15px/1.5 system-ui; margin: 24px; background: #eee }} img {{ max-width: 100%; border: 1px solid #bbb }}
section {{ display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px }} h2 {{ margin: 1.5em 0 .3em }}</style>
<h1>Old, new, difference</h1>{rows}"""


@pytest.fixture(scope="module")
def page() -> Iterator[playwright.Page]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page()
        browser.close()


@pytest.fixture(scope="module")
def made(page: playwright.Page) -> dict[str, object]:
    """What the pictures depend on besides us."""
    page.set_viewport_size({"width": 400, "height": 300})
    page.set_content(SAMPLE)
    browser = page.context.browser
    assert browser
    return {
        "chromium": browser.version.split(".")[0],
        "sample": hashlib.sha256(page.screenshot()).hexdigest()[:16],
    }


@pytest.fixture
def show(
    run: Run, tmp_path: Path, page: playwright.Page
) -> Iterator[Callable[[str, int, str], bytes]]:
    """Takes the picture of an address: of a file in the build, or of the preview."""
    root = tmp_path / "showcase"
    shutil.copytree(TESTS / "showcase", root)
    result = apart(run, root, "build")
    assert result.exit_code == 0, result.output
    with serving(apart(LiveDeck, root)) as preview:

        def take(address: str, width: int, scheme: str) -> bytes:
            page.set_viewport_size({"width": width, "height": 760})
            printed = ".html#" in address and not address.startswith("site")
            page.emulate_media(color_scheme=scheme, media="print" if printed else "screen")  # type: ignore[arg-type]
            page.goto("about:blank")
            page.goto(
                f"{preview}{address}"
                if address.startswith("face")
                else f"{(root / 'build').as_uri()}/{address}"
            )
            page.evaluate("() => document.fonts.ready")
            page.wait_for_function(PICTURES_THERE)
            if printed:
                return page.locator(f"#{address.partition('#')[2]}").screenshot()
            return page.screenshot(animations="disabled", caret="hide")

        yield take


def test_it_looks_as_it_did(
    request: pytest.FixtureRequest,
    page: playwright.Page,
    made: dict[str, object],
    show: Callable[[str, int, str], bytes],
) -> None:
    renew = request.config.getoption("--update-golden")
    known = (
        json.loads((LOOKS / "made.json").read_text(encoding="utf-8"))
        if (LOOKS / "made.json").is_file()
        else {}
    )
    if known != made and not renew:
        pytest.skip(f"the pictures were made with {known}, here is {made}")
    rows, changed = [], []
    for name, (address, width, scheme) in PICTURES.items():
        file, new = LOOKS / f"{name}.png", show(address, width, scheme)
        old = file.read_bytes() if file.is_file() else b""
        both = [base64.b64encode(data).decode() for data in (old, new)]
        share, marked = page.evaluate(DIFFERENCE, both) if old else (1, "")
        if share > TOLERANCE:
            changed.append(f"{name}: {share:.1%} of the pixels")
            pictures = "".join(f'<img src="data:image/png;base64,{data}" alt="">' for data in both)
            rows.append(
                f"<h2>{escape(changed[-1])}</h2><section>{pictures}<img src='{marked}' alt=''></section>"
            )
            if renew:
                LOOKS.mkdir(exist_ok=True)
                file.write_bytes(new)
    if rows:
        REVIEW.mkdir(parents=True, exist_ok=True)
        (REVIEW / "review.html").write_text(PAGE.format(rows="".join(rows)), encoding="utf-8")
    if renew:
        (LOOKS / "made.json").write_text(json.dumps(made) + "\n", encoding="utf-8")
    assert renew or not changed, (
        f"{changed}; look at {REVIEW / 'review.html'}, then `make looks` if it is meant"
    )
