#!/usr/bin/env python3
"""Pictures of cards as Anki shows them: a maintainer's tool, not a test.

The real backend renders each card, and Anki's own reviewer page (its HTML, CSS, JavaScript and MathJax, out of the aqt
package) shows it in Chromium. Real Anki on a desktop differs from this by less than 0.2 % of the pixels.

    python tests/look.py build/deck.apkg                          twelve cards, spread over the deck
    python tests/look.py build/deck.apkg relu-formula adamw/2     these cards (2: the note's second card)
    python tests/look.py build/deck.apkg --count 400 --faults     no pictures, only what is wrong

Pictures are named CARD-SIDE-WIDTH-MODE.png. What no picture may show is printed, and makes the exit status 1: a card
that scrolls sideways as a whole, a formula left as TeX or in MathJax's error color, a request that leaves the page, a
script error.

Needs Chromium (Debian: apt install chromium) and, in this Python, NEEDED below.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import json
import mimetypes
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

NEEDED = "pip install anki playwright && pip install --no-deps aqt"

try:
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
    from playwright.sync_api import Page, Route, sync_playwright
except ImportError as missing:
    sys.exit(f"look.py: {missing}; {NEEDED}")

SIZES = {"phone": (360, 740), "tablet": (820, 1180), "desktop": (1280, 800)}
MODES = {"light": "", "night": "nightMode night_mode"}
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
ORIGIN = "http://anki.test"
TYPE = re.compile(r"\[\[type:([^\]]+)\]\]")

REVIEWER = """<!doctype html><html class="{night}" dir="ltr"><head><base href="/">
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="stylesheet" href="/_anki/css/webview.css"><link rel="stylesheet" href="/_anki/css/reviewer.css"></head>
<body class="{body}"><script>globalThis.bridgeCommand = globalThis.pycmd = () => {{}}; globalThis.qFade = 0</script>
<script src="/_anki/js/webview.js"></script><script src="/_anki/js/reviewer.js"></script>
<div id="_mark" hidden></div><div id="_flag" hidden></div><div id="qa" dir="auto"></div></body></html>"""
"""What aqt's Reviewer.revHtml and AnkiWebView.stdHtml write."""

READY = """() => { const qa = document.querySelector("#qa");
  return qa.innerHTML.trim() && !/\\\\[([]/.test(qa.innerText) && [...document.images].every(i => i.complete) }"""

FAULTS = """() => [
  document.scrollingElement.scrollWidth > document.documentElement.clientWidth && "scrolls sideways as a whole",
  document.querySelector("mjx-merror, mjx-mtext[style*=red]") && "a formula that MathJax cannot read",
  [...document.images].some(i => !i.naturalWidth) && "a picture is missing" ].filter(Boolean)"""


@dataclass(frozen=True)
class Side:
    """One side of one card, as the reviewer gets it."""

    name: str
    question: str
    answer: str
    """Empty for a front."""
    ordinal: int


@contextmanager
def imported(package: Path) -> Iterator[Collection]:
    """A collection of its own that holds nothing but the package."""
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(f"{folder}/collection.anki2")
        request = ImportAnkiPackageRequest(package_path=str(package.resolve()), options=ImportAnkiPackageOptions())
        collection.import_anki_package(request)
        yield collection
        collection.close()


