"""A note as Anki shows it: its templates filled, as Anki's own backend does (a test compares them).

Filters, conditionals and clozes follow the Anki manual (Card Templates; Cloze Deletion). Scripts do
not run here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from deckpress.model import Note, NoteType

_TAG = re.compile(r"\{\{\s*([#^/]?)\s*([^{}]*?)\s*\}\}")
"""`{{Question}}`, `{{cloze:Answer}}`, `{{#Hint}}`, `{{^Hint}}`, `{{/Hint}}`."""

_NOTHING = re.compile(r"(?:\s|</?(?:br|div)\s*/?>)*", re.IGNORECASE)
"""What Anki takes for an empty field."""

_CLOZE_SIGN = re.compile(r"(\{\{c[\d,]+::|\}\})")
_TYPED = re.compile(r"\[\[type:(?:\w+:)*(\w+)\]\]")
_MATHJAX = re.compile(r"(\\[(\[])(.*?)(\\[)\]])", re.DOTALL)
_HTML = re.compile(
    r"<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>", re.DOTALL | re.IGNORECASE
)
_HINT = (
    '\n<a class=hint href="#"\n'
    "onclick=\"this.style.display='none';\n"
    "document.getElementById('{0}').style.display='block';\n"
    'return false;" draggable=false>\n'
    "{1}</a>\n"
    '<div id="{0}" class=hint style="display: none">{2}</div>\n'
)


def sides(
    note_type: NoteType,
    note: Note,
    deck: str,
    ordinal: int,
) -> tuple[str, str]:
    """Front and back of one card, without the note type's CSS.

    A typed answer is Anki's own `[[type:Field]]`, which its reviewer replaces (see `typed`).
    """
    name, _, front, back = note_type.templates[0 if note_type.kind == "cloze" else ordinal]
    names = [name for name, _ in note_type.fields]
    values = dict(
        zip(
            names,
            note.fields,
            strict=True,
        )
    ) | {
        "Tags": " ".join(note.card.tags),
        "Type": note_type.name,
        "Deck": deck,
        "Subdeck": deck.split("::")[-1],
        "Card": name,
        "CardFlag": "flag0",
        f"c{ordinal + 1}": "this cloze",
    }
    question = _filled(
        front,
        values,
        ordinal + 1,
        reveal=False,
    )
    return question, _filled(
        back,
        values | {"FrontSide": question},
        ordinal + 1,
        reveal=True,
    )


def typed(
    html: str,
    values: Mapping[str, str],
    answered: bool,
) -> str:
    """`[[type:Field]]` as the reviewer shows it.

    A box to type into, or (nothing typed) the right answer.
    """

    def shown(tag: re.Match[str]) -> str:
        if not answered:
            return '<center><input type="text" id="typeans" aria-label="answer"></center>'
        answer = escape(_without_tags(values.get(tag[1], "")))
        return f'<div><code id="typeans">{answer}</code></div>'

    return _TYPED.sub(shown, html)


def _filled(
    template: str,
    values: Mapping[str, str],
    number: int,
    reveal: bool,
) -> str:
    """A template with the fields of a note; `number` is that of the cloze that is asked."""
    out = []
    shown = [True]  # the template itself, then each condition that is open
    at = 0
    for tag in _TAG.finditer(template):
        sign, key = tag.groups()
        if shown[-1]:
            out.append(template[at : tag.start()])
        at = tag.end()
        if sign == "/":
            shown = shown[:-1] or [True]  # the end of nothing ends nothing
        elif sign:
            filled = not _NOTHING.fullmatch(values.get(key, ""))
            shown.append(shown[-1] and filled == (sign == "#"))
        elif shown[-1] and key:
            out.append(
                _field(
                    key,
                    values,
                    number,
                    reveal,
                )
            )
    out.append(template[at:] if shown[-1] else "")
    return "".join(out)


def _field(
    key: str,
    values: Mapping[str, str],
    number: int,
    reveal: bool,
) -> str:
    """`cloze:Answer` -> the field with its filters done, the last of them first."""
    *filters, name = (part.strip() for part in key.split(":"))
    if "type" in filters:
        return f"[[{key}]]"
    html = values.get(name, "")
    for wanted in reversed(filters):
        if wanted == "text":
            html = _without_tags(html)
        elif wanted == "cloze":
            html = _with_clozes(
                html,
                number,
                reveal,
            )
        elif wanted == "hint" and html.strip():
            digest = hashlib.sha256(html.encode()).hexdigest()[:16]
            html = _HINT.format(
                f"hint{digest}",
                name,
                html,
            )
    return html


def _without_tags(html: str) -> str:
    """HTML as Anki's `text:` shows it."""
    return unescape(_HTML.sub("", html)).replace("\xa0", " ")


# --- cloze ----------------------------------------------------------------------------------------


@dataclass
class _Cloze:
    """A cloze whose end was not met yet; the outermost one is the field itself."""

    start: str = ""
    """`{{c1::`"""
    inside: list[str] = field(default_factory=list)
    hint: list[str] = field(default_factory=list)

    def shown(self, number: int, reveal: bool) -> str:
        """As the question of card `number`, as its answer (`reveal`), or inactive."""
        numbers = self.start[3:-2]
        inside = "".join(self.inside)
        if str(number) not in numbers.split(","):
            return f'<span class="cloze-inactive" data-ordinal="{numbers}">{inside}</span>'
        if reveal:
            return f'<span class="cloze" data-ordinal="{numbers}">{inside}</span>'
        hint = "".join(self.hint) or "..."
        hidden = f'data-cloze="{escape(inside)}" data-ordinal="{numbers}"'
        return f'<span class="cloze" {hidden}>[{hint}]</span>'


def _with_clozes(
    html: str,
    number: int,
    reveal: bool,
) -> str:
    """The clozes of a field; those of card `number` are the question (or, revealed, the answer)."""
    clozes = [_Cloze()]
    for piece in _CLOZE_SIGN.split(html):
        innermost = clozes[-1]
        if piece.startswith("{{c") and piece.endswith("::"):
            clozes.append(_Cloze(piece))
        elif len(clozes) == 1:
            innermost.inside.append(piece)
        elif piece == "}}":
            clozes.pop()
            clozes[-1].inside.append(innermost.shown(number, reveal))
        else:
            text, _, hint = piece.partition("::")
            innermost.inside.append(text)
            innermost.hint.append(hint)
    # what nobody closes is no cloze
    whole = "".join(cloze.start + "".join(cloze.inside) for cloze in clozes)
    # MathJax would show tags
    return _MATHJAX.sub(lambda formula: formula[1] + _HTML.sub("", formula[2]) + formula[3], whole)
