"""What may stand in an attribute of a picture."""

from __future__ import annotations

import re
from typing import NamedTuple

from deckpress.svg import css
from deckpress.svg.vocabulary import ANIMATED, ANIMATIONS, ATTRIBUTES, DATA, FREE_TEXT, XLINK, XML

_OWN_PLACE = re.compile(r"\s*#")
_OWN_BYTES = re.compile(rf"\s*{css.RASTER}\s*")


class Attribute(NamedTuple):
    """An attribute as it is written; without a name, it is left out."""

    name: str = ""
    value: str = ""
    faults: tuple[str, ...] = ()
    """What it would do besides being looked at."""
    dropped: bool = False
    """Whether something of it is left out."""


_LEFT_OUT = Attribute(dropped=True)


def attribute(element: str, full: str, value: str) -> Attribute:
    """An attribute of an SVG element; `full` is its name behind its namespace and a blank."""
    space, _, name = full.rpartition(" ")
    if space == XML and name in ("space", "lang"):
        return Attribute(f"xml:{name}", value)
    # `xlink:title` and the like say how a link looks; a picture has none.
    if space == XLINK and name == "href":
        return _link(element, "xlink:href", value)
    if space:
        return _LEFT_OUT
    # In any case of letters: nobody shall wonder what another reader makes of `onLoad`.
    if name.lower().startswith("on"):
        fault = f"{name}= in <{element}> runs a script"
        return Attribute(name, value, (fault,))
    if name == "href":
        return _link(element, name, value)
    if name == "style":
        return _style(element, value)
    if name in ATTRIBUTES or name.startswith(DATA):
        return _looks(element, name, value)
    return _LEFT_OUT


def _link(element: str, name: str, value: str) -> Attribute:
    """A place in the same file; of an image, its bytes."""
    if _OWN_PLACE.match(value):
        return Attribute(name, value)
    if element in ("image", "feImage") and _OWN_BYTES.fullmatch(value):
        return Attribute(name, value)
    verb = "leads to" if element == "a" else "loads"
    fault = f"<{element}> {verb} {value[:40]!r}"
    return Attribute(name, value, (fault,))


def _style(element: str, value: str) -> Attribute:
    judged = css.declarations(value)
    faults = tuple(f"<{element}>: {fault}" for fault in judged.faults)
    return Attribute("style", judged.text, faults, judged.dropped)


def _looks(element: str, name: str, value: str) -> Attribute:
    """A value that loads nothing; an animation changes nothing but the looks."""
    word = value.strip()
    fault = ""
    if name == "attributeName" and element in ANIMATIONS and word not in ANIMATED:
        fault = f"<{element}> changes {word[:40]!r}"
    if name == "type" and element == "style" and word.lower() not in ("", "text/css"):
        fault = f"<style> holds {word[:40]!r} and not CSS"
    if fault:
        return Attribute(name, value, (fault,))
    if name.startswith(FREE_TEXT):
        return Attribute(name, value)
    faults = [f"{name}= in <{element}>: {fault}" for fault in css.value_faults(value)]
    return Attribute(name, value, tuple(faults))
