"""A note as Anki shows it: its templates filled, the way Anki's own backend does (a test compares the two).

Filters, conditionals and clozes follow the Anki manual (Card Templates; Cloze Deletion). Scripts do not run here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from html import escape, unescape

from deckpress.model import Note, NoteType

_TAG = re.compile(r"\{\{\s*([#^/]?)\s*([^{}]*?)\s*\}\}")
_EMPTY = re.compile(r"(?:\s|</?(?:br|div)\s*/?>)*", re.IGNORECASE)
_CLOZE_PART = re.compile(r"(\{\{c[\d,]+::|\}\})")
_HTML = re.compile(
    r"<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>", re.DOTALL | re.IGNORECASE
)
_MATHJAX = re.compile(r"(\\[(\[])(.*?)(\\[)\]])", re.DOTALL)
_HINT = (
    '\n<a class=hint href="#"\nonclick="this.style.display=\'none\';\n'
    "document.getElementById('{0}').style.display='block';\nreturn false;\" draggable=false>\n{1}</a>\n"
    '<div id="{0}" class=hint style="display: none">{2}</div>\n'
)


def sides(note_type: NoteType, note: Note, deck: str, ordinal: int) -> tuple[str, str]:
    """Front and back of one card, without the note type's CSS.

    A typed answer is Anki's own `[[type:Field]]`, which its reviewer replaces (see `typed`).
    """
    name, _, front, back = note_type.templates[0 if note_type.kind == "cloze" else ordinal]
    names = (field for field, _ in note_type.fields)
    values = dict(zip(names, note.fields, strict=True)) | {
        "Tags": " ".join(note.card.tags),
        "Type": note_type.name,
        "Deck": deck,
        "Subdeck": deck.split("::")[-1],
        "Card": name,
        "CardFlag": "flag0",
        f"c{ordinal + 1}": "this cloze",
    }
    question = _filled(front, values, ordinal + 1, reveal=False)
    return question, _filled(back, values | {"FrontSide": question}, ordinal + 1, reveal=True)


def typed(html: str, values: Mapping[str, str], answered: bool) -> str:
    """`[[type:Field]]` as the reviewer shows it: a box to type into, or (nothing typed) the right answer."""

    def shown(found: re.Match[str]) -> str:
        if not answered:
            return '<center><input type="text" id="typeans" aria-label="answer"></center>'
        return f'<div><code id="typeans">{escape(plain(values.get(found[1], "")))}</code></div>'

    return re.sub(r"\[\[type:(?:\w+:)*(\w+)\]\]", shown, html)


def plain(html: str) -> str:
    """HTML without its tags, as Anki's `text:` shows it."""
    return unescape(_HTML.sub("", html)).replace("\xa0", " ")


def _filled(template: str, values: Mapping[str, str], number: int, reveal: bool) -> str:
    out, shown = [], [True]
    pieces = _TAG.split(template)
    for text, mark, key in zip(pieces[::3], [*pieces[1::3], ""], [*pieces[2::3], ""], strict=True):
        out.append(text if shown[-1] else "")
        filled = not _EMPTY.fullmatch(values.get(key, ""))
        if mark == "/":
            shown[1:] = shown[1:-1]
        elif mark:
            shown.append(shown[-1] and filled == (mark == "#"))
        elif shown[-1] and key:
            out.append(_field(key, values, number, reveal))
    return "".join(out)


def _field(key: str, values: Mapping[str, str], number: int, reveal: bool) -> str:
    *filters, name = (part.strip() for part in key.split(":"))
    if "type" in filters:
        return f"[[{key}]]"
    html = values.get(name, "")
    for wanted in reversed(filters):
        if wanted == "text":
            html = plain(html)
        elif wanted == "cloze":
            html = _clozes(html, number, reveal)
        elif wanted == "hint" and html.strip():
            html = _HINT.format(f"hint{hashlib.sha256(html.encode()).hexdigest()[:16]}", name, html)
    return html


# --- cloze ------------------------------------------------------------------------------------------------------


def _clozes(html: str, number: int, reveal: bool) -> str:
    """The clozes of a field; those of card `number` are the question (or, revealed, the answer)."""
    open_: list[tuple[str, list[str], list[str]]] = [("", [], [])]
    for piece in _CLOZE_PART.split(html):
        if piece.startswith("{{c") and piece.endswith("::"):
            open_.append((piece, [], []))
        elif piece == "}}" and len(open_) > 1:
            start, inside, hint = open_.pop()
            open_[-1][1].append(_cloze(start[3:-2], "".join(inside), "".join(hint), number, reveal))
        elif len(open_) > 1 and "::" in piece:
            text, _, said = piece.partition("::")
            open_[-1][1].append(text)
            open_[-1][2].append(said)
        else:
            open_[-1][1].append(piece)
    whole = "".join(start + "".join(inside) for start, inside, _ in open_)
    return _MATHJAX.sub(lambda m: m[1] + _HTML.sub("", m[2]) + m[3], whole)


def _cloze(numbers: str, inside: str, hint: str, number: int, reveal: bool) -> str:
    if str(number) not in numbers.split(","):
        return f'<span class="cloze-inactive" data-ordinal="{numbers}">{inside}</span>'
    if reveal:
        return f'<span class="cloze" data-ordinal="{numbers}">{inside}</span>'
    asked = f"[{hint}]" if hint else "[...]"
    return (
        f'<span class="cloze" data-cloze="{escape(inside)}" data-ordinal="{numbers}">{asked}</span>'
    )
