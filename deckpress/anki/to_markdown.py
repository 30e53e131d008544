"""A field of a note -> Markdown as our parser reads it back.

Formulas stay to the letter, pictures under their own names. `faithful` tries the plainest way of
writing first and takes the one that reads back as the same (see `normal_form`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

from deckpress import markup
from deckpress.anki.converter import MODES
from deckpress.anki.field_media import with_pictures
from deckpress.anki.field_syntax import FORMULA, SOUND, outside_code, pieces, with_mathjax
from deckpress.anki.html_to_markdown import converted
from deckpress.anki.normal_form import normal_form
from deckpress.kinds import fields

_SIGNS = re.compile(r"[<&\\`*_~^$\[\]|{}\t]|\n\s|^\s*(?:[#>+=-]|\d+[.)])", re.MULTILINE)
"""What plain text has that Markdown, or HTML, could take for more than text."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\ue003]")
_HEADING = re.compile(r"(</?h)[123]\b", re.IGNORECASE)
_FORMULA = re.compile(FORMULA, re.DOTALL)
_BR = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_CODE = re.compile(r"<code\b([^<>]*)>(.*)</code>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"&(#58|#x3a|colon|#125|#x7d|#123|#x7b);", re.IGNORECASE)
"""`:`, `}` and `{` as references: as signs, they would end a cloze."""

_KEEP, _KEPT, _PART = "\ue000", "\ue001", "\ue002"
"""Around the number of what goes through the conversion untouched, and before an entity's."""

_KEPT_NUMBER = re.compile(f"{_KEEP}(\\d+){_KEPT}")
_KEPT_ENTITY = re.compile(f"{_PART}([^{_KEPT}]+){_KEPT}")


def faithful(html: str, known: Mapping[str, str]) -> tuple[str, bool]:
    """The Markdown of a field, and whether it says all that the field says.

    `known` maps names of media in the collection to targets as an author writes them.
    """
    if not _SIGNS.search(html):
        return html.strip(), True
    html = _as_written_today(html, known)
    wanted = normal_form(html)
    texts = {}
    for mode in MODES:
        texts[mode] = _markdown(html, mode)
        read_back = fields.anki(markup.html(markup.parse(texts[mode])), {})
        if normal_form(read_back) == wanted:
            return texts[mode], True
    return texts["escaped"], False


def markdown(
    html: str,
    known: Mapping[str, str],
    mode: str = MODES[0],
) -> str:
    """The Markdown of a field; `known` as for `faithful`."""
    return _markdown(_as_written_today(html, known), mode)


def _as_written_today(html: str, known: Mapping[str, str]) -> str:
    """The field as Anki's newest editor would write it, with the deck's own targets and
    headings."""

    def sound(found: re.Match[str]) -> str:
        name = unescape(found[1])
        return f'<a href="{escape(known.get(name, name))}">{escape(name)}</a>'

    written = []
    for piece, is_code in pieces(_CONTROL.sub("", html)):
        if is_code:
            written.append(_block(piece))
        else:
            # a card's own headings begin at level 4
            piece = with_mathjax(_HEADING.sub(r"\g<1>4", piece))
            written.append(SOUND.sub(sound, with_pictures(piece, known)))
    return "".join(written)


def _block(code: str) -> str:
    """Code of several lines, which people make of `<code>` and line breaks too."""
    element = _CODE.fullmatch(code)
    if not element or not _BR.search(element[2]):
        return code
    return f"<pre{element[1]}>{element[2]}</pre>"


def _markdown(html: str, mode: str) -> str:
    formulas: list[str] = []

    def formula(found: re.Match[str]) -> str:
        inline, display = found.groups()
        tex = _BR.sub("\n", display if inline is None else inline)
        tex = unescape(_TAG.sub("", tex)).strip()
        if inline is None:
            formulas.append(f"$${tex}$$")
        else:
            # where prices are escaped, `$` is a price
            formulas.append(f"${tex}$" if mode == "plain" else rf"\({tex}\)")
        return f"{_KEEP}{len(formulas) - 1}{_KEPT}"

    def kept(piece: str) -> str:
        piece = _FORMULA.sub(formula, piece)
        return _ENTITY.sub(rf"{_PART}\1{_KEPT}", piece) if "{{c" in html else piece

    text = converted(outside_code(html, kept), mode)
    text = _KEPT_ENTITY.sub(r"&\1;", text)
    return _KEPT_NUMBER.sub(lambda number: formulas[int(number[1])], text)
