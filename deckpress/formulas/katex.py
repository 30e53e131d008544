"""KaTeX as the package `jupyterlab-katex` brings it: its version, scripts, and CSS with the fonts.

Its JavaScript is webpack's, a table of numbered modules; numbers and file names change with every
release, so all is found by what it contains. Nothing here runs any of it (see `typeset`).
"""

import ast
import base64
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path

from deckpress.system import plugins

metadata = plugins.lazy("importlib.metadata")

PACKAGE = "jupyterlab-katex"

# 5133:(e,t,r)=>{e.exports=r.p+"a1b2.woff2"}: the number of a module, and the file that it means
_FILES = re.compile(r'(\d+):\(\w+,\w+,\w+\)=>\{\w+\.exports=\w+\.p\+"([^"]+)"\}')
# p=new URL(r(5133),…): the name of a variable, and a module
_URLS = re.compile(r"([\w$]+)=new URL\(\w+\((\d+)\)")
# A=c()(p): the name that the style sheet uses, and that variable
_ALIASES = re.compile(r"([\w$]+)=\w+\(\)\(([\w$]+)\)")
# l.push([e.id,"@font-face{src:url("+A+")…}",""]): the style sheet, in pieces
_STYLES = re.compile(r"""push\(\[\w+\.id,(["'].*?),""]""")
_PIECE = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w$]+""")

_FONT_FACE = re.compile(r"@font-face\{([^{}]*)\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASSES = re.compile(r'class="([^"]*)"')
_WOFF2 = re.compile(r"url\(([^)]*\.woff2)\)")
_COMMENT = re.compile(r"/\*.*?\*/")
_BLANKS = re.compile(r"\s*([{};:,])\s+|\s+(?=[{}])")

Font = tuple[str, str, str]
"""Family, weight and style."""

Classes = frozenset[str]
"""The classes of an element, or those that a rule names."""

_USUAL = {"font-family": "KaTeX_Main", "font-weight": "normal", "font-style": "normal"}
"""The properties of a font, and what they are where no rule says otherwise."""


def version() -> str:
    """The package and its version: the same version typesets the same bytes."""
    return f"{PACKAGE} {metadata.version(PACKAGE)}"


@functools.cache
def static() -> Mapping[str, Path]:
    """The package's files by name: its scripts and fonts have a hash in theirs."""
    package = metadata.distribution(PACKAGE)
    files = sorted(package.files or ())
    return {file.name: Path(package.locate_file(file)) for file in files}


@functools.cache
def script(content: str) -> str:
    """The first script that contains `content`."""
    for name, path in static().items():
        text = path.read_text(encoding="utf-8") if name.endswith(".js") else ""
        if content in text:
            return text
    raise LookupError(f"no script of {version()} contains {content!r}")


def stylesheet(html: str) -> str:
    """KaTeX's CSS for the formulas in `html`, with the fonts for their classes as `data:` URIs.

    Empty if there is no formula. An element counts with every font that a rule naming only classes
    of its own would give it, whatever the rule says about its surroundings: sometimes one font too
    many, never one too few.
    """
    if 'class="katex' not in html:
        return ""
    needed = set(_fonts(frozenset()))
    for classes in set(_CLASSES.findall(html)):
        needed.update(_fonts(frozenset(classes.split())))
    css = _katex_css()
    return _FONT_FACE.sub(lambda face: _embedded(face[1], needed), css)


def _embedded(face: str, needed: set[Font]) -> str:
    """A `@font-face` rule with its font in it, if that is needed; else nothing."""
    family, weight, style = (_value(face, name) for name in _USUAL)
    source = _WOFF2.search(face)
    if (family, weight, style) not in needed or not source:
        return ""
    file = static()[source[1]]
    data = base64.b64encode(file.read_bytes()).decode()
    return (
        f"@font-face{{font-family:{family};font-weight:{weight};font-style:{style};"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


def _fonts(classes: Classes) -> Iterable[Font]:
    """The fonts of an element with these classes."""
    values = defaultdict(set)
    for named, name, value in _font_rules():
        if named <= classes:
            values[name].add(value)
    families, weights, styles = (values[name] or {usual} for name, usual in _USUAL.items())
    return product(families, weights, styles)


@functools.cache
def _font_rules() -> list[tuple[Classes, str, str]]:
    """What the style sheet says of fonts: the classes that an element needs, property and value."""
    rules = []
    without_faces = _FONT_FACE.sub("", _katex_css())
    for selectors, body in _RULE.findall(without_faces):
        for name in _USUAL:
            value = _value(body, name)
            if value:
                named = map(_last_classes, selectors.split(","))
                rules += [(classes, name, value) for classes in named]
    return rules


def _last_classes(selector: str) -> Classes:
    """The classes of the last element that a selector names: of `.katex .mord.mathbf`, two."""
    last = [part for part in selector.split() if "." in part][-1]
    return frozenset(last.split(".")[1:])


def _value(declarations: str, name: str) -> str:
    """The value of a property in `font-family:KaTeX_Main;font-weight:700`; empty if it has none."""
    found = re.search(rf"(?:^|;){name}:([^;]*)", declarations)
    return found[1].strip("'\"") if found else ""


@functools.cache
def _katex_css() -> str:
    """The style sheet in one line, with the fonts' file names in its `url(…)`."""
    source = script("KaTeX_Main")
    patterns = (_FILES, _URLS, _ALIASES)
    files, modules, variables = (dict(pattern.findall(source)) for pattern in patterns)
    pieces = _PIECE.findall(_STYLES.findall(source)[0])
    text = ""
    for piece in pieces:
        is_text = piece[0] in "'\""
        text += ast.literal_eval(piece) if is_text else files[modules[variables[piece]]]
    return _BLANKS.sub(r"\1", _COMMENT.sub("", text)).strip()
