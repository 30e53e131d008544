"""What the browser gets: the list of cards as JSON, and each side of a card as a page."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import NamedTuple

from deckpress import templating
from deckpress.anki import rendering
from deckpress.console import report
from deckpress.formulas.typeset import Key, stylesheet, typeset
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

# What MathJax takes for a formula in Anki: `\(x\)` in a line, `\[x\]` on a line of its own.
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
        "problems": [*map(_problem, shown.problems)],
        "cards": [*map(_card, shown.cards.values())],
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
        "problems": [*map(_problem, shown.problems)],
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


def face(
    shown: ShownDeck,
    key: str,
    side: str,
    device: str,
    night: bool,
) -> str | None:
    """One side of one card in the page that Anki's reviewer would show.

    `side` is "front" or "back". None if there is no such card. Raises BadTemplate.
    """
    card = shown.cards.get(key)
    if not card:
        return None
    note = card.note
    note_type = shown.note_types.get(note.card.kind)
    if not note_type:
        return None
    front, back = rendering.sides(note_type, note, card.chapter.deck, card.ordinal)
    is_back = side == "back"
    html = back if is_back else front
    names = [name for name, _ in note_type.fields]
    fields = dict(zip(names, note.fields, strict=True))
    html = rendering.typed(html, fields, is_back)
    html = _SCRIPT.sub("", html)
    html, math_css = _typeset(html, shown.config.cache)
    # In a collection all files lie in one folder; here they have an address of their own.
    for _, name, _ in note.media:
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
        # Anki numbers the cards of a note from 1: `.card2` is styled as the second.
        body=f"card card{card.ordinal + 1} {body}",
    )


def _typeset(html: str, cache: Path) -> tuple[str, str]:
    """Formulas as MathJax would find them, typeset by KaTeX; and the CSS that they need."""
    keys = [*map(_key, _MATHJAX.finditer(html))]
    formulas = typeset(keys, cache / "formulas.json")
    html = _MATHJAX.sub(lambda found: formulas[_key(found)].html, html)
    made = [formula.html for formula in formulas.values()]
    return html, stylesheet("".join(made))


def _key(found: re.Match[str]) -> Key:
    """A formula's TeX, and whether it stands on a line of its own."""
    inline, display = found.groups()
    if inline is None:
        return _tex(display), True
    return _tex(inline), False


def _tex(html: str) -> str:
    """The TeX of a field.

    Where Anki's MathJax takes `\\text{a_b}` as it stands, KaTeX needs `\\text{a\\_b}`.
    """
    tex = unescape(html)
    return _TEXT.sub(lambda text: _UNESCAPED.sub(r"\\\1", text[0]), tex)
