"""A picture as text, element by element."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from deckpress.svg.vocabulary import SVG, XLINK

_REFERENCES = {
    '"': "&quot;",
    # XML readers make blanks of these.
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}


class Writer:
    """Writes elements without a prefix: all are in the root's namespace, which is SVG's."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._tag_open = False
        """Whether the last start tag still lacks its `>`."""

    def start(self, name: str, attributes: Iterable[tuple[str, str]]) -> None:
        """Begin an element."""
        is_root = not self._out
        self._close_tag()
        self._out.append(f"<{name}")
        if is_root:
            self._out.append(f' xmlns="{SVG}" xmlns:xlink="{XLINK}"')
        for key, value in attributes:
            self._out.append(f' {key}="{_escaped(value)}"')
        self._tag_open = True

    def text(self, text: str) -> None:
        """Write text inside the element that is open."""
        if text:
            self._close_tag()
            plain = escape(text, quote=False)
            self._out.append(plain)

    def end(self, name: str) -> None:
        """End an element."""
        tag = "/>" if self._tag_open else f"</{name}>"
        self._out.append(tag)
        self._tag_open = False

    def _close_tag(self) -> None:
        if self._tag_open:
            self._out.append(">")
            self._tag_open = False

    def written(self) -> bytes:
        """The whole picture."""
        return f"{''.join(self._out)}\n".encode()


def _escaped(value: str) -> str:
    """A value as an attribute can hold it."""
    text = escape(value, quote=False)
    for char, reference in _REFERENCES.items():
        text = text.replace(char, reference)
    return text
