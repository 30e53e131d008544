"""KaTeX's script, style sheet and fonts, as the PyPI package `jupyterlab-katex` carries them.

Its JavaScript is webpack's, a table of numbered modules; numbers and file names change with every release, so all is
found by what it contains. Nothing here runs any of it (see `typeset`).
"""

from __future__ import annotations

import ast
import base64
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path

from deckpress.system import plugins

metadata = plugins.lazy("importlib.metadata")

PACKAGE = "jupyterlab-katex"

_FILES = re.compile(r'(\d+):\(\w+,\w+,\w+\)=>\{\w+\.exports=\w+\.p\+"([^"]+)"\}')
_URLS = re.compile(r"([\w$]+)=new URL\(\w+\((\d+)\)")
_ALIASES = re.compile(r"([\w$]+)=\w+\(\)\(([\w$]+)\)")
_STYLES = re.compile(r"""push\(\[\w+\.id,(["'].*?),""]""")
_PIECE = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w$]+""")
_FONT_FACE = re.compile(r"@font-face\{([^{}]*)\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASSES = re.compile(r'class="([^"]*)"')

Font = tuple[str, str, str]
"""Family, weight and style."""


def version() -> str:
    """The package and its version: the same version typesets the same bytes."""
    return f"{PACKAGE} {metadata.version(PACKAGE)}"


@functools.cache
def static() -> Mapping[str, Path]:
    """The package's scripts and fonts by file name."""
    package = metadata.distribution(PACKAGE)
    wanted = (file for file in package.files or () if file.suffix in (".js", ".woff2"))
    return {file.name: Path(package.locate_file(file)) for file in sorted(wanted)}


@functools.cache
def script(content: str) -> str:
    """The first script that contains `content`."""
    texts = (
        path.read_text(encoding="utf-8") for name, path in static().items() if name.endswith(".js")
    )
    return next(text for text in texts if content in text)


def stylesheet(html: str) -> str:
    """KaTeX's CSS for the formulas in `html`: only the fonts that their classes can call for, as `data:` URIs.

    Empty if there is no formula. An element counts with every font that a rule naming only classes of its own would
    give it, whatever the rule says about its surroundings: sometimes one font too many, never one too few.
    """
    if 'class="katex' not in html:
        return ""
    css, rules = _katex_css(), _font_rules()
    needed: set[Font] = {("KaTeX_Main", "normal", "normal")}
    for classes in sorted(set(_CLASSES.findall(html))):
        needed.update(_fonts(frozenset(classes.split()), rules))
    return _FONT_FACE.sub(lambda face: _embedded(face[1], needed), css)


def _embedded(face: str, needed: set[Font]) -> str:
    font = (_value(face, "font-family"), _value(face, "font-weight"), _value(face, "font-style"))
    source = re.search(r"url\(([^)]*\.woff2)\)", face)
    if font not in needed or not source:
        return ""
    data = base64.b64encode(static()[source[1]].read_bytes()).decode()
    return (
        f"@font-face{{font-family:{font[0]};font-weight:{font[1]};font-style:{font[2]};"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


def _fonts(
    classes: frozenset[str], rules: Sequence[tuple[frozenset[str], str, str]]
) -> Iterable[Font]:
    """The fonts of an element with these classes."""
    found = [(name, value) for named, name, value in rules if named <= classes]
    families, weights, styles = (
        {value for name, value in found if name == wanted} or {default}
        for wanted, default in (
            ("font-family", "KaTeX_Main"),
            ("font-weight", "normal"),
            ("font-style", "normal"),
        )
    )
    return product(families, weights, styles)


@functools.cache
def _font_rules() -> tuple[tuple[frozenset[str], str, str], ...]:
    """`(classes, property, value)` of what the style sheet says about fonts; the classes of the last element named."""
    made = []
    for selectors, body in _RULE.findall(_FONT_FACE.sub("", _katex_css())):
        for name in ("font-family", "font-weight", "font-style"):
            if value := _value(body, name):
                for selector in selectors.split(","):
                    last = [part for part in selector.split() if "." in part][-1]
                    made.append((frozenset(last.split(".")[1:]), name, value))
    return tuple(made)


def _value(declarations: str, name: str) -> str:
    found = re.search(rf"(?:^|;){name}:([^;]*)", declarations)
    return found[1].strip("'\"") if found else ""


@functools.cache
def _katex_css() -> str:
    """The style sheet in one line, with the fonts' file names in its `url(…)`."""
    source = script("KaTeX_Main")
    names, urls, aliases = (dict(pattern.findall(source)) for pattern in (_FILES, _URLS, _ALIASES))
    pieces = _PIECE.findall(next(found[1] for found in _STYLES.finditer(source)))
    text = "".join(
        ast.literal_eval(p) if p[0] in "'\"" else names[urls[aliases[p]]] for p in pieces
    )
    return re.sub(r"\s*([{};:,])\s+|\s+(?=[{}])", r"\1", re.sub(r"/\*.*?\*/", "", text)).strip()
