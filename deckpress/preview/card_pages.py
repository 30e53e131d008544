"""What the browser gets: the list of cards as JSON, and each side of a card as a page of its own."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import NamedTuple

from deckpress import templating
from deckpress.anki import rendering
from deckpress.console import report
from deckpress.formulas.typeset import stylesheet, typeset
from deckpress.model import Problem
from deckpress.preview.live_deck import ShownCard, ShownDeck


class Device(NamedTuple):
    """The classes that Anki's reviewer gives to a page."""

    root: str
    """Of `<html>`."""
    body: str
    """Of `<body>`, besides those of the card."""


DEVICES = {
    "desktop": Device("linux chrome", "isLin fancy"),
    "tablet": Device("android linux mobile chrome", ""),
    "phone": Device("android linux mobile chrome", ""),
}

_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
"""A template's own, which here would only be refused: a card is shown as where scripts are off."""

_MATHJAX = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
_TEXT = re.compile(r"\\text\{[^{}]*\}")
_UNESCAPED = re.compile(r"(?<!\\)([_%&#$])")


def listing(shown: ShownDeck) -> str:
    """Everything but the cards' HTML, as JSON."""
    listed = {
        "name": shown.config.name,
        "version": shown.version,
        "seconds": round(shown.seconds, 2),
        "failure": shown.failure,
        "summary": report.summary(shown.problems),
        "problems": [_problem(problem) for problem in shown.problems],
        "cards": [_card(card) for card in shown.cards.values()],
    }
    return json.dumps(listed, ensure_ascii=False)


def _card(shown: ShownCard) -> dict[str, object]:
    card = shown.note.card
    return {
        "key": shown.key,
        "title": card.title.text,
        "deck": shown.chapter.deck,
        "kind": card.kind,
        "path": card.span.path,
        "line": card.span.line,
        "text": " ".join(part.text for part in card.parts),
        "problems": [_problem(problem) for problem in shown.problems],
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {
        "place": str(problem.span),
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "fix": problem.fix,
    }


def index(shown: ShownDeck, name: str) -> str:
    """A file of the preview itself; raises BadTemplate."""
    return templating.page(shown.config, f"preview/{name}", kind="preview")


def face(shown: ShownDeck, key: str, side: str, device: str, night: bool) -> str | None:
    """One side of one card in the page that Anki's reviewer would show; None if there is no such card.

    `side` is "front" or "back". Raises BadTemplate.
    """
    card = shown.cards.get(key)
    note_type = shown.note_types.get(card.note.card.kind) if card else None
    if not card or not note_type:
        return None
    sides = rendering.sides(note_type, card.note, card.chapter.deck, card.ordinal)
    is_back = side == "back"
    names = [name for name, _ in note_type.fields]
    fields = dict(zip(names, card.note.fields, strict=True))
    html = rendering.typed(sides[is_back], fields, is_back)
    html = _SCRIPT.sub("", html)
    html, math_css = _typeset(html, shown.config.cache)
    for _, name, _ in card.note.media:
        html = html.replace(f'src="{name}"', f'src="/media/{name}"')
    root, body = DEVICES[device]
    if night:
        root += " night-mode"
        body += " nightMode night_mode"
    return templating.page(
        shown.config,
        "preview/face.html",
        html=html,
        css=note_type.css,
        math_css=math_css,
        root=root,
        body=f"card card{card.ordinal + 1} {body}",
    )


def _typeset(html: str, cache: Path) -> tuple[str, str]:
    """Formulas as MathJax would find them, typeset by KaTeX; and the CSS that they need."""
    keys = {}
    for formula in _MATHJAX.finditer(html):
        inline, display = formula.groups()
        is_display = inline is None
        keys[formula[0]] = (_tex(display if is_display else inline), is_display)
    typeset_by_key = typeset(keys.values(), cache / "formulas.json")
    html = _MATHJAX.sub(lambda formula: typeset_by_key[keys[formula[0]]].html, html)
    css = stylesheet("".join(formula.html for formula in typeset_by_key.values()))
    return html, css


def _tex(html: str) -> str:
    """The TeX of a field.

    Where Anki's MathJax takes `\\text{a_b}` as it stands, KaTeX needs `\\text{a\\_b}`.
    """
    return _TEXT.sub(lambda text: _UNESCAPED.sub(r"\\\1", text[0]), unescape(html))
