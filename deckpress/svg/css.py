"""The only importer of tinycss2: CSS without unknown properties, and what in it loads something."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import tinycss2

from deckpress.svg.vocabulary import FUNCTIONS, GROUPING_RULES, PROPERTIES

RASTER = r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*"
"""The bytes of a picture of points: `data:image/png;base64,iVBORw0K…`."""
_FONT_TYPE = r"font/[\w.+-]+|application/(?:x-)?font[\w.+-]*|application/octet-stream"
_FONT = rf"data:(?:{_FONT_TYPE});base64,[A-Za-z0-9+/=\s]*"
_OWN = re.compile(rf"#.*|{RASTER}|{_FONT}", re.DOTALL)
"""What a `url()` may hold: a place in the same file, or the bytes themselves."""

_SKIPPED: Mapping[str, bool] = {"skip_comments": True, "skip_whitespace": True}


class Css(NamedTuple):
    """Some CSS as it may stand in a picture."""

    text: str
    faults: tuple[str, ...] = ()
    dropped: bool = False
    """Whether something was left out; else the text is as written."""


def _judged(judge: Callable[[str], Css]) -> Callable[[str], Css]:
    """Decorates what judges CSS by parsing it: it never raises."""

    def judged(text: str) -> Css:
        if (
            "\\" in text
        ):  # it could spell `url(` so that only a browser sees it; no picture needs one
            return Css("", ("a backslash in CSS",))
        try:
            return judge(text)
        except RecursionError:
            return Css("", ("CSS is nested too deeply",))

    return judged


@functools.lru_cache(maxsize=4096)
@_judged
def declarations(text: str) -> Css:
    """A `style` attribute."""
    return _block(text, tinycss2.parse_blocks_contents(text, **_SKIPPED))


@_judged
def stylesheet(text: str) -> Css:
    """The text of a `<style>` element."""
    return _block(text, tinycss2.parse_stylesheet(text, **_SKIPPED))


def value_faults(text: str) -> tuple[str, ...]:
    """What a value (of an attribute such as `fill`) would load."""
    if "(" not in text and "\\" not in text:  # by far the most
        return ()
    return _value(text).faults


@functools.lru_cache(maxsize=4096)
@_judged
def _value(text: str) -> Css:
    tokens = tinycss2.parse_component_value_list(text)
    return Css(text, tuple(_loaded(tokens)))


def _block(text: str, nodes: Sequence[Any]) -> Css:
    """The rules and declarations that were parsed from a text."""
    pieces: list[Css] = []
    for node in nodes:
        piece = _rule(node) if hasattr(node, "prelude") else _declaration(node)
        if piece:
            pieces.append(piece)
    faults = chain.from_iterable(piece.faults for piece in pieces)
    if len(pieces) == len(nodes) and not any(piece.dropped for piece in pieces):
        return Css(text, tuple(faults))
    return Css(
        text="".join(piece.text for piece in pieces),
        faults=tuple(faults),
        dropped=True,
    )


def _declaration(node: Any) -> Css | None:
    """A declaration; None for one that we do not know, or that no browser could read."""
    if node.type != "declaration":
        return None
    is_variable = node.name.startswith("--")
    if node.lower_name not in PROPERTIES and not is_variable:
        return None
    loaded = tuple(_loaded(node.value))
    return Css(f"{node.serialize()};", loaded)


def _rule(node: Any) -> Css | None:
    """A rule with what is in its braces; None for one that we do not know."""
    keyword = getattr(node, "lower_at_keyword", "")
    if keyword == "import":
        return Css("", ("@import loads a style sheet",))
    if node.content is None:
        return None
    if keyword and keyword not in GROUPING_RULES:
        return None
    content = tinycss2.parse_blocks_contents(node.content, **_SKIPPED)
    body = _block(tinycss2.serialize(node.content), content)
    if keyword == "font-face" and body.faults:
        # No picture in a card can load a font from elsewhere: it looks the same without.
        return None
    head = tinycss2.serialize(node.prelude)
    if keyword:
        head = f"@{node.at_keyword}{head}"
    return body._replace(text=f"{head}{{{body.text}}}")


def _loaded(tokens: Iterable[Any]) -> Iterator[str]:
    """What some component values would load, or could hide."""
    for token in tokens:
        if token.type == "url":
            yield from _address(token.value)
        elif token.type == "function":
            yield from _called(token)
        elif token.type.endswith(" block"):
            yield from _loaded(token.content)
        elif token.type == "error":
            # Each browser mends what is broken in its own way.
            yield "CSS that cannot be read"


def _called(function: Any) -> Iterator[str]:
    """The same of a function; `url("…")` with quotes is one, without it is a token of its own."""
    if function.lower_name == "url":
        for part in function.arguments:
            if part.type == "string":
                yield from _address(part.value)
        return
    if function.lower_name not in FUNCTIONS:
        yield f"the CSS function {function.name}()"
    yield from _loaded(function.arguments)


def _address(address: str) -> Iterator[str]:
    if not _OWN.fullmatch(address.strip()):
        yield f"CSS loads {address[:40]!r}"
