"""A real browser: what tests ask of a page, and what no page may do.

Whoever uses it is skipped where Playwright or Chromium is missing. No visit may make a request that leaves the page, log an
error to the console, or show text below the contrast of WCAG 2.2 AA.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from deckpress.preview.live_deck import LiveDeck
from deckpress.preview.server import Server

try:
    from playwright import sync_api as playwright
except ImportError:  # an author who only wants to run the other tests
    playwright = None

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(
    not CHROMIUM or not playwright, reason="there is no Chromium, or no Playwright"
)

FLAGS = ("--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
         "--disable-component-update --disable-sync").split()  # fmt: skip
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}

CONTRAST = """() => {
  const channels = (css) => css.match(/[\\d.]+/g).map(Number);
  const light = (c) => { const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const behind = (e) => { for (; e; e = e.parentElement) { const c = channels(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > .99) return c.slice(0, 3); } return [255, 255, 255]; };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let checked = 0;
  for (let node; (node = walker.nextNode());) {
    const e = node.parentElement, style = getComputedStyle(e);
    if (!node.data.trim() || !e.getClientRects().length || style.visibility !== "visible") continue;
    const ink = channels(e.closest("svg.coverage") ? style.fill : style.color).slice(0, 3);
    const [a, b] = [light(ink), light(behind(e))].sort((x, y) => y - x);
    checked += 1;
    if ((a + .05) / (b + .05) < 4.5) 
      poor.push(`${((a + .05) / (b + .05)).toFixed(2)} ${e.className || e.tagName}: ${node.data.trim().slice(0, 40)}`);
  }
  return [checked, [...new Set(poor)]];
}"""

NAMELESS = """() => [...document.querySelectorAll("a, button, input, summary, iframe, dialog, nav, [role=img]")]
  .filter(e => !["aria-label", "aria-labelledby", "title"].some(name => e.getAttribute(name)))
  .filter(e => !e.textContent.trim() && !e.labels?.length).map(e => e.outerHTML.slice(0, 120))"""

SMALL = """() => [...document.querySelectorAll("summary, input, label, .fix a")].filter(e => e.type !== "checkbox")
  .map(e => [e.textContent.trim(), e.getBoundingClientRect().height]).filter(([, height]) => height < 44)"""
"""What a finger has to hit and is lower than 44 pixels."""

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Visit:
    """One page, and everything about it that may not happen."""

    page: playwright.Page
    trouble: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: playwright.Browser) -> Iterator[Callable[..., Visit]]:
    """Open an address; at the end, nothing may have gone wrong."""
    visits, contexts = list[Visit](), list[playwright.BrowserContext]()

    def go(address: str, scheme: str = "light", size: str = "desktop", **options: object) -> Visit:
        across, down = SIZES[size]
        context = browser.new_context(
            viewport={"width": across, "height": down}, color_scheme=scheme, **options
        )
        contexts.append(context)
        made = Visit(context.new_page())
        visits.append(made)
        origin = address[: address.index("/", 8)]
        made.page.on(
            "request",
            lambda r: r.url.startswith((origin, "data:")) or made.trouble.append(f"asks {r.url}"),
        )
        made.page.on("requestfailed", lambda r: made.trouble.append(f"failed {r.url} {r.failure}"))
        made.page.on("pageerror", lambda error: made.trouble.append(str(error)))
        made.page.on(
            "console",
            lambda said: said.type in ("error", "warning") and made.trouble.append(said.text),
        )
        made.page.goto(address)
        return made

    yield go
    trouble = [line for made in visits for line in made.trouble if "net::ERR_ABORTED" not in line]
    for context in contexts:
        context.close()
    assert trouble == []


def apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do it in another thread: Playwright keeps an event loop in this one, and the typesetter wants none around it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *arguments).result()


@contextmanager
def serving(live: LiveDeck) -> Iterator[str]:
    """The address of a running preview."""
    made = Server(live, 0)
    for work in (made.serve_forever, live.watch):
        threading.Thread(target=work, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_address[1]}/"
    made.shutdown()
    made.server_close()
