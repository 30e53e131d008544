"""Anki's own reviewer page, without Anki: what `look.py` and a browser test show cards in.

The real backend (package anki) renders; the page's HTML, CSS, JavaScript and MathJax are those of the package aqt.
"""

from __future__ import annotations

import html
import importlib.util
import json
import mimetypes
import re
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
    from playwright.sync_api import Page, Route
except ImportError as missing:
    sys.exit(f"{missing}; {NEEDED}")

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
        request = ImportAnkiPackageRequest(
            package_path=str(package.resolve()), options=ImportAnkiPackageOptions()
        )
        collection.import_anki_package(request)
        yield collection
        collection.close()


def card_name(card: Any) -> str:
    """The note's ID; of a further card of the note, with its number: `adamw/2`."""
    return card.note().fields[0] + (f"/{card.ord + 1}" if card.ord else "")


def sides(collection: Collection, card: Any) -> Iterator[Side]:
    """Front and back; a card with a typed answer has three backs: right, wrong, and nothing typed."""
    name, note = card_name(card).replace("/", "-"), card.note()
    question, answer = (
        collection.media.escape_media_filenames(text) for text in (card.question(), card.answer())
    )
    asked = TYPE.search(question)
    if not asked:
        yield from (
            Side(f"{name}-front", question, "", card.ord),
            Side(f"{name}-back", question, answer, card.ord),
        )
        return
    box = "<center><input type=text id=typeans style=\"font-family: 'Arial'; font-size: 20px;\"></center>"
    question = TYPE.sub(box, question)
    yield Side(f"{name}-front", question, "", card.ord)
    right = html.unescape(re.sub("<[^>]*>", "", note[asked[1]]))
    for case, typed in (("right", right), ("wrong", f"{right[:-1]}x"), ("blank", "")):
        compared = collection.compare_answer(note[asked[1]], typed)
        shown = f"<div style=\"font-family: 'Arial'; font-size: 20px\">{compared}</div>"
        yield Side(
            f"{name}-back-{case}",
            question,
            TYPE.sub(lambda _, shown=shown: shown, answer),
            card.ord,
        )


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
        route.fulfill(
            body=file.read_bytes(), content_type=kind
        ) if file.is_file() else route.fulfill(status=404)


def web_files() -> Path:
    """The folder of Anki's own web files."""
    found = importlib.util.find_spec("_aqt")
    if not found or not found.submodule_search_locations:
        sys.exit(f"Anki's reviewer page is missing; {NEEDED}")
    return Path(found.submodule_search_locations[0]) / "data" / "web"


def show(page: Page, side: Side, body: str) -> None:
    """Let Anki's reviewer show a side, and wait for its formulas and pictures."""
    css = f"card card{side.ordinal + 1} {body}"
    question, answer = json.dumps(side.question), json.dumps(side.answer)
    call = (
        f"_showAnswer({answer}, '{css}')"
        if side.answer
        else f"_showQuestion({question}, {answer}, '{css}')"
    )
    page.evaluate(f"() => {{ document.querySelector('#qa').textContent = ''; {call} }}")
    page.wait_for_function(READY, timeout=10_000)
