"""HTML inside a line of Markdown -> Markdown, as far as Markdown has it."""

from __future__ import annotations

import re
from functools import partial
from html import unescape

LONGEST_LINE = 4_000
"""Characters; the HTML in a longer line stays as it is."""

_WRAPPER = re.compile(
    r"</?(?:p|div|center|section|article|main|header|footer|nav|font|span|figure|small|picture|source|body|"
    r"html|label)\b[^<>]*>",
    re.I,
)
_ANCHOR = re.compile(
    r"<a\s+(?:name|id)\s*=\s*[\"']?[^\"'<>]*[\"']?\s*/?>(?:\s*</a>)?", re.IGNORECASE
)
_LINK = re.compile(
    r"<a\b[^<>]*?\bhref\s*=\s*[\"']?([^\"'<>\s]*)[\"']?[^<>]*>(.{0,1000}?)</a>", re.IGNORECASE
)
_IMAGE = re.compile(r"<img\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_PAIRS = (
    (re.compile(r"<(b|strong)>\s*(.{0,2000}?)\s*</\1>", re.IGNORECASE), "**"),
    (re.compile(r"<(i|em)>\s*(.{0,2000}?)\s*</\1>", re.IGNORECASE), "*"),
    (re.compile(r"<(code|tt|samp)>(.{0,2000}?)</\1>", re.IGNORECASE), "`"),
)
_UNPAIRED = re.compile(r"</?(?:b|strong|i|em|code|tt)>", re.IGNORECASE)
_CODE_SPAN = re.compile(r"(`+)(?:(?!`).)+?\1(?!`)")


def inline(line: str) -> str:
    """A line whose inline HTML is Markdown, as far as Markdown has it; code spans stay as they are."""
    if ("<" not in line and "&" not in line) or len(line) > LONGEST_LINE:
        return line
    parts, position = [], 0
    for code in _CODE_SPAN.finditer(line):
        parts += [_converted(line[position : code.start()]), code[0]]
        position = code.end()
    return "".join([*parts, _converted(line[position:])])


def _marked(sign: str, found: re.Match[str]) -> str:
    """The content of an element between two signs; `** **` would be no emphasis, but stars."""
    inner = found[2]
    return f"{sign}{inner}{sign}" if inner.strip() else inner


def _converted(text: str) -> str:
    if "<" in text:
        text = _ANCHOR.sub("", text)
        for pattern, sign in _PAIRS:
            text = pattern.sub(partial(_marked, sign), text)
        text = _IMAGE.sub(_markdown_image, _UNPAIRED.sub("", text))
        text = _LINK.sub(lambda m: f"[{m[2]}]({m[1]})" if m[2].strip() else "", text)
        text = re.sub(r"</a>", "", _WRAPPER.sub("", text), flags=re.IGNORECASE)
    return re.sub(
        r"&(?:nbsp|amp|quot|#39|apos|mdash|ndash|hellip|rarr);",
        lambda m: unescape(m[0]).replace("\xa0", " "),
        text,
    )


def _markdown_image(found: re.Match[str]) -> str:
    values = {name.lower(): first or second for name, first, second in _ATTRIBUTE.findall(found[1])}
    source = values.get("src", "").replace(" ", "%20")
    return f"![{values.get('alt', '')}]({source})" if source else ""