def chosen(collection: Collection, names: list[str], count: int) -> list[Any]:
    """The cards named `ID` or `ID/2`, or `count` of them, spread over the deck."""
    cards = [collection.get_card(i) for i in collection.find_cards("", order="c.due asc, c.ord asc")]
    if not names:
        return cards[:: max(len(cards) // count, 1)][:count]
    found = {card_name(card): card for card in cards}
    unknown = [name for name in names if name not in found]
    if unknown:
        sys.exit(f"look.py: no such card: {', '.join(unknown)}")
    return [found[name] for name in names]


def card_name(card: Any) -> str:
    """The note's ID; of a further card of the note, with its number: `adamw/2`."""
    return card.note().fields[0] + (f"/{card.ord + 1}" if card.ord else "")


def sides(collection: Collection, card: Any) -> Iterator[Side]:
    """Front and back; a card with a typed answer has three backs: right, wrong, and nothing typed."""
    name, note = card_name(card).replace("/", "-"), card.note()
    question, answer = (collection.media.escape_media_filenames(text) for text in (card.question(), card.answer()))
    asked = TYPE.search(question)
    if not asked:
        yield from (Side(f"{name}-front", question, "", card.ord), Side(f"{name}-back", question, answer, card.ord))
        return
    box = "<center><input type=text id=typeans style=\"font-family: 'Arial'; font-size: 20px;\"></center>"
    question = TYPE.sub(box, question)
    yield Side(f"{name}-front", question, "", card.ord)
    right = html.unescape(re.sub("<[^>]*>", "", note[asked[1]]))
    for case, typed in (("right", right), ("wrong", f"{right[:-1]}x"), ("blank", "")):
        compared = collection.compare_answer(note[asked[1]], typed)
        shown = f"<div style=\"font-family: 'Arial'; font-size: 20px\">{compared}</div>"
        yield Side(f"{name}-back-{case}", question, TYPE.sub(lambda _, shown=shown: shown, answer), card.ord)


def serve(route: Route, media: Path, page: str, left: list[str]) -> None:
    """Anki's media server: the page, Anki's own files, the collection's media. Anything else is noted in `left`."""
    url = urlsplit(route.request.url)
    path = unquote(url.path)
    if not route.request.url.startswith(f"{ORIGIN}/"):
        left.append(route.request.url)
        route.abort()
    elif path == "/":
        route.fulfill(body=page, content_type="text/html; charset=utf-8")
    else:
        file = web_files() / path[7:] if path.startswith("/_anki/") else media / path[1:]
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind) if file.is_file() else route.fulfill(status=404)


def web_files() -> Path:
    """The folder of Anki's own web files."""
    found = importlib.util.find_spec("_aqt")
    if not found or not found.submodule_search_locations:
        sys.exit(f"look.py: Anki's reviewer page is missing; {NEEDED}")
    return Path(found.submodule_search_locations[0]) / "data" / "web"


def show(page: Page, side: Side, body: str) -> None:
    """Let Anki's reviewer show a side, and wait for its formulas and pictures."""
    css = f"card card{side.ordinal + 1} {body}"
    question, answer = json.dumps(side.question), json.dumps(side.answer)
    call = f"_showAnswer({answer}, '{css}')" if side.answer else f"_showQuestion({question}, {answer}, '{css}')"
    page.evaluate(f"() => {{ document.querySelector('#qa').textContent = ''; {call} }}")
    page.wait_for_function(READY, timeout=10_000)


def look(page: Page, all_sides: list[Side], body: str, picture: Any, args: argparse.Namespace) -> Iterator[str]:
    """Show every side, take its picture and yield what is wrong with it."""
    for side in all_sides:
        try:
            show(page, side, body)
        except Exception as error:
            yield f"{side.name}: formulas or pictures did not get ready: {str(error).splitlines()[0]}"
        if args.open:
            page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
        yield from (f"{side.name}: {fault}" for fault in page.evaluate(FAULTS))
        if not args.faults:
            page.screenshot(path=picture(side), full_page=not args.screen)


def run(args: argparse.Namespace) -> int:
    """Pictures of the chosen cards in every mode and width; the number of different faults."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    if not chromium:
        sys.exit("look.py: there is no Chromium; apt install chromium")
    args.out.mkdir(parents=True, exist_ok=True)
    faults: dict[str, None] = {}
    with imported(args.package) as collection, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        all_sides = [s for card in chosen(collection, args.cards, args.count) for s in sides(collection, card)]
        for width in args.widths:
            for mode in args.modes:
                for fault in _in_one_window(browser, collection, all_sides, width, mode, args):
                    faults[f"{width} {mode} {fault}"] = None
        browser.close()
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{len(all_sides)} sides, {len(faults)} faults" + ("" if args.faults else f", pictures in {args.out}"))
    return len(faults)


def _in_one_window(
    browser: Any, collection: Collection, all_sides: list[Side], width: str, mode: str, args: argparse.Namespace
) -> Iterator[str]:
    across, down = SIZES[width]
    phone = {"user_agent": PHONE, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    context = browser.new_context(viewport={"width": across, "height": down}, **(phone if width == "phone" else {}))
    body = f"{'' if width == 'phone' else 'isLin fancy '}{MODES[mode]}".strip()
    night = "night-mode" if mode == "night" else ""
    page, left, errors = context.new_page(), list[str](), list[str]()
    page.on("pageerror", lambda error: errors.append(f"script error: {error}"))
    written = REVIEWER.format(night=night, body=body)
    page.route("**/*", lambda route: serve(route, Path(collection.media.dir()), written, left))
    page.goto(f"{ORIGIN}/")
    yield from look(page, all_sides, body, lambda side: args.out / f"{side.name}-{width}-{mode}.png", args)
    yield from (f"request that leaves the page: {url}" for url in left)
    yield from errors
    context.close()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("cards", nargs="*", metavar="CARD", help="ID of a note; ID/2 is its second card")
    parser.add_argument("--count", type=int, default=12, help="without CARDs: how many")
    parser.add_argument("--out", type=Path, default=Path("build/look"))
    parser.add_argument("--widths", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    parser.add_argument("--screen", action="store_true", help="only what fits the screen, not the whole card")
    parser.add_argument("--open", action="store_true", help="with analogy, application and hint opened")
    parser.add_argument("--faults", action="store_true", help="no pictures")
    sys.exit(bool(run(parser.parse_args())))


if __name__ == "__main__":
    main()
