"""What the browser gets: the list of cards as JSON, and each side of a card as a page of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape

from deckpress import templating
from deckpress.anki import rendering
from deckpress.console import report
from deckpress.formulas.typeset import Formula, stylesheet, typeset
from deckpress.model import Problem
from deckpress.preview.stage import Scene, Shown

BODIES = {"desktop": "isLin fancy", "tablet": "", "phone": ""}
"""The classes that Anki's reviewer gives `<body>` on each device."""

ROOTS = {
    "desktop": "linux chrome",
    "tablet": "android linux mobile chrome",
    "phone": "android linux mobile chrome",
}
"""And `<html>`."""

NIGHT = " nightMode night_mode"

_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
"""A template's own, which here would only be refused: a card is shown as where scripts are off."""

_MATHJAX = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
_TEXT = re.compile(r"\\text\{[^{}]*\}")
_UNESCAPED = re.compile(r"(?<!\\)([_%&#$])")


def listing(scene: Scene) -> str:
    """Everything but the cards' HTML, as JSON."""
    return json.dumps(
        {
            "name": scene.config.name,
            "version": scene.version,
            "seconds": round(scene.seconds, 2),
            "failure": scene.failure,
            "summary": report.summary(scene.problems),
            "problems": [_problem(p) for p in scene.problems],
            "cards": [_card(shown) for shown in scene.cards.values()],
        },
        ensure_ascii=False,
    )


def _card(shown: Shown) -> dict[str, object]:
    card = shown.note.card
    return {
        "key": shown.key,
        "title": card.title.text,
        "deck": shown.chapter.deck,
        "kind": card.kind,
        "path": card.span.path,
        "line": card.span.line,
        "text": " ".join(part.text for part in card.parts),
        "problems": [_problem(p) for p in shown.problems],
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {
        "place": str(problem.span),
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "fix": problem.fix,
    }


def index(scene: Scene, name: str) -> str:
    """A file of the preview itself; raises BadTemplate."""
    return templating.page(scene.config, f"preview/{name}", kind="preview")


def face(scene: Scene, key: str, side: str, device: str, night: bool) -> str | None:
    """One side of one card in the page that Anki's reviewer would show; None if there is no such card.

    Raises BadTemplate.
    """
    shown = scene.cards.get(key)
    note_type = scene.note_types.get(shown.note.card.kind) if shown else None
    if not shown or not note_type:
        return None
    back = side == "back"
    html = rendering.sides(note_type, shown.note, shown.chapter.deck, shown.ordinal)[back]
    names = [name for name, _ in note_type.fields]
    html = rendering.typed(html, dict(zip(names, shown.note.fields, strict=True)), back)
    html, formulas = _typeset(_SCRIPT.sub("", html), scene)
    for _, name, _ in shown.note.media:
        html = html.replace(f'src="{name}"', f'src="/media/{name}"')
    return templating.page(
        scene.config,
        "preview/face.html",
        html=html,
        css=note_type.css,
        math_css=stylesheet("".join(formula.html for formula in formulas.values())),
        root=ROOTS[device] + (" night-mode" if night else ""),
        body=f"card card{shown.ordinal + 1} {BODIES[device]}{NIGHT if night else ''}",
    )


def _typeset(html: str, scene: Scene) -> tuple[str, Mapping[tuple[str, bool], Formula]]:
    """Formulas as MathJax would find them, typeset by KaTeX."""
    keys = {
        found[0]: (_tex(found[1] or found[2] or ""), found[0][1] == "[")
        for found in _MATHJAX.finditer(html)
    }
    formulas = typeset(keys.values(), scene.config.cache / "formulas.json")
    return _MATHJAX.sub(lambda found: formulas[keys[found[0]]].html, html), formulas


def _tex(html: str) -> str:
    """The TeX of a field; where Anki's MathJax takes `\\text{a_b}` as it stands, KaTeX needs `\\text{a\\_b}`."""
    return _TEXT.sub(lambda found: _UNESCAPED.sub(r"\\\1", found[0]), unescape(html))
