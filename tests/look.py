#!/usr/bin/env python3
"""Pictures of cards as Anki shows them: a maintainer's tool, not a test.

The real backend renders each card, and Anki's own reviewer page (its HTML, CSS, JavaScript and MathJax, out of the aqt
package) shows it in Chromium. In real Anki (`look_in_anki.py`) less than 0.05 % of the pixels are others.

    python tests/look.py build/deck.apkg                          twelve cards, spread over the deck
    python tests/look.py build/deck.apkg relu-formula adamw/2     these cards (2: the note's second card)
    python tests/look.py build/deck.apkg --count 400 --faults     no pictures, only what is wrong

Pictures are named CARD-SIDE-WIDTH-MODE.png. What no picture may show is printed, and makes the exit status 1: a card
that scrolls sideways as a whole, a formula left as TeX or in MathJax's error color, a request that leaves the page, a
script error.

Needs Chromium (Debian: apt install chromium) and, in this Python: anki, playwright, and aqt without what it depends on.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from support import reviewer_page
from support.reviewer_page import Side

SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desktop": (1280, 800)}
MODES = {"light": "", "night": "nightMode night_mode"}
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]


def chromium() -> str:
    """The browser that takes the pictures."""
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    return found or sys.exit("look.py: there is no Chromium; apt install chromium")


def chosen(collection: Any, names: list[str], count: int) -> list[Any]:
    """The cards named `ID` or `ID/2`, or `count` of them, spread over the deck."""
    cards = [
        collection.get_card(i) for i in collection.find_cards("", order="c.due asc, c.ord asc")
    ]
    if not names:
        return cards[:: max(len(cards) // count, 1)][:count]
    found = {reviewer_page.card_name(card): card for card in cards}
    unknown = [name for name in names if name not in found]
    if unknown:
        sys.exit(f"look.py: no such card: {', '.join(unknown)}")
    return [found[name] for name in names]


def look(
    page: Page, all_sides: list[Side], body: str, picture: Any, args: argparse.Namespace
) -> Iterator[str]:
    """Show every side, take its picture and yield what is wrong with it."""
    for side in all_sides:
        try:
            reviewer_page.show(page, side, body)
        except Exception as error:
            yield f"{side.name}: formulas or pictures did not get ready: {str(error).splitlines()[0]}"
        if args.open:
            page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
        yield from (f"{side.name}: {fault}" for fault in page.evaluate(reviewer_page.FAULTS))
        if not args.faults:
            page.screenshot(path=picture(side), full_page=not args.screen)


def run(args: argparse.Namespace) -> int:
    """Pictures of the chosen cards in every mode and width; the number of different faults."""
    if not args.faults:
        args.out.mkdir(parents=True, exist_ok=True)
    faults: dict[str, None] = {}
    with reviewer_page.imported(args.package) as collection, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        all_sides = [
            s
            for card in chosen(collection, args.cards, args.count)
            for s in reviewer_page.sides(collection, card)
        ]
        for width in args.widths:
            for mode in args.modes:
                for fault in _in_one_window(browser, collection, all_sides, width, mode, args):
                    faults[f"{width} {mode} {fault}"] = None
        browser.close()
    print(*faults, sep="\n", end="\n" if faults else "")
    print(
        f"{len(all_sides)} sides, {len(faults)} faults"
        + ("" if args.faults else f", pictures in {args.out}")
    )
    return len(faults)


def _in_one_window(
    browser: Any,
    collection: Any,
    all_sides: list[Side],
    width: str,
    mode: str,
    args: argparse.Namespace,
) -> Iterator[str]:
    across, down = SIZES[width]
    phone = {"user_agent": PHONE, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    context = browser.new_context(
        viewport={"width": across, "height": down}, **(phone if width == "phone" else {})
    )
    body = f"{'' if width == 'phone' else 'isLin fancy '}{MODES[mode]}".strip()
    night = "night-mode" if mode == "night" else ""
    page, left, errors = context.new_page(), list[str](), list[str]()
    page.on("pageerror", lambda error: errors.append(f"script error: {error}"))
    written = reviewer_page.REVIEWER.format(night=night, body=body)
    page.route(
        "**/*",
        lambda route: reviewer_page.serve(route, Path(collection.media.dir()), written, left),
    )
    page.goto(f"{reviewer_page.ORIGIN}/")
    yield from look(
        page, all_sides, body, lambda side: args.out / f"{side.name}-{width}-{mode}.png", args
    )
    yield from (f"request that leaves the page: {url}" for url in left)
    yield from errors
    context.close()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("package", type=Path)
    parser.add_argument(
        "cards", nargs="*", metavar="CARD", help="ID of a note; ID/2 is its second card"
    )
    parser.add_argument("--count", type=int, default=12, help="without CARDs: how many")
    parser.add_argument("--out", type=Path, default=Path("build/look"))
    parser.add_argument("--widths", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    parser.add_argument(
        "--screen", action="store_true", help="only what fits the screen, not the whole card"
    )
    parser.add_argument(
        "--open", action="store_true", help="with analogy, application and hint opened"
    )
    parser.add_argument("--faults", action="store_true", help="no pictures")
    sys.exit(bool(run(parser.parse_intermixed_args())))


if __name__ == "__main__":
    main()
