"""A field of a note -> Markdown as our parser reads it back: formulas to the letter, pictures under their own names.

`faithful` tries the plainest way of writing first and takes the one that reads back as the same (see `form`).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape
from urllib.parse import unquote

from deckpress import markup
from deckpress.anki.converter import MODES
from deckpress.anki.html_to_markdown import converted
from deckpress.anki.normal_form import normal_form
from deckpress.kinds import fields

_CODE = re.compile(r"<(pre|code)\b", re.IGNORECASE)
_FORMULA = re.compile(r"\\\(((?:(?!\\[()]).)*)\\\)|\\\[((?:(?!\\[\[\]]).)*)\\\]", re.DOTALL)
_LATEX = re.compile(
    r"\[(\$\$?|latex)\]((?:(?!\[(?:\$|latex)).)*?)\[/\1\]", re.DOTALL | re.IGNORECASE
)
_BR = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"(<[^<>]*>)")
_IMAGE = re.compile(
    r"""<img\b[^<>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))[^<>]*>""", re.IGNORECASE
)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'<>]+))""", re.IGNORECASE)
_DATA = re.compile(
    r"data:image/(png|jpe?g|gif|webp|avif|bmp|svg\+xml);base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE
)
_SOUND = re.compile(r"\[sound:([^\]]+)\]")
_HEADING = re.compile(r"(</?h)[123]\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(#58|#x3a|colon|#125|#x7d|#123|#x7b);", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\ue003]")
_SIGNS = re.compile(r"[<&\\`*_~^$\[\]|{}\t]|\n\s|^\s*(?:[#>+=-]|\d+[.)])", re.MULTILINE)
"""What plain text has that Markdown, or HTML, could take for more than text."""

_KEEP, _KEPT, _PART = "\ue000", "\ue001", "\ue002"
"""Private characters around the number of what goes through the conversion untouched, and before an entity's."""


def with_media(html: str, renamed: Mapping[str, str], known: Mapping[str, str]) -> str:
    """The HTML with some media under other names, or without them (an empty name); pictures get the alternative text
    that they will have in Markdown.
    """

    def image(found: re.Match[str]) -> str:
        name = renamed.get(_name(found), _name(found))
        alt = _alt(found, known.get(name, name))
        return markup.literal(f'<img src="{escape(name)}" alt="{alt}">') if name else ""

    def prose(part: str) -> str:
        return _SOUND.sub(
            lambda m: "" if unescape(m[1]) in renamed else m[0], _IMAGE.sub(image, part)
        )

    return _outside_code(html, prose)


def media(html: str) -> list[str]:
    """The names of a field's pictures and sounds in the collection."""
    prose = (part for part, code in _parts(html) if not code)
    return [
        name
        for part in prose
        for name in (*map(_name, _IMAGE.finditer(part)), *_SOUND.findall(part))
    ]


def unpasted(html: str, pasted: dict[str, bytes]) -> str:
    """The HTML with pictures that it holds itself (`data:`) as files, which are put into `pasted`."""

    def name(found: re.Match[str]) -> str:
        try:
            data = base64.b64decode(found[2], validate=False)
        except ValueError:
            return found[0]
        suffix = found[1].lower().replace("jpeg", "jpg").replace("+xml", "")
        chosen = f"pasted-{hashlib.sha256(data).hexdigest()[:12]}.{suffix}"
        pasted[chosen] = data
        return chosen

    return _DATA.sub(name, html) if "data:image/" in html else html


def faithful(html: str, known: Mapping[str, str]) -> tuple[str, bool]:
    """The Markdown of a field, and whether it says all that the field says; `known` as for `markdown`."""
    if not _SIGNS.search(html):
        return html.strip(), True
    html = _normal(html, known)
    wanted = normal_form(html)
    texts = []
    for mode in MODES:
        texts.append(_markdown(html, mode))
        if normal_form(fields.anki(markup.html(markup.parse(texts[-1])), {})) == wanted:
            return texts[-1], True
    return texts[1], False


def markdown(html: str, known: Mapping[str, str], mode: str = MODES[0]) -> str:
    """The Markdown of a field; `known` maps names in the collection to targets as an author writes them."""
    return _markdown(_normal(html, known), mode)


def _normal(html: str, known: Mapping[str, str]) -> str:
    """The field as Anki's newest editor would write it, with the deck's own targets and headings."""

    def image(found: re.Match[str]) -> str:
        target = known.get(_name(found), _name(found))
        return markup.literal(f'<img src="{escape(target)}" alt="{_alt(found, target)}">')

    def sound(found: re.Match[str]) -> str:
        name = unescape(found[1])
        return f'<a href="{escape(known.get(name, name))}">{escape(name)}</a>'

    def latex(found: re.Match[str]) -> str:
        return rf"\[{found[2]}\]" if found[1] == "$$" else rf"\({found[2].strip().strip('$')}\)"

    def prose(part: str) -> str:
        return _SOUND.sub(
            sound, _IMAGE.sub(image, _LATEX.sub(latex, _HEADING.sub(r"\g<1>4", part)))
        )

    pieces = _parts(_CONTROL.sub("", html))
    return "".join(_block(part) if code else prose(part) for part, code in pieces)


def _block(code: str) -> str:
    """Code of several lines, which people make of `<code>` and line breaks too."""
    inner = re.fullmatch(r"<code\b([^<>]*)>(.*)</code>", code, re.DOTALL | re.IGNORECASE)
    return f"<pre{inner[1]}>{inner[2]}</pre>" if inner and _BR.search(inner[2]) else code


def _alt(found: re.Match[str], target: str) -> str:
    """A picture's alternative text, escaped; without one, the words of its file's name."""
    given = _ALT.search(found[0])
    stem = re.sub(r"-[0-9a-f]{16}$", "", target.rpartition("/")[2].rpartition(".")[0])
    said = unescape(next(filter(None, given.groups()))) if given else stem
    return escape(" ".join(said.split()))


def _markdown(html: str, mode: str) -> str:
    kept: list[str] = []

    def formula(found: re.Match[str]) -> str:
        tex = unescape(
            _TAG.sub("", _BR.sub("\n", found[1] if found[1] is not None else found[2]))
        ).strip()
        inline = f"${tex}$" if mode == MODES[0] else rf"\({tex}\)"
        kept.append(inline if found[1] is not None else f"$${tex}$$")
        return f"{_KEEP}{len(kept) - 1}{_KEPT}"

    def prose(part: str) -> str:
        part = _FORMULA.sub(formula, part)
        return _ENTITY.sub(rf"{_PART}\1{_KEPT}", part) if "{{c" in html else part

    text = converted(_outside_code(html, prose), mode)
    text = re.sub(f"{_PART}([^{_KEPT}]+){_KEPT}", r"&\1;", text)
    return re.sub(f"{_KEEP}(\\d+){_KEPT}", lambda m: kept[int(m[1])], text)


def _outside_code(html: str, change: Callable[[str], str]) -> str:
    return "".join(part if code else change(part) for part, code in _parts(html))


def _parts(html: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a field, and whether each is code; code that nobody closes is none."""
    at, lower, unclosed = 0, html.lower(), set()
    for found in _CODE.finditer(html):
        name = found[1].lower()
        end = -1 if name in unclosed else lower.find(f"</{name}>", found.end())
        if found.start() < at or end < 0:
            unclosed |= {name} if end < 0 and found.start() >= at else set()
            continue
        end += len(name) + 3
        yield from ((html[at : found.start()], False), (html[found.start() : end], True))
        at = end
    yield html[at:], False


def _source(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)


def _name(found: re.Match[str]) -> str:
    return unquote(unescape(_source(found)))
