"""A field's HTML -> Markdown as our parser reads it back: formulas to the letter, pictures under their own names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import unquote

from deckpress.sources.foreign.html import to_markdown

_CODE = re.compile(r"(<(pre|code)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
_FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
_BR = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"(<[^<>]*>)")
_IMAGE = re.compile(r"""<img\b[^<>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))[^<>]*>""", re.IGNORECASE)
_SOUND = re.compile(r"\[sound:([^\]]+)\]")
_SPECIAL = re.compile(r"[\\`*_~^$\[\]]|&lt;")

_KEEP, _KEPT, _GAP = "\ue000", "\ue001", "\ue002"
"""Private characters: around the number of a formula, and what keeps `\\(` in code from being one."""


def without_new_media(html: str, known: Mapping[str, str]) -> tuple[str, list[str]]:
    """The HTML without the pictures and sounds that `known` lacks, and their names."""
    new: list[str] = []

    def image(found: re.Match[str]) -> str:
        name = _name(found)
        if name in known or ":" in name:
            return found[0]
        new.append(name)
        return ""

    def sound(found: re.Match[str]) -> str:
        new.append(found[1])
        return ""

    return _outside_code(html, lambda part: _SOUND.sub(sound, _IMAGE.sub(image, part))), new


def markdown(html: str, known: Mapping[str, str], escaped: bool = False) -> str:
    """The Markdown of a field; `known` maps names in the collection to targets as an author writes them.

    `escaped`: with a backslash before each sign that Markdown could take for its own.
    """
    formulas: list[str] = []

    def keep(found: re.Match[str]) -> str:
        tex = unescape(_TAG.sub("", _BR.sub("\n", found[1] if found[1] is not None else found[2]))).strip()
        formulas.append(f"${tex}$" if found[1] is not None else f"$${tex}$$")
        return f"{_KEEP}{len(formulas) - 1}{_KEPT}"

    def prose(part: str) -> str:
        part = _IMAGE.sub(lambda m: m[0].replace(_source(m), escape(known.get(_name(m), _name(m)))), part)
        part = re.sub(rf"(?:{_BR.pattern}\s*){{2,}}", "</p><p>", _FORMULA.sub(keep, part), flags=re.IGNORECASE)
        return _backslashed(part) if escaped else part

    text = to_markdown(_outside_code(re.sub(f"[{_KEEP}{_KEPT}{_GAP}]", "", html), prose)).replace(_GAP, "")
    return re.sub(f"{_KEEP}(\\d+){_KEPT}", lambda m: formulas[int(m[1])], text)


def _outside_code(html: str, change: Callable[[str], str]) -> str:
    parts = _CODE.split(html)
    return "".join(change(part) if i % 3 == 0 else _code(part) for i, part in enumerate(parts) if i % 3 < 2)


def _code(html: str) -> str:
    return _BR.sub("\n", html).replace("\\(", f"\\{_GAP}(").replace("\\[", f"\\{_GAP}[")


def _backslashed(html: str) -> str:
    parts = _TAG.split(html)
    return "".join(part if i % 2 else _SPECIAL.sub(lambda m: f"\\{m[0]}", part) for i, part in enumerate(parts))


def _source(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)


def _name(found: re.Match[str]) -> str:
    return unquote(unescape(_source(found)))
